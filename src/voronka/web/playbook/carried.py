"""The playbook's table on its way out: as a workbook, a printed page or Markdown, in the reader's words."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from voronka.domain.pipeline import Advance, Stage, StageKind
from voronka.domain.playbook.as_written import pipeline_as_written, stage_key, with_robots
from voronka.domain.playbook.table.markdown import write_markdown
from voronka.domain.playbook.table.model import Row
from voronka.domain.playbook.table.printed import write_printed
from voronka.domain.playbook.table.sheet import Aside, RobotTold, Sheet, Words
from voronka.domain.playbook.table.show import table_of
from voronka.domain.playbook.table.workbook import write_workbook
from voronka.queries.playbook import Playbook
from voronka.queries.stage_robots import robot_names, robots_as_written
from voronka.web.durations import duration_text, working_text
from voronka.web.formatting import date_long
from voronka.web.labels import TASK_ICONS
from voronka.web.limit_words import limit_lines
from voronka.web.playbook.robots import robots_said
from voronka.web.playbook.words import ways_back
from voronka.web.robot_sentences import RobotSaid, part_sentence
from voronka.web.settings_.criterion_words import words_of
from voronka.web.templating import BUILT, drawing, language


@dataclass(frozen=True, slots=True)
class Carrier:
    """A kind of file: how its name ends, what it is on the web, and how it is written."""

    suffix: str
    media_type: str
    write: Callable[[Sequence[Sheet], Words], bytes]


def _as_markdown(sheets: Sequence[Sheet], words: Words) -> bytes:
    return write_markdown(sheets, words).encode()


def _as_printed(sheets: Sequence[Sheet], words: Words) -> bytes:
    return write_printed(sheets, words, BUILT)


CARRIERS: Mapping[str, Carrier] = {
    one.suffix: one
    for one in (
        Carrier("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", write_workbook),
        Carrier("pdf", "application/pdf", _as_printed),
        Carrier("md", "text/markdown; charset=utf-8", _as_markdown),
    )
}


_QUIET = "#606870"
# Which icons stand in place of a stage's number, and before a tool; in the colours of the page in daylight.
_DRAWN = {
    StageKind.UNSORTED.value: ("inbox", "#474f58"),
    StageKind.WON.value: ("trophy", "#1c6e47"),
    StageKind.LOST.value: ("circle-x", "#474f58"),
    StageKind.POSTPONED.value: ("alarm-clock", "#474f58"),
    "tool": ("wrench", _QUIET),
    "robot": ("bot", _QUIET),
}


def carried(suffix: str, books: Sequence[Playbook]) -> bytes:
    """The tables of these pipelines in one file. `suffix` is one of `CARRIERS`."""
    return CARRIERS[suffix].write([_sheet(book) for book in books], _words(books[0].currency))


def _sheet(book: Playbook) -> Sheet:
    stages = {_row_key(stage): stage for stage in book.pipeline.stages}
    plain = pipeline_as_written(book.pipeline, book.language)
    written = with_robots(plain, robots_as_written(book.pipeline), book.language)
    robots = robots_said(book.pipeline)
    return Sheet(
        table=table_of(written, book.language, robot_names(book.pipeline)),
        title=_("Sales playbook: %(pipeline)s") % {"pipeline": book.pipeline.name},
        about=_("%(company)s, version %(number)s of %(day)s")
        % {
            "company": book.company,
            "number": book.pipeline.published,
            "day": date_long(localtime(book.changed_at).date()),
        },
        notes={key: tuple(_notes(book, stage)) for key, stage in stages.items()},
        asides={key: _aside(book, stage, robots.get(stage.id, ())) for key, stage in stages.items()},
    )


def _row_key(stage: Stage) -> str:
    return stage_key(stage) if stage.kind is StageKind.WORKING else stage.kind.value


def _notes(book: Playbook, stage: Stage) -> list[str]:
    """What stands among the criteria of Unsorted and the exits."""
    match stage.kind:
        case StageKind.UNSORTED:
            return [
                _("Somebody takes it and moves it to “%(stage)s”.") % {"stage": book.pipeline.working[0].name}
            ]
        case StageKind.WON:
            met = _("Everything that “%(stage)s” asks for is met.")
            return [met % {"stage": book.pipeline.columns[-1].name}, *_ways_on(book)]
        case StageKind.LOST:
            return [_("One of these reasons is given:"), ", ".join(book.lost_reasons)]
        case StageKind.POSTPONED:
            return [_("A day to return, and one of these reasons:"), ", ".join(book.postpone_reasons)]
        case StageKind.WORKING:
            return []


def _ways_on(book: Playbook) -> list[str]:
    words = _("It goes on in %(pipeline)s, at %(stage)s")
    return [words % {"pipeline": way.to_name, "stage": way.stage.name} for way in book.ways_on]


def _aside(book: Playbook, stage: Stage, robots: Iterable[RobotSaid]) -> Aside:
    returns = stage.kind in {StageKind.WON, StageKind.LOST}
    return Aside(
        question=_("Ask: “%(question)s”") % {"question": stage.question} if stage.question else "",
        first_step="" if returns else _first_step(stage),
        drawn="" if returns else drawing(TASK_ICONS[stage.default_step.kind], _QUIET),
        lines=tuple(_lines(book, stage)),
        robots=tuple(RobotTold(said.occasion, said.steps) for said in robots),
    )


def _first_step(stage: Stage) -> str:
    step = stage.default_step
    if stage.kind is StageKind.POSTPONED or not step.after:
        return step.title
    return f"{step.title}, {_('within %(time)s') % {'time': working_text(step.after)}}"


def _lines(book: Playbook, stage: Stage) -> Iterator[str]:
    if stage.advance is Advance.BY_ITSELF and stage.exit_criteria:
        yield _("Then it moves on by itself.")
    if stage.wake_after:
        yield _("Asks to be looked at again after %(time)s.") % {"time": duration_text(stage.wake_after)}
    if stage.back_to is not None:
        yield ways_back(book.pipeline, stage)


def _words(currency: str) -> Words:
    return Words(
        language=language(),
        heads=(
            pgettext("column of the playbook", "Status"),
            _("Seller’s steps"),
            _("Actions and tools"),
            _("Criteria to move on, and what counts as evidence"),
        ),
        comes_when=_("Comes here when"),
        goes_when=_("Goes on when"),
        nothing_asked=_("Nothing is asked for: a deal may go on at any time."),
        page=_("Page %(page)s of %(pages)s") % {"page": "{page}", "pages": "{pages}"},
        limits=lambda row: _limits(row, currency),
        evidence=lambda criterion: words_of(criterion, currency).text,
        how_to_title=_("How to fill in the table"),
        how_to=_how_to(),
        robots_head=_("Happens by itself"),
        robot=part_sentence,
        how_to_robots=_how_to_robots(),
        icons={name: drawing(icon, colour) for name, (icon, colour) in _DRAWN.items()},
    )


def _limits(row: Row, currency: str) -> tuple[str, ...]:
    """How long deals may stay; where that is not the same for all, whose limit is which."""
    lines = limit_lines(row.limits, row.limit, currency)
    if lines:
        return (_("Limits:"), *(f"{one.whose}: {one.limit}" for one in lines))
    return () if row.limit is None else (_("Limit: %(time)s") % {"time": working_text(row.limit)},)


def _how_to() -> tuple[str, ...]:
    return (
        _("Each row is a stage, in the stages’ order. A new row makes a new stage; a row taken out removes its stage. Unsorted, Won, Lost and Postponed stay in any case."),
        _("Status: first the name, on the next line what the stage is for. [limit: 3d] says how long a deal may stay: 30m, 4h, 3d, 2w."),
        _("[limit: 5d, from: 100000, source: Referral] is the limit of deals from this amount and this source instead; either may be left out."),
        _("Seller’s steps: one on each line. Actions and tools stand under the number of their step: a line with - is an action, one with + a tool."),
        _("Criteria: one on each line. ☐ is asked before a deal goes on, → before it comes here. What counts as evidence stands in brackets; a line without brackets is confirmed by hand, as a judgement."),
        _("The reasons at Lost and Postponed are changed in the settings."),
        _("What may stand in brackets, and what then counts as evidence:"),
    )  # fmt: skip


def _how_to_robots() -> tuple[str, ...]:
    return (
        _("Happens by itself: first what the robot is called and when it acts. Below it, one on each line, what must be true of the deal and, with -, what it does."),
        _("What stands in brackets counts. Before them stands what the robot is called, or what its step says; what stands behind them only explains."),
        _("[when: entered, again: true] may act more than once while a deal stays; [when: entered, off: true] waits to be switched on. Robots that are there already are switched on and off in the settings."),
        _("Stages, nurture tracks and hand-overs go by their names. If the whole column is taken out, the robots stay as they are; one that is taken out of its cell is gone."),
        _("What may stand in brackets, and what it means:"),
    )  # fmt: skip
