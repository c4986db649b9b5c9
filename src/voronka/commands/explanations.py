"""Written explanations (R6): a head asks the seller of a deal, the seller answers; both stay in the history."""

from datetime import datetime

from voronka.commands import values
from voronka.commands.deal_rows import load_deal, write_deal
from voronka.commands.event_log import record
from voronka.commands.notifications import notify
from voronka.commands.rows import insert_row
from voronka.commands.transaction import writing
from voronka.commands.values import Bad
from voronka.domain.errors import Invalid, NotAllowed, NotFound, Problem
from voronka.domain.events import EventKind
from voronka.domain.notices import NoticeKind
from voronka.domain.permissions import Actor
from voronka.domain.reviews import QUESTION_LENGTH, WORDS_LENGTH, ReviewState
from voronka.models import Deal, Explanation, Review
from voronka.queries.visibility import holding_of


def ask_explanation(
    *, by: Actor, at: datetime, deal: int, question: str, due_at: datetime | None, request_id: str = ""
) -> Explanation:
    """Ask the deal's seller a question, to be answered in writing until `due_at`. One question at a time.

    Raises:
        NotFound, NotAllowed
        Invalid: also `question` ALREADY_TAKEN when one waits for its answer.
    """

    def until() -> datetime:
        if due_at is None or due_at <= at:
            raise Bad(Problem.REQUIRED if due_at is None else Problem.IN_THE_PAST)
        return due_at

    read = {"question": lambda: values.line(question, QUESTION_LENGTH, required=True), "until": until}
    clean = values.checked(read)
    with writing():
        row = load_deal(by, deal)
        if not by.policy.may_ask_explanation(holding_of(row)):
            raise NotAllowed
        if Explanation.objects.filter(deal=row, to=row.owner_id, answered_at=None).exists():
            raise Invalid({"question": Problem.ALREADY_TAKEN})
        review = Review.objects.filter(deal=row, state=ReviewState.OPEN).first()
        asked = insert_row(
            Explanation, deal_id=row.pk, review_id=None if review is None else review.pk, to_id=row.owner_id,
            question=clean["question"], by_id=by.id, at=at, due_at=clean["until"],
        )  # fmt: skip
        write_deal(row, by=by, at=at)
        notify(
            row.owner_id, NoticeKind.EXPLANATION_ASKED, at=at, deal=row.pk, by=by,
            payload={"question": asked.question}, key=f"explanation:{asked.pk}",
        )  # fmt: skip
        told = {"explanation": asked.pk, "owner": row.owner_id, "question": asked.question}
        told |= {"due_at": asked.due_at.isoformat()}
        record(EventKind.EXPLANATION_ASKED, by=by, at=at, deal=row, payload=told, request_id=request_id)
        return asked


def answer_explanation(
    *, by: Actor, at: datetime, explanation: int, answer: str, request_id: str = ""
) -> Deal:
    """Answer what one was asked; the deal as it is now. An answer is given once.

    Raises:
        NotFound: also when it is answered already, or the deal is no longer the actor's.
        NotAllowed: somebody else was asked.
        Invalid
    """
    text = values.checked({"answer": lambda: values.prose(answer, WORDS_LENGTH, required=True)})["answer"]
    with writing():
        asked = Explanation.objects.filter(pk=explanation, answered_at=None).first()
        if asked is None:
            raise NotFound
        row = load_deal(by, asked.deal_id)
        if asked.to_id != by.id:
            raise NotAllowed
        Explanation.objects.filter(pk=asked.pk).update(answer=text, answered_at=at)
        write_deal(row, by=by, at=at)
        notify(
            asked.by_id, NoticeKind.EXPLANATION_GIVEN, at=at, deal=row.pk, by=by,
            payload={"question": asked.question, "text": text[:200]}, key=f"explanation-given:{asked.pk}",
        )  # fmt: skip
        told = {"explanation": asked.pk, "question": asked.question, "answer": text}
        told |= {"is_late": at > asked.due_at}
        record(EventKind.EXPLANATION_GIVEN, by=by, at=at, deal=row, payload=told, request_id=request_id)
        return row
