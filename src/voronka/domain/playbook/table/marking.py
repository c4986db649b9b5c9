"""What a table carries unseen, so that it finds its pipeline again: the pipeline's key and name, and the language."""

from dataclasses import dataclass

from voronka.domain.playbook.nodes import Scalar, parse
from voronka.domain.playbook.nodes import Table as Mapped
from voronka.domain.playbook.scalars import quoted, scalar
from voronka.domain.playbook.shapes import LANGUAGES
from voronka.domain.playbook.table.model import Table, cleaned

MARK = "voronka:"


@dataclass(frozen=True, slots=True)
class Marking:
    """What was carried; None or empty where it was lost."""

    pipeline: str | None = None
    language: str | None = None
    name: str = ""


def marking_text(table: Table) -> str:
    """The marking on one line. No comment in Markdown ends in it."""
    name = quoted(table.name).replace(">", "\\u003e")
    return (
        f"{MARK} {{pipeline: {scalar(table.pipeline or '')}, language: {table.language or ''}, name: {name}}}"
    )


def marking_read(text: str) -> Marking | None:
    """The marking; None where the text is none. Whatever is unreadable in it is as good as lost."""
    if not text.strip().startswith(MARK):
        return None
    root, _ = parse(text.strip())
    inside = root.get(MARK[:-1]) if isinstance(root, Mapped) else None
    if not isinstance(inside, Mapped):
        return Marking()
    language = _said(inside, "language")
    known = language if language in LANGUAGES else None
    return Marking(_said(inside, "pipeline") or None, known, cleaned(_said(inside, "name")))


def _said(inside: Mapped, key: str) -> str:
    value = inside.get(key)
    return value.text if isinstance(value, Scalar) else ""
