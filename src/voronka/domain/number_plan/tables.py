"""Reading the tables that lie beside this module."""

from importlib import resources


def table(name: str) -> list[str]:
    """The lines of a table without its remarks."""
    text = resources.files(__package__).joinpath(name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def longest(known: dict[str, str], digits: str) -> str | None:
    """What the longest beginning of the digits stands for."""
    return next((known[digits[:size]] for size in range(len(digits), 0, -1) if digits[:size] in known), None)
