"""Answering a deal's checklist, and noting what its client looks for. Both are answered anew by a tap; the log keeps all."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from voronka.commands import values
from voronka.commands.advancing import move_on
from voronka.commands.deal_rows import load_to_edit, write_deal
from voronka.commands.event_log import record
from voronka.commands.relations import follow_facts
from voronka.commands.transaction import writing
from voronka.domain.errors import Invalid, NotFound, Problem
from voronka.domain.events import EventKind
from voronka.domain.permissions import Actor
from voronka.domain.publishing import Asked
from voronka.domain.qualification import QUESTION_LENGTH, Fit, Match
from voronka.models import ClientCriterion, Deal, DealVerdict, QualificationAnswer
from voronka.queries.qualification import asked_of, checklist_of

WORDS_LENGTH = 400
MOST_CRITERIA = 30


@dataclass(frozen=True, slots=True)
class NewAnswer:
    """An answer to a question; `words` None: those that are there stay."""

    question: int
    fit: Fit
    words: str | None = None


def answer_questions(
    *, by: Actor, at: datetime, deal: int, answers: tuple[NewAnswer, ...], request_id: str = ""
) -> None:
    """Answer some questions of the deal's pipeline; what is as it was stays untold.

    Raises:
        NotAllowed
        NotFound: also of a question that the pipeline does not ask.
        Invalid: words too long, by `words-` and the question's number.
    """
    clean = values.checked({f"words-{one.question}": partial(_words, one.words) for one in answers})
    with writing():
        row = load_to_edit(by, deal)
        asked = {one.id: one for one in asked_of(row)}
        if any(one.question not in asked for one in answers):
            raise NotFound
        there = {answer.question_id: answer for answer in QualificationAnswer.objects.filter(deal=row)}
        for one in answers:
            words = clean[f"words-{one.question}"]
            _answer(by, at, row, asked[one.question], there.get(one.question), one.fit, words, request_id)
        _follow_verdict(row, by=by, at=at, request_id=request_id)


def _words(words: str | None) -> str | None:
    return None if words is None else values.line(words, WORDS_LENGTH)


def _answer(
    by: Actor,
    at: datetime,
    deal: Deal,
    question: Asked,
    there: QualificationAnswer | None,
    fit: Fit,
    words: str | None,
    request_id: str,
) -> None:
    was = None if there is None else {"fit": str(there.fit), "words": there.words}
    now = {"fit": fit.value, "words": (there.words if there else "") if words is None else words}
    if now == (was or {"fit": Fit.UNKNOWN.value, "words": ""}):
        return
    QualificationAnswer.objects.update_or_create(
        deal=deal, question_id=question.id, defaults={**now, "by_id": by.id, "at": at}
    )
    write_deal(deal, by=by, at=at)
    payload = {"question": question.id, "asked": question.text, **now, "was": was}
    event = record(
        EventKind.CHECKLIST_ANSWERED, by=by, at=at, deal=deal, payload=payload, request_id=request_id
    )
    move_on(deal, by=by, at=at, cause=event, request_id=request_id)


def _follow_verdict(deal: Deal, *, by: Actor, at: datetime, request_id: str) -> None:
    said, before = checklist_of(deal).verdict, DealVerdict.objects.filter(deal=deal).first()
    if said == (Fit.UNKNOWN if before is None else before.verdict):
        return
    DealVerdict.objects.update_or_create(deal=deal, defaults={"verdict": said, "at": at})
    follow_facts(deal, by=by, at=at, request_id=request_id)


def add_client_criterion(
    *,
    by: Actor,
    at: datetime,
    deal: int,
    text: str,
    match: Match = Match.UNKNOWN,
    words: str = "",
    request_id: str = "",
) -> ClientCriterion:
    """Note something that the client looks for.

    Raises:
        NotFound, NotAllowed
        Invalid: also ALREADY_TAKEN, TOO_LARGE (there are too many).
    """
    clean = _clean(text, words)
    with writing():
        row = load_to_edit(by, deal)
        there = ClientCriterion.objects.filter(deal=row, removed_at=None)
        if there.filter(text__iexact=clean["text"]).exists():
            raise Invalid({"text": Problem.ALREADY_TAKEN})
        if there.count() >= MOST_CRITERIA:
            raise Invalid({"text": Problem.TOO_LARGE})
        made = ClientCriterion.objects.create(
            deal=row, **clean, match=match, by_id=by.id, created_at=at, changed_at=at
        )
        _log(EventKind.CLIENT_CRITERION_SET, row, made, None, by, at, request_id)
        return made


def change_client_criterion(
    *,
    by: Actor,
    at: datetime,
    criterion: int,
    match: Match,
    text: str | None = None,
    words: str | None = None,
    request_id: str = "",
) -> ClientCriterion:
    """Say how far we are it, or say it otherwise; None: as it was.

    Raises:
        NotFound, NotAllowed, Invalid
    """
    with writing():
        made, row = _load(by, criterion)
        clean = _clean(made.text if text is None else text, made.words if words is None else words)
        others = ClientCriterion.objects.filter(deal=row, removed_at=None).exclude(pk=made.pk)
        if others.filter(text__iexact=clean["text"]).exists():
            raise Invalid({"text": Problem.ALREADY_TAKEN})
        was, now = _told(made), {**clean, "match": match.value}
        if now == was:
            return made
        ClientCriterion.objects.filter(pk=made.pk).update(**now, by_id=by.id, changed_at=at)
        made.refresh_from_db()
        _log(EventKind.CLIENT_CRITERION_SET, row, made, was, by, at, request_id)
        return made


def remove_client_criterion(*, by: Actor, at: datetime, criterion: int, request_id: str = "") -> Deal:
    """They do not look for it after all.

    Raises:
        NotFound, NotAllowed
    """
    with writing():
        made, row = _load(by, criterion)
        ClientCriterion.objects.filter(pk=made.pk).update(removed_at=at)
        _log(EventKind.CLIENT_CRITERION_GONE, row, made, None, by, at, request_id)
        return row


def _load(by: Actor, criterion: int) -> tuple[ClientCriterion, Deal]:
    made = ClientCriterion.objects.filter(pk=criterion, removed_at=None).first()
    if made is None:
        raise NotFound
    return made, load_to_edit(by, made.deal_id)


def _clean(text: str, words: str) -> dict[str, Any]:
    return values.checked(
        {
            "text": lambda: values.line(text, QUESTION_LENGTH, required=True),
            "words": lambda: values.line(words, WORDS_LENGTH),
        }
    )


def _told(made: ClientCriterion) -> dict[str, str]:
    return {"text": made.text, "match": str(made.match), "words": made.words}


def _log(
    kind: EventKind,
    deal: Deal,
    made: ClientCriterion,
    was: Mapping[str, str] | None,
    by: Actor,
    at: datetime,
    request_id: str,
) -> None:
    write_deal(deal, by=by, at=at)
    payload = {"client_criterion": made.pk, **_told(made), "was": was}
    record(kind, by=by, at=at, deal=deal, payload=payload, request_id=request_id)
