"""A pipeline's checklist: questions added, reworded, put in order, removed, all in the draft of its next version; and taken over from a playbook."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from voronka.commands import values
from voronka.commands.setup.drafts import draft_for, let_go_if_new
from voronka.commands.setup.setup_log import (
    What,
    log_setup,
    number_rows,
    refuse_unless_sets_up_method,
    renew,
    reordered,
)
from voronka.commands.transaction import writing
from voronka.commands.values import Bad
from voronka.domain.errors import Invalid, NotFound, Problem
from voronka.domain.permissions import Actor
from voronka.domain.playbook.model import PlaybookQuestion
from voronka.domain.qualification import MOST_QUESTIONS, QUESTION_LENGTH
from voronka.models import QualificationQuestion


def add_question(
    *, by: Actor, at: datetime, pipeline: int, text: str, request_id: str = ""
) -> QualificationQuestion:
    """One more question at the end of a pipeline's checklist, in its draft.

    Raises:
        NotAllowed, NotFound, Invalid
    """
    refuse_unless_sets_up_method(by)
    with writing():
        draft = draft_for(pipeline, at).pk
        clean = values.checked({"text": lambda: _text(text, draft, 0)})["text"]
        there = _asked(draft).count()
        if there >= MOST_QUESTIONS:
            raise Invalid({"text": Problem.TOO_LARGE})
        made = QualificationQuestion.objects.create(pipeline_id=draft, position=there, text=clean)
        _log(made, None, _told(made), by=by, at=at, request_id=request_id)
        return made


def change_question(*, by: Actor, at: datetime, question: int, text: str, request_id: str = "") -> None:
    """Say a question in other words; its answers stay.

    Raises:
        NotAllowed, NotFound, Invalid
    """
    refuse_unless_sets_up_method(by)
    with writing():
        row = _drafted(question, at)
        clean = values.checked({"text": lambda: _text(text, row.pipeline_id, row.pk)})["text"]
        if clean == row.text:
            let_go_if_new(row.pipeline)
            return
        before, row.text = _told(row), clean
        QualificationQuestion.objects.filter(pk=row.pk).update(text=clean)
        _log(row, before, _told(row), by=by, at=at, request_id=request_id)


def place_question(*, by: Actor, at: datetime, question: int, place: int, request_id: str = "") -> None:
    """Put a question at another place, counted from 0.

    Raises:
        NotAllowed, NotFound
    """
    refuse_unless_sets_up_method(by)
    with writing():
        row = _drafted(question, at)
        order = list(_asked(row.pipeline_id).values_list("id", flat=True))
        wanted = reordered(order, row.pk, place)
        if wanted == order:
            let_go_if_new(row.pipeline)
            return
        number_rows(QualificationQuestion, wanted)
        _log(row, {"order": order}, {"order": wanted}, by=by, at=at, request_id=request_id)


def remove_question(*, by: Actor, at: datetime, question: int, request_id: str = "") -> int:
    """Ask it no longer; the answers that were given stay in the timelines. Returns the id of the pipeline in force.

    Raises:
        NotAllowed, NotFound
    """
    refuse_unless_sets_up_method(by)
    with writing():
        row = _drafted(question, at)
        QualificationQuestion.objects.filter(pk=row.pk).delete()
        _log(row, _told(row), None, by=by, at=at, request_id=request_id)
        return row.pipeline.draft_of_id or row.pipeline_id


def take_over_questions(pipeline: int, questions: Iterable[PlaybookQuestion], language: str) -> None:
    """Let a draft, or a pipeline that is being made, ask what a playbook asks; within another command's transaction.

    A question is known by its key, so that a reworded one keeps its answers. Those that were added by hand have none
    and stay, behind the others.
    """
    there = {row.key: row for row in _asked(pipeline) if row.key}
    wanted = {one.key: one.question[language] for one in questions}
    QualificationQuestion.objects.filter(
        pk__in=[there[key].pk for key in there.keys() - wanted.keys()]
    ).delete()
    order = [_keep(pipeline, there.get(key), key, text) for key, text in wanted.items()]
    by_hand = list(_asked(pipeline).exclude(pk__in=order).values_list("id", flat=True))
    number_rows(QualificationQuestion, [*order, *by_hand])


def _keep(pipeline: int, row: QualificationQuestion | None, key: str, text: str) -> int:
    if row is None:
        return QualificationQuestion.objects.create(pipeline_id=pipeline, key=key, text=text, position=0).pk
    QualificationQuestion.objects.filter(pk=row.pk).update(text=text)
    return row.pk


def _asked(pipeline: int) -> Any:
    return QualificationQuestion.objects.filter(pipeline=pipeline, retired_at=None).order_by("position", "id")


def _drafted(question: int, at: datetime) -> QualificationQuestion:
    """The draft of a question in force, its draft begun now when there is none; a draft's own id is taken as well."""
    rows = QualificationQuestion.objects.filter(retired_at=None).select_related("pipeline")
    row = rows.filter(pk=question).first()
    if row is not None and row.pipeline.draft_of_id is None:
        draft = draft_for(row.pipeline_id, at)
        row = rows.filter(pipeline=draft, draft_of=row).first()
    if row is None:
        # There is none, or the draft leaves it out already.
        raise NotFound
    return row


def _text(text: str, pipeline: int, own: int) -> str:
    clean = values.line(text, QUESTION_LENGTH, required=True)
    if _asked(pipeline).filter(text__iexact=clean).exclude(pk=own).exists():
        raise Bad(Problem.ALREADY_TAKEN)
    return clean


def _told(row: QualificationQuestion) -> dict[str, Any]:
    return {"text": row.text}


def _log(
    row: QualificationQuestion,
    before: dict[str, Any] | None,
    after: dict[str, Any] | None,
    *,
    by: Actor,
    at: datetime,
    request_id: str,
) -> None:
    renew(row.pipeline_id, at)
    log_setup(
        What.QUESTION, row.pk, by=by, at=at, before=before, after=after, pipeline=row.pipeline_id,
        request_id=request_id,
    )  # fmt: skip
