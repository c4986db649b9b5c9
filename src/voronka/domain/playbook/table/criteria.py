"""A criterion on one line of a cell: its mark, its words, and in brackets what it asks for.

    ☐ Director's name is known [field: decision_maker]      asked before a deal goes on
    → The client agreed to meet [consent: meeting]          asked before a deal comes

What stands in the brackets is the file's own notation. A line without them is confirmed by hand: a judgement.
"""

import contextlib
import re
from dataclasses import replace

from voronka.domain.criteria import Criterion, SomeOf
from voronka.domain.pipeline import Gate
from voronka.domain.playbook.faults import Place, Wrong
from voronka.domain.playbook.format import RULE, TITLE
from voronka.domain.playbook.nodes import Entry, Node, Scalar, ScalarKind, Table, parse
from voronka.domain.playbook.scalars import quoted
from voronka.domain.playbook.shapes import Reading, Unread
from voronka.domain.playbook.table.brackets import bracketed
from voronka.domain.playbook.write import said_shortly

COMES, GOES = "→", "☐"

_KINDS = frozenset(form.keys[0].name for form in RULE.forms)
_COMES = re.compile(r"(?:→|⇒|➔|▸|->|=>|>|»)\s*")
_GOES = re.compile(r"(?:[☐☑☒□■▢✓✔•·*–—-]|\[\s?[xXvVхХ]?\])\s*")
_START = Place(1, 1)
# A text in a table is in one language; which one does not matter here.
_ANY = "en"


def marked_title(gate: Gate, criterion: Criterion) -> str:
    """The line's beginning, to which its brackets are added: the mark and the words."""
    mark = GOES
    if gate is Gate.ENTER:
        # A title that begins with a box must not lose it.
        mark = f"{COMES} {GOES}" if criterion.title.startswith(GOES) else COMES
    return f"{mark} {criterion.title}"


def notation(criterion: Criterion) -> str:
    """What stands in the brackets."""
    if isinstance(criterion, SomeOf):
        parts = ", ".join(f"{{{notation(one)}, title: {quoted(one.title)}}}" for one in criterion.of)
        return f"some: {{least: {criterion.least}, of: [{parts}]}}"
    in_stage = ", in_stage: true" if getattr(criterion, "in_stage", False) else ""
    return f"{said_shortly(criterion)}{in_stage}"


def criterion_read(line: str) -> tuple[Gate, Criterion | None, tuple[Wrong, ...]]:
    """The criterion of a line that is not empty, None where something is wrong with it."""
    comes = _COMES.match(line)
    rest = line[comes.end() :] if comes else line
    if not comes or rest[:1] == GOES:
        rest = _GOES.sub("", rest, count=1) if _GOES.match(rest) else rest
    criterion, wrongs = _read(rest)
    return Gate.ENTER if comes else Gate.EXIT, criterion, wrongs


def _read(line: str) -> tuple[Criterion | None, tuple[Wrong, ...]]:
    found = bracketed(line, _KINDS)
    root, faults = (_judgement(), []) if found.inside is None else parse(f"{{{found.inside}}}")
    if not isinstance(root, Table):
        return None, tuple(fault.wrong for fault in faults)
    reading = Reading((_ANY,), faults)
    rule = None
    with contextlib.suppress(Unread):
        rule = RULE.read(_with_title(root, found.words), reading)
    if rule is None or reading.faults:
        return None, tuple(fault.wrong for fault in reading.faults)
    return rule.criterion_in(_ANY), ()


def _judgement() -> Node:
    return Table(_START, (Entry("by_hand", _START, Scalar(_START, "true", ScalarKind.YES_NO)),), 3)


def _with_title(root: Table, words: str) -> Table:
    """The words before the brackets are the title, unless it stands in them."""
    if not words and root.get(TITLE.name) is not None:
        return root
    title = Entry(TITLE.name, _START, Scalar(_START, words, ScalarKind.TEXT))
    others = tuple(entry for entry in root.entries if entry.key != TITLE.name)
    return replace(root, entries=(*others, title))
