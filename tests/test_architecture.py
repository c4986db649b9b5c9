"""What imports can't say: writes only in commands, nothing hidden in saves or signals, no cellar rooms."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).parent.parent / "src" / "voronka"
MODULES = sorted(path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts)
# Methods of managers, querysets and rows that write. `update` and `add` are judged by what they are called on,
# for dictionaries and sets have them as well.
WRITES = {
    "save", "create", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "aupdate", "acreate",
    "delete", "adelete", "asave",
}  # fmt: skip
# Files, sessions and routes are not rows: what these may be called on outside commands.
HARMLESS = {"cache", "session", "path", "file", "router"}
TREES = {path: ast.parse(path.read_text()) for path in MODULES}
ROOMS = sorted({path.relative_to(SOURCE).parts[0] for path in MODULES})
CELLARS = {"utils", "util", "helpers", "common", "core", "misc", "base", "services", "manager", "managers"}


def in_room(room: str) -> list[Path]:
    return [path for path in MODULES if path.relative_to(SOURCE).parts[0] == room]


def calls(tree: ast.AST) -> list[ast.Call]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.Call)]


def written_on(call: ast.Call) -> str | None:
    """The name of a writing method, when the call is one."""
    function = call.func
    if not isinstance(function, ast.Attribute):
        return None
    on = ast.unparse(function.value)
    if on.rpartition(".")[2].split("(")[0] in HARMLESS:
        return None
    if function.attr in WRITES:
        return function.attr
    return function.attr if function.attr == "update" and ".objects" in on else None


def test_rows_are_written_in_commands_only() -> None:
    outside = [path for path in MODULES if path.relative_to(SOURCE).parts[0] not in {"commands", "models"}]
    found = [
        f"{path.relative_to(SOURCE)}:{call.lineno} {name}"
        for path in outside
        for call in calls(TREES[path])
        if (name := written_on(call))
    ]
    assert not found


@pytest.mark.parametrize("room", ROOMS)
def test_nothing_happens_behind_a_save(room: str) -> None:
    tree = ast.Module([node for path in in_room(room) for node in TREES[path].body], [])
    methods = {
        method.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
        for method in node.body
        if isinstance(method, ast.FunctionDef)
    }
    assert not methods & {"save", "asave", "delete"}
    imported = {
        alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names
    }
    assert not imported & {"receiver", "ModelForm", "post_save", "pre_save", "m2m_changed", "Signal"}


@pytest.mark.parametrize("room", ROOMS)
def test_imports_stand_on_top(room: str) -> None:
    hidden = [
        f"{path.relative_to(SOURCE)}:{node.lineno}"
        for path in in_room(room)
        for function in ast.walk(TREES[path])
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
        # Entry points choose settings before they may import Django; each says so beside the import.
        and "PLC0415" not in path.read_text().splitlines()[node.lineno - 1]
    ]
    assert not hidden


def test_no_module_is_a_cellar() -> None:
    # The one name that is not ours to choose: Django looks for a database's connection in `base`.
    named_by_django = SOURCE / "config" / "postgres" / "base.py"
    found = [path for path in MODULES if path.stem in CELLARS or set(path.parent.parts) & CELLARS]
    assert found == [named_by_django]


def test_every_module_says_what_it_owns() -> None:
    silent = [
        path
        for path in MODULES
        if path.read_text().strip() and ast.get_docstring(ast.parse(path.read_text())) is None
    ]
    assert not silent
