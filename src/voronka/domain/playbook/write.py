"""A playbook as a file in its canonical form: equal playbooks give equal bytes, and reading them gives them back.

The order of keys is that of the tables in `format.py`. Names and titles stand on one line while they fit, longer
texts language by language. Quotes stand only where YAML needs them.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar, assert_never

from voronka.domain.criteria import (
    AmountAtLeast,
    CallHeld,
    ConfirmedByHand,
    ConsentLogged,
    ContractSigned,
    Criterion,
    FieldFilled,
    FileAttached,
    HandOverAccepted,
    MeetingHeld,
    NoteWritten,
    Party,
    PaymentReceived,
    Qualified,
    Reached,
    Sent,
    SomeOf,
    TaskDone,
)
from voronka.domain.pipeline import Advance
from voronka.domain.playbook import robot_write
from voronka.domain.playbook.model import (
    FORMAT,
    Deed,
    Exit,
    HandOver,
    NextStep,
    Playbook,
    PlaybookLimit,
    PlaybookObjection,
    PlaybookPipeline,
    PlaybookQuestion,
    PlaybookReason,
    PlaybookRobot,
    PlaybookStage,
    PlaybookTrack,
    ReturnStep,
    Rule,
    Step,
    Text,
    Touch,
    Unsorted,
)
from voronka.domain.playbook.scalars import IN_FLOW, duration, number, scalar
from voronka.domain.robot import AddTag, AddTask, Advise, SendMessage, SetField, SetPriority, Whom

WIDTH = 160
"""How long a line with a text in several languages may get before each language has its own."""

_INDENT = "  "
Lines = Iterator[str]
Item = TypeVar("Item")


def write_playbook(playbook: Playbook) -> str:
    """The file's text."""
    return "\n".join(_Writer(playbook.languages).playbook(playbook)) + "\n"


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes the parts; `languages` is the order of each text."""

    languages: tuple[str, ...]

    def playbook(self, playbook: Playbook) -> Lines:
        """The whole file."""
        yield f"format: {FORMAT}"
        yield f"playbook: {scalar(playbook.key)}"
        yield f"languages: [{', '.join(playbook.languages)}]"
        if playbook.form is not None:
            yield f"form: {{method: {scalar(playbook.form.method)}, leads: {playbook.form.leads}}}"
        yield from self._text("name", playbook.name)
        yield from self._text("about", playbook.about)
        yield from self._text("fits", playbook.fits)
        yield "reasons:"
        yield from _listed("lost", playbook.lost_reasons, self._reason, 1)
        yield from _listed("postponed", playbook.postpone_reasons, self._reason, 1)
        yield from _listed("tracks", playbook.tracks, self._track)
        yield from _listed("objections", playbook.objections, self._objection)
        yield from _listed("pipelines", playbook.pipelines, self._pipeline)
        yield from _listed("hand_overs", playbook.hand_overs, self._hand_over)

    def _said(self, text: Text) -> Text:
        return {language: text[language] for language in self.languages}

    def _pipeline(self, pipeline: PlaybookPipeline) -> Lines:
        yield f"key: {scalar(pipeline.key)}"
        yield f"kind: {pipeline.kind}"
        yield from self._short("name", pipeline.name, 4)
        yield from _under("unsorted", self._unsorted(pipeline.unsorted))
        yield from _listed("qualification", pipeline.qualification, self._question)
        yield from _listed("stages", pipeline.stages, self._stage)
        yield from _under("won", self._exit(pipeline.won))
        yield from _under("lost", self._exit(pipeline.lost))
        yield from _under("postponed", self._exit(pipeline.postponed))

    def _question(self, asked: PlaybookQuestion) -> Lines:
        yield f"key: {scalar(asked.key)}"
        yield from self._text("question", asked.question)

    def _unsorted(self, unsorted: Unsorted) -> Lines:
        yield from self._short("name", unsorted.name, 6)
        yield from self._maybe("purpose", unsorted.purpose)
        yield from _duration("limit", unsorted.limit)
        yield from _listed("limits", unsorted.limits, lambda one: self._limit(one, 10))
        yield from _under("next", self._next(unsorted.next_step, 8))
        yield from _listed("steps", unsorted.steps, self._step)
        yield from self._robots(unsorted.robots, 10)

    def _stage(self, stage: PlaybookStage) -> Lines:
        yield f"key: {scalar(stage.key)}"
        yield from self._short("name", stage.name, 8)
        if stage.buyer is not None:
            yield f"buyer: {stage.buyer}"
        yield from self._text("purpose", stage.purpose)
        yield from _duration("limit", stage.limit)
        yield from _listed("limits", stage.limits, lambda one: self._limit(one, 12))
        yield from self._maybe("question", stage.question)
        yield from _under("next", self._next(stage.next_step, 10))
        yield from _listed("steps", stage.steps, self._step)
        yield from _listed("enter", stage.enter, lambda rule: self._rule(rule, 12))
        yield from _listed("exit", stage.exit, lambda rule: self._rule(rule, 12))
        if stage.advance is not Advance.BY_HAND:
            yield f"moves_on: {stage.advance}"
        yield from _keys("back_to", stage.back_to)
        yield from self._robots(stage.robots, 12)

    def _limit(self, one: PlaybookLimit, column: int) -> Lines:
        if one.amount_from is not None:
            yield f"from: {number(one.amount_from)}"
        if one.source is not None:
            yield from self._short("source", one.source, column)
        yield from _duration("limit", one.limit)

    def _exit(self, way_out: Exit) -> Lines:
        yield from self._short("name", way_out.name, 6)
        yield from self._maybe("purpose", way_out.purpose)
        if way_out.return_step is not None:
            yield from _under("next", self._return(way_out.return_step))
        yield from _listed("steps", way_out.steps, self._step)
        yield from _duration("wake_after", way_out.wake_after)
        yield from _keys("returns_to", way_out.returns_to)
        if way_out.track is not None:
            yield f"track: {scalar(way_out.track)}"
        yield from self._robots(way_out.robots, 10)

    def _robots(self, robots: tuple[PlaybookRobot, ...], column: int) -> Lines:
        yield from _listed("robots", robots, lambda robot: self._robot(robot, column))

    def _robot(self, robot: PlaybookRobot, column: int) -> Lines:
        yield f"key: {scalar(robot.key)}"
        yield from self._short("name", robot.name, column)
        yield f"when: {robot_write.when(robot.trigger)}"
        yield from _listed("if", robot.conditions, lambda one: iter([robot_write.condition(one)]))
        yield from _listed("do", robot.deeds, lambda deed: self._deed(deed, column + 4))
        if robot.again:
            yield "again: true"
        if not robot.is_on:
            yield "off: true"

    def _deed(self, deed: Deed, column: int) -> Lines:
        step, first = deed.step, robot_write.deed(deed.step)
        if first is not None:
            yield first
        match step:
            case AddTask():
                yield from self._short("title", deed.texts[0] or {}, column)
                yield from _duration("after", step.after)
                yield from _to(step.to)
                yield from self._maybe("question", deed.texts[1])
            case Advise():
                yield from self._text("advise", deed.texts[0] or {})
                yield from _to(step.to)
                if step.offers_lower:
                    yield "offers_lower: true"
            case SetField():
                yield f"to: {scalar(step.value)}"
            case SetPriority():
                yield from self._short("reason", deed.texts[0] or {}, column)
            case AddTag():
                yield from self._short("tag", deed.texts[0] or {}, column)
            case SendMessage():
                yield from self._short("subject", deed.texts[0] or {}, column)
                yield from self._text("text", deed.texts[1] or {})
            case _:
                return

    def _maybe(self, key: str, text: Text | None) -> Lines:
        if text is not None:
            yield from self._text(key, text)

    def _next(self, step: NextStep, column: int) -> Lines:
        yield f"task: {step.kind}"
        yield from self._short("title", step.title, column)
        yield from _duration("after", step.after)
        if step.is_limiter:
            yield "limiter: true"

    def _return(self, step: ReturnStep) -> Lines:
        yield f"task: {step.kind}"
        yield from self._short("title", step.title, 8)

    def _step(self, step: Step) -> Lines:
        yield from self._text("step", step.what)
        yield from _listed("actions", step.actions, self._plain)
        yield from _listed("tools", step.tools, self._plain)

    def _reason(self, reason: PlaybookReason) -> Lines:
        yield f"key: {scalar(reason.key)}"
        yield from self._short("name", reason.name, 6)
        if reason.asks_competitor:
            yield "asks_competitor: true"

    def _track(self, track: PlaybookTrack) -> Lines:
        yield f"key: {scalar(track.key)}"
        yield from self._short("name", track.name, 4)
        yield from _listed("touches", track.touches, self._touch)

    def _touch(self, touch: Touch) -> Lines:
        yield from _duration("after", touch.after)
        yield f"task: {touch.kind}"
        yield from self._short("title", touch.title, 8)

    def _objection(self, objection: PlaybookObjection) -> Lines:
        yield f"key: {scalar(objection.key)}"
        yield from self._short("name", objection.name, 4)
        yield from _listed("answers", objection.answers, self._plain)

    def _hand_over(self, hand_over: HandOver) -> Lines:
        yield f"key: {scalar(hand_over.key)}"
        yield from self._short("name", hand_over.name, 4)
        yield f"from: {scalar(hand_over.from_pipeline)}"
        yield f"to: {scalar(hand_over.to_pipeline)}"
        yield f"stage: {scalar(hand_over.to_stage)}"
        yield from self._text("carries", hand_over.carries)

    def _rule(self, rule: Rule, column: int) -> Lines:
        if isinstance(rule.criterion, SomeOf):
            parts = _listed("of", rule.parts, lambda part: self._rule(part, column + 6))
            yield from _under("some", [f"least: {rule.criterion.least}", *parts])
        else:
            yield said_shortly(rule.criterion)
        if getattr(rule.criterion, "in_stage", False):
            yield "in_stage: true"
        yield from self._short("title", rule.title, column)

    def _text(self, key: str, text: Text) -> Lines:
        """A text language by language; on one line where there is one language."""
        if len(text) == 1:
            yield from (f"{key}: {scalar(said)}" for said in self._said(text).values())
        else:
            yield from _under(key, self._plain(text))

    def _plain(self, text: Text) -> Lines:
        if len(text) == 1:
            yield from map(scalar, self._said(text).values())
        else:
            yield from (f"{language}: {scalar(said)}" for language, said in self._said(text).items())

    def _short(self, key: str, text: Text, column: int) -> Lines:
        """A text on one line if that fits, from `column` on."""
        said = {language: scalar(words) for language, words in self._said(text).items()}
        in_a_row = ", ".join(f"{language}: {words}" for language, words in said.items())
        # Words that would need quotes only there are easier to read under each other.
        quoted_only_there = any(IN_FLOW.search(words) for words in said.values() if not words.startswith('"'))
        line = f"{key}: {{{in_a_row}}}"
        if len(text) > 1 and column + len(line) <= WIDTH and not quoted_only_there:
            yield line
        else:
            yield from self._text(key, text)


# -- criteria ------------------------------------------------------------------------------------------------------


def said_shortly(criterion: Criterion) -> str:  # noqa: C901, PLR0911, PLR0912 - one line for each kind
    """What a criterion asks for, as the file says it on one line; without whether only the stage's time counts."""
    match criterion:
        case FieldFilled():
            return f"field: {criterion.field}"
        case TaskDone():
            return f"task: {criterion.kind}"
        case FileAttached():
            return f"file: {criterion.kind}"
        case AmountAtLeast():
            return f"amount: {number(criterion.amount)}"
        case NoteWritten():
            return f"note: {criterion.kind}"
        case CallHeld():
            whom = "" if criterion.with_ is Party.ANYONE else f"with: {criterion.with_}, "
            return f"call: {{{whom}seconds: {criterion.seconds}}}"
        case MeetingHeld():
            outcomes = f"outcomes: [{', '.join(criterion.outcomes)}]" if criterion.outcomes else ""
            return f"meeting: {{{outcomes}}}"
        case Sent():
            how_far = "" if criterion.reached is Reached.SENT else f", reached: {criterion.reached}"
            return f"sent: {{what: {criterion.what}{how_far}}}"
        case ContractSigned():
            return "contract: signed"
        case PaymentReceived():
            return f"payment: {{share: {number(criterion.share)}}}"
        case ConsentLogged():
            return f"consent: {criterion.to}"
        case HandOverAccepted():
            return "hand_over: accepted"
        case Qualified():
            return f"qualified: {{least: {criterion.least}}}"
        case ConfirmedByHand():
            return "by_hand: true"
        case SomeOf():
            each = ", ".join(f"{{{said_shortly(one)}}}" for one in criterion.of)
            return f"some: {{least: {criterion.least}, of: [{each}]}}"
        case _:
            assert_never(criterion)


# -- YAML ----------------------------------------------------------------------------------------------------------


def _indented(lines: Iterable[str]) -> Lines:
    return (_INDENT + line for line in lines)


def _under(key: str, lines: Iterable[str]) -> Lines:
    yield f"{key}:"
    yield from _indented(lines)


def _listed(key: str, items: tuple[Item, ...], write: Callable[[Item], Lines], levels: int = 0) -> Lines:
    """A list in block form; nothing for an empty one."""
    if not items:
        return
    yield f"{_INDENT * levels}{key}:"
    for item in items:
        first, *rest = write(item)
        yield f"{_INDENT * (levels + 1)}- {first}"
        yield from (f"{_INDENT * (levels + 2)}{line}" for line in rest)


def _keys(key: str, keys: tuple[str, ...] | None) -> Lines:
    if keys is not None:
        yield f"{key}: [{', '.join(map(scalar, keys))}]"


def _to(whom: Whom) -> Lines:
    if whom is not Whom.OWNER:
        yield f"to: {whom}"


def _duration(key: str, length: timedelta | None) -> Lines:
    if length is not None:
        yield f"{key}: {duration(length)}"
