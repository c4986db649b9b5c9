"""The playbook's table as Markdown: to paste into a wiki, a chat or a mail."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from voronka.domain.pipeline import Pipeline, Stage, StageKind
from voronka.queries.playbook import Playbook
from voronka.web.durations import duration_text
from voronka.web.settings_.criterion_words import words_of


def as_markdown(book: Playbook) -> str:
    """A heading and a table of four columns: status, steps, actions and tools, criteria."""
    heads = (
        pgettext("column of the playbook", "Status"),
        _("Seller’s steps"),
        _("Actions and tools"),
        _("Criteria to move on, and what counts as evidence"),
    )
    lines = [
        f"# {_cell(book.pipeline.name)}",
        "",
        _row(heads),
        _row("---" for _head in heads),
        *(_row(_cells(book, stage)) for stage in book.pipeline.stages),
    ]
    return "\n".join(lines) + "\n"


def _cells(book: Playbook, stage: Stage) -> Iterator[str]:
    yield _lines(_status(stage))
    yield _lines(f"{place}. {_cell(step.what)}" for place, step in enumerate(stage.steps, 1))
    yield _lines(
        f"{place}. {_cell(text)}"
        for place, step in enumerate(stage.steps, 1)
        for text in (*step.actions, *step.tools)
    )
    yield _lines(_criteria(book, book.pipeline, stage))


def _status(stage: Stage) -> Iterator[str]:
    yield f"**{_cell(stage.name)}**"
    if stage.purpose:
        yield _cell(stage.purpose)
    if stage.limit is not None and stage.kind.is_open:
        yield _("Limit: %(time)s") % {"time": duration_text(stage.limit)}


def _criteria(book: Playbook, pipeline: Pipeline, stage: Stage) -> Iterator[str]:
    match stage.kind:
        case StageKind.LOST:
            yield from map(_cell, book.lost_reasons)
        case StageKind.POSTPONED:
            yield from map(_cell, book.postpone_reasons)
        case StageKind.WON:
            yield _("Everything that “%(stage)s” asks for is met.") % {
                "stage": _cell(pipeline.columns[-1].name)
            }
        case StageKind.UNSORTED | StageKind.WORKING:
            for one in (*stage.enter_criteria, *stage.exit_criteria):
                yield f"☐ {_cell(one.title)} ({_cell(words_of(one, book.currency).text)})"


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _lines(texts: Iterable[str]) -> str:
    return "<br>".join(texts)


def _cell(text: str) -> str:
    """The text as itself: nothing in it may end a cell or be read as a mark."""
    for mark in "\\|*_`<[":
        text = text.replace(mark, f"\\{mark}")
    return " ".join(text.split())
