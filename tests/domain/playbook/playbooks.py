"""Any playbook that the format can hold, for Hypothesis."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from voronka.domain.criteria import (
    AmountAtLeast,
    CallHeld,
    ConfirmedByHand,
    ConsentLogged,
    ConsentTo,
    ContractSigned,
    Field,
    FieldFilled,
    FileAttached,
    FileKind,
    HandOverAccepted,
    MeetingHeld,
    MeetingOutcome,
    NoteKind,
    NoteWritten,
    Party,
    PaymentReceived,
    Provable,
    Qualified,
    Reached,
    Sendable,
    Sent,
    SomeOf,
    TaskDone,
)
from voronka.domain.ids import CriterionId
from voronka.domain.pipeline import Advance, BuyerStage, PipelineKind
from voronka.domain.playbook.model import (
    Deed,
    Exit,
    Form,
    HandOver,
    Leads,
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
    Rule,
    Step,
    Text,
    Touch,
    Unsorted,
)
from voronka.domain.playbook.robot_format import TEXTS
from voronka.domain.playbook.table.model import cleaned
from voronka.domain.qualification import LeastFit
from voronka.domain.robot import (
    CONDITION_FIELDS,
    SETTABLE_FIELDS,
    AddTag,
    AddTask,
    Advise,
    Arrived,
    Assign,
    CallWebhook,
    Channel,
    Choosing,
    Condition,
    DateField,
    Enrol,
    Entered,
    Fact,
    Is,
    Left,
    MoveTo,
    OnDate,
    Priority,
    ScoreCrossed,
    SendMessage,
    SetField,
    SetPriority,
    Stayed,
    Trigger,
    Untouched,
    Whom,
    Woke,
)
from voronka.domain.task import TaskKind

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn, SearchStrategy

NO_ID = CriterionId(0)
# Some keys would be numbers, or yes and no, without quotes.
KEYS = st.one_of(
    st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,4}){0,2}", fullmatch=True),
    st.sampled_from(["12", "3e-5", "true", "null", "no", "0x1f"]),
).filter(lambda key: key not in {"unsorted", "won", "lost", "postponed"})
# Whatever people type, and what YAML would take for something else.
WORDS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40),
    st.text("abй: #-,[]{}&*!|>'\"%@`\n\t\\~=<?.", min_size=1, max_size=20),
    st.sampled_from(["yes", "No", "null", "~", "12", "1.5", "0x1f", "-", "a: b", "a #b", "2026-11-22", "1_000", "..."]),
).filter(lambda said: said.strip())  # fmt: skip
LENGTHS = st.builds(
    lambda count, unit: count * unit,
    st.integers(1, 999),
    st.sampled_from([timedelta(minutes=1), timedelta(hours=1), timedelta(days=1), timedelta(weeks=1)]),
).filter(lambda length: length < timedelta(days=9999))
NUMBERS = st.decimals(Decimal("0.01"), Decimal(100), places=2)


def _keys(least: int, most: int) -> SearchStrategy[list[str]]:
    return st.lists(KEYS, min_size=least, max_size=most, unique=True)


def texts(languages: tuple[str, ...]) -> SearchStrategy[Text]:
    return st.fixed_dictionaries(dict.fromkeys(languages, WORDS))


FACTS: SearchStrategy[Provable] = st.one_of(
    st.builds(FieldFilled, st.just(NO_ID), st.just(""), st.sampled_from(Field)),
    st.builds(TaskDone, st.just(NO_ID), st.just(""), st.sampled_from(TaskKind), st.booleans()),
    st.builds(FileAttached, st.just(NO_ID), st.just(""), st.sampled_from(FileKind)),
    st.builds(AmountAtLeast, st.just(NO_ID), st.just(""), NUMBERS),
    st.builds(NoteWritten, st.just(NO_ID), st.just(""), st.sampled_from(NoteKind), st.booleans()),
    st.builds(
        CallHeld, st.just(NO_ID), st.just(""), st.sampled_from(Party), st.integers(0, 86400), st.booleans()
    ),
    st.builds(
        MeetingHeld, st.just(NO_ID), st.just(""),
        st.lists(st.sampled_from(MeetingOutcome), unique=True).map(tuple), st.booleans(),
    ),
    st.builds(
        Sent, st.just(NO_ID), st.just(""), st.sampled_from(Sendable), st.sampled_from(Reached), st.booleans()
    ),
    st.builds(ContractSigned, st.just(NO_ID), st.just("")),
    st.builds(PaymentReceived, st.just(NO_ID), st.just(""), NUMBERS),
    st.builds(ConsentLogged, st.just(NO_ID), st.just(""), st.sampled_from(ConsentTo), st.booleans()),
    st.builds(HandOverAccepted, st.just(NO_ID), st.just("")),
    st.builds(Qualified, st.just(NO_ID), st.just(""), st.sampled_from(LeastFit)),
)  # fmt: skip


@st.composite
def rules(draw: DrawFn, languages: tuple[str, ...]) -> Rule:
    title = draw(texts(languages))
    kind = draw(st.integers(0, 9))
    if kind == 0:
        return Rule(title, ConfirmedByHand(NO_ID, ""))
    if kind > 2:
        return Rule(title, draw(FACTS))
    of = draw(st.lists(FACTS, min_size=2, max_size=3))
    parts = tuple(Rule(draw(texts(languages)), one) for one in of)
    return Rule(title, SomeOf(NO_ID, "", draw(st.integers(1, len(of))), tuple(of)), parts)


# What nobody sees is no source, and two that look the same are one.
SOURCES = st.one_of(
    WORDS.map(cleaned).filter(bool), st.sampled_from(["a, b", "{x}", "12", "no", "a: b", "\"", "]", "“Referral”", "it’s"])
)  # fmt: skip


@st.composite
def limits_of_some(draw: DrawFn, languages: tuple[str, ...]) -> PlaybookLimit:
    source = draw(st.none() | st.fixed_dictionaries(dict.fromkeys(languages, SOURCES)))
    amount = draw(NUMBERS if source is None else st.none() | NUMBERS)
    return PlaybookLimit(draw(LENGTHS), amount, source)


VALUES = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20),
    st.sampled_from(["12", "1.5", "yes", "a, b", "{x}", "2026-11-22", "[", "a: b"]),
).filter(lambda said: said.strip())
TRIGGERS: SearchStrategy[Trigger] = st.one_of(
    st.sampled_from([Entered(), Left(), Woke()]),
    st.builds(Stayed, LENGTHS),
    st.builds(Untouched, LENGTHS),
    st.builds(Arrived, st.sampled_from(Fact)),
    st.builds(
        OnDate,
        st.sampled_from(DateField),
        st.integers(-365, 365),
        st.times().map(lambda at: at.replace(second=0, microsecond=0)),
    ),
    st.builds(ScoreCrossed, NUMBERS.map(lambda percent: percent / 100)),
)
ONE_VALUE = st.tuples(VALUES)
CONDITIONS = st.one_of(
    st.builds(Condition, st.sampled_from([*CONDITION_FIELDS]), st.sampled_from([Is.FILLED, Is.EMPTY])),
    st.builds(Condition, st.sampled_from(TEXTS), st.sampled_from([Is.EQUAL, Is.OTHER, Is.CONTAINS]), ONE_VALUE),
    st.builds(
        Condition, st.sampled_from(TEXTS), st.just(Is.ONE_OF),
        st.lists(VALUES, min_size=1, max_size=3, unique=True).map(tuple),
    ),
    st.builds(Condition, st.just("priority"), st.just(Is.EQUAL), st.just(("low",))),
    st.builds(
        Condition, st.just("amount"), st.sampled_from([Is.LEAST, Is.MOST]), st.tuples(NUMBERS.map(str))
    ),
    st.builds(
        Condition, st.just("expected_close_on"), st.sampled_from([Is.LEAST, Is.MOST]),
        st.tuples(st.dates().map(lambda day: day.isoformat())),
    ),
)  # fmt: skip


@st.composite
def _deed(draw: DrawFn, languages: tuple[str, ...], stages: list[str], tracks: list[str]) -> Deed:
    said = draw(texts(languages))
    whom = st.sampled_from(Whom)
    choices = [
        st.builds(
            lambda kind, after, to, question: Deed(AddTask(kind, "", after, to), (said, question)),
            st.sampled_from(TaskKind), LENGTHS, whom, st.none() | texts(languages),
        ),
        st.builds(lambda to, offers: Deed(Advise("", to, offers), (said,)), whom, st.booleans()),
        st.builds(lambda to: Deed(SendMessage(Channel.EMAIL, "", ""), (said, to)), texts(languages)),
        st.builds(lambda field, value: Deed(SetField(field, value)), st.sampled_from(SETTABLE_FIELDS), VALUES),
        st.builds(lambda to: Deed(MoveTo(to)), st.sampled_from(["", *stages])),
        st.builds(lambda choosing: Deed(Assign(choosing)), st.sampled_from(Choosing)),
        st.builds(lambda priority: Deed(SetPriority(priority, ""), (said,)), st.sampled_from(Priority)),
        st.just(Deed(AddTag(""), (said,))),
        st.just(Deed(CallWebhook("https://example.org/hook?a=b#c"))),
        *([st.sampled_from(tracks).map(lambda track: Deed(Enrol(track)))] if tracks else []),
    ]  # fmt: skip
    return draw(st.one_of(choices))


@st.composite
def _robots(
    draw: DrawFn, languages: tuple[str, ...], stages: list[str], tracks: list[str]
) -> tuple[PlaybookRobot, ...]:
    return tuple(
        PlaybookRobot(
            key=key,
            name=draw(texts(languages)),
            trigger=draw(TRIGGERS),
            deeds=tuple(draw(st.lists(_deed(languages, stages, tracks), min_size=1, max_size=2))),
            conditions=tuple(draw(st.lists(CONDITIONS, max_size=2))),
            again=draw(st.booleans()),
            is_on=draw(st.booleans()),
        )
        for key in draw(_keys(0, 1))
    )


def _steps(languages: tuple[str, ...]) -> SearchStrategy[tuple[Step, ...]]:
    said = texts(languages)
    some = st.lists(said, max_size=2).map(tuple)
    return st.lists(st.builds(Step, said, some, some), max_size=2).map(tuple)


def _next(languages: tuple[str, ...]) -> SearchStrategy[NextStep]:
    return st.builds(NextStep, st.sampled_from(TaskKind), texts(languages), LENGTHS)


@st.composite
def _stage(
    draw: DrawFn, key: str, earlier: list[str], languages: tuple[str, ...], tracks: list[str]
) -> PlaybookStage:
    criteria = st.lists(rules(languages), max_size=2).map(tuple)
    back = st.just(tuple(earlier)) if earlier else st.just(())
    return PlaybookStage(
        key=key,
        name=draw(texts(languages)),
        purpose=draw(texts(languages)),
        next_step=draw(_next(languages)),
        buyer=draw(st.none() | st.sampled_from(BuyerStage)),
        limit=draw(st.none() | LENGTHS),
        limits=tuple(draw(st.lists(limits_of_some(languages), max_size=2))),
        question=draw(st.none() | texts(languages)),
        steps=draw(_steps(languages)),
        enter=draw(criteria),
        exit=draw(criteria),
        advance=draw(st.sampled_from(Advance)),
        back_to=draw(st.none() | back),
        robots=draw(_robots(languages, [*earlier, key], tracks)),
    )


@st.composite
def _pipeline(draw: DrawFn, key: str, languages: tuple[str, ...], tracks: list[str]) -> PlaybookPipeline:
    keys = draw(_keys(1, 3))
    returns = st.none() | st.lists(st.sampled_from(keys), unique=True).map(tuple)

    proposed = st.none() | st.sampled_from(tracks) if tracks else st.none()

    def way_out(wake: timedelta | None = None, track: str | None = None) -> Exit:
        purpose = draw(st.none() | texts(languages))
        return Exit(
            draw(texts(languages)),
            draw(_steps(languages)),
            wake,
            draw(returns),
            None,
            track,
            purpose,
            draw(_robots(languages, keys, tracks)),
        )

    return PlaybookPipeline(
        key=key,
        name=draw(texts(languages)),
        kind=draw(st.sampled_from(PipelineKind)),
        unsorted=Unsorted(
            draw(texts(languages)),
            draw(_next(languages)),
            draw(st.none() | LENGTHS),
            draw(st.none() | texts(languages)),
            draw(_steps(languages)),
            draw(_robots(languages, keys, tracks)),
        ),
        stages=tuple(draw(_stage(one, keys[:place], languages, tracks)) for place, one in enumerate(keys)),
        won=way_out(),
        lost=way_out(draw(st.none() | LENGTHS)),
        postponed=way_out(track=draw(proposed)),
        qualification=tuple(PlaybookQuestion(one, draw(texts(languages))) for one in draw(_keys(0, 2))),
    )


@st.composite
def playbooks(draw: DrawFn) -> Playbook:
    languages = tuple(draw(st.lists(st.sampled_from(["en", "ru", "uk", "id"]), min_size=1, unique=True)))
    said = texts(languages)
    touches = st.lists(st.builds(Touch, st.sampled_from(TaskKind), said, LENGTHS), min_size=1, max_size=3)
    tracks = tuple(PlaybookTrack(key, draw(said), tuple(draw(touches))) for key in draw(_keys(0, 2)))
    keys = [track.key for track in tracks]
    pipelines = tuple(draw(_pipeline(key, languages, keys)) for key in draw(_keys(1, 2)))
    target = draw(st.sampled_from(pipelines))
    hand_overs = tuple(
        HandOver(
            key,
            draw(said),
            pipelines[0].key,
            target.key,
            draw(st.sampled_from([stage.key for stage in target.stages])),
            draw(said),
        )
        for key in draw(_keys(0, 1))
    )
    return Playbook(
        key=draw(KEYS),
        name=draw(said),
        about=draw(said),
        fits=draw(said),
        languages=languages,
        pipelines=pipelines,
        lost_reasons=tuple(PlaybookReason(key, draw(said), draw(st.booleans())) for key in draw(_keys(1, 2))),
        postpone_reasons=tuple(PlaybookReason(key, draw(said)) for key in draw(_keys(1, 2))),
        hand_overs=hand_overs,
        tracks=tracks,
        objections=tuple(
            PlaybookObjection(key, draw(said), tuple(draw(st.lists(said, max_size=2))))
            for key in draw(_keys(0, 2))
        ),
        form=draw(st.none() | st.builds(Form, KEYS, st.sampled_from(Leads))),
    )
