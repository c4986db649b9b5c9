"""Counting the gates that deals pass, within the transaction of the move and of its undo."""

from collections.abc import Mapping

from voronka.commands.rows import insert_row
from voronka.domain.criteria import ConfirmedByHand
from voronka.domain.gate import Review
from voronka.domain.passages import weigh
from voronka.models import Confirmation, Event, GatePassage, PassedWithoutFact


def count_passage(moved: Event, reviews: tuple[Review, ...]) -> None:
    """Write down by what the gate was passed. `moved` is the event of the move, `reviews` what it was judged by."""
    told, weighed = moved.payload, weigh(reviews)
    passage = insert_row(
        GatePassage, event_id=moved.pk, deal_id=moved.deal_id, pipeline_id=moved.pipeline_id,
        stage_id=told["from"], version=told["playbook_version"], at=moved.at, by_id=moved.actor_id,
        asked=weighed.asked, by_word=weighed.by_word, waived=weighed.waived, exception=told["exception"],
        is_exception=bool(told["exception"]),
    )  # fmt: skip
    # Most gates are passed by facts alone, and then nobody need be looked up.
    who = _who_gave(reviews) if weighed.by_word else {}
    for review in reviews:
        if review.evidence is None or isinstance(review.criterion, ConfirmedByHand):
            insert_row(PassedWithoutFact, **_told(passage, review, who))


def take_back_passage(event: int) -> None:
    """The move that this event tells of was undone; its gate was not passed."""
    GatePassage.objects.filter(event_id=event).delete()


def _told(passage: GatePassage, review: Review, who: Mapping[int, int]) -> dict[str, object]:
    evidence = review.evidence
    return {
        "passage_id": passage.pk,
        "criterion_id": review.criterion.id,
        "title": review.criterion.title,
        "is_waived": evidence is None,
        "by_id": None if evidence is None else who.get(evidence.source_id or 0),
        "said": "" if evidence is None else evidence.label,
    }


def _who_gave(reviews: tuple[Review, ...]) -> dict[int, int]:
    """Who gave each of the confirmations."""
    given = [
        one.evidence.source_id for one in reviews if one.evidence and one.evidence.source == "confirmation"
    ]
    return dict(Confirmation.objects.filter(pk__in=given).values_list("id", "by_id"))
