"""Objections of a deal, and the kinds that may be noted with what a seller may answer."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from voronka.domain.errors import NotAllowed, NotFound
from voronka.domain.objections import Outcome, most_frequent_first
from voronka.domain.permissions import Actor
from voronka.models import Deal, Objection, ObjectionKind
from voronka.queries.deal_brief import DealBrief, brief_of
from voronka.queries.deal_row import see_deal
from voronka.queries.persons import Person, person

# What was met at a stage lately decides the order of the kinds; older ones say little of how clients speak now.
NEWEST = 500


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of objection with its answers."""

    id: int
    name: str
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ObjectionView:
    """An objection as it stands now. `stage` is where it arose."""

    id: int
    kind: Kind
    stage: str
    words: str
    answer: str
    outcome: Outcome
    by: Person | None
    at: datetime

    @property
    def is_open(self) -> bool:
        """Whether it waits for an answer."""
        return self.outcome is Outcome.OPEN


@dataclass(frozen=True, slots=True)
class ObjectionOfDeal:
    """An objection with its deal in brief."""

    deal: DealBrief
    objection: ObjectionView


@dataclass(frozen=True, slots=True)
class Noting:
    """A deal on which an objection may be noted, and the kinds: most frequent at its stage first."""

    deal: DealBrief
    kinds: tuple[Kind, ...]


def objections_of(deal: Deal) -> tuple[ObjectionView, ...]:
    """What the client held against buying: what is open first, then the newest first. One query."""
    rows = Objection.objects.filter(deal=deal, removed_at=None).select_related("kind", "stage", "by")
    newest_first = (_view(row) for row in rows.order_by("-id"))
    return tuple(sorted(newest_first, key=lambda one: not one.is_open))


def objection_kinds() -> tuple[Kind, ...]:
    """The kinds that are offered, in the order of the settings. One query."""
    return tuple(_kind(row) for row in _offered())


def noting_of(actor: Actor, deal: int) -> Noting:
    """What the menu of kinds shows. The order is everybody's experience at the stage; it names no deal.

    Raises:
        NotFound
        NotAllowed: the deal is seen but not the actor's to change.
    """
    seen = see_deal(actor, deal)
    if not seen.rights.edit:
        raise NotAllowed
    kinds = {kind.id: kind for kind in objection_kinds()}
    met = Objection.objects.filter(stage=seen.row.stage_id, removed_at=None).order_by("-id")
    order = most_frequent_first(kinds, met.values_list("kind_id", flat=True)[:NEWEST])
    return Noting(brief_of(seen), tuple(kinds[id] for id in order))


def objection_to_edit(actor: Actor, objection: int) -> ObjectionOfDeal:
    """An objection on a deal that the actor may change.

    Raises:
        NotFound, NotAllowed
    """
    rows = Objection.objects.filter(pk=objection, removed_at=None).select_related("kind", "stage", "by")
    row = rows.first()
    if row is None:
        raise NotFound
    seen = see_deal(actor, row.deal_id)
    if not seen.rights.edit:
        raise NotAllowed
    return ObjectionOfDeal(brief_of(seen), _view(row))


def _offered() -> Iterable[ObjectionKind]:
    return ObjectionKind.objects.filter(is_retired=False).order_by("position", "id")


def _kind(row: ObjectionKind) -> Kind:
    return Kind(row.pk, row.name, tuple(row.answers))


def _view(row: Objection) -> ObjectionView:
    return ObjectionView(
        id=row.pk,
        kind=_kind(row.kind),
        stage=row.stage.name,
        words=row.words,
        answer=row.answer,
        outcome=Outcome(row.outcome),
        by=person(row.by),
        at=row.created_at,
    )
