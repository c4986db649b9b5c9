"""What the forms of records need: the deal, the criterion that one of them is to meet, the client's people, what was sent."""

from dataclasses import dataclass

from voronka.domain.criteria import Criterion, Reached, Sendable, Sent, SomeOf
from voronka.domain.errors import NotAllowed, NotFound
from voronka.domain.loyalty import asks_loyalty
from voronka.domain.permissions import Actor
from voronka.models import Deal, Dispatch
from voronka.queries.deal_brief import DealBrief, brief_of
from voronka.queries.deal_fields import currencies
from voronka.queries.deal_row import SeenDeal, see_deal
from voronka.queries.records import people_of


@dataclass(frozen=True, slots=True)
class ClientPerson:
    """Somebody of the client's."""

    id: int
    name: str
    decides: bool


@dataclass(frozen=True, slots=True)
class SentThing:
    """Something that was sent; `further` is what it has not reached yet."""

    id: int
    what: Sendable
    subject: str
    further: tuple[Reached, ...]


@dataclass(frozen=True, slots=True)
class Noting:
    """A deal that something is noted of. `criterion` is what it is to meet, None when nothing in particular."""

    deal: DealBrief
    criterion: Criterion | None
    contact: int | None
    people: tuple[ClientPerson, ...]
    currency: str
    currencies: tuple[str, ...]
    is_after_sale: bool
    waiting: SentThing | None


def noting_of(actor: Actor, deal: int, criterion: int | None = None, part: int | None = None) -> Noting:
    """The deal with what the forms show; a `criterion` that the stage has no longer is let go.

    Raises:
        NotFound
        NotAllowed: it is seen but not the actor's to change.
    """
    seen = see_deal(actor, deal)
    if not seen.rights.edit:
        raise NotAllowed
    wanted = None if criterion is None else wanted_of(seen, criterion, part)
    people = (ClientPerson(one.pk, one.name, one.decides) for one in people_of(actor, seen.row))
    return Noting(
        deal=brief_of(seen),
        criterion=wanted,
        contact=seen.row.contact_id,
        people=tuple(people),
        currency=seen.row.currency,
        currencies=currencies(),
        is_after_sale=asks_loyalty(seen.pipeline.kind, seen.stage.kind),
        waiting=_waiting(seen.row, wanted) if isinstance(wanted, Sent) else None,
    )


def wanted_of(seen: SeenDeal, criterion: int, part: int | None) -> Criterion | None:
    """A criterion of the gate behind the deal, or the `part` of one that asks for some of several, counted from 0."""
    found = next((one for one in seen.pipeline.gate_of(seen.stage) if one.id == criterion), None)
    if part is None or not isinstance(found, SomeOf):
        return found
    return found.of[part] if part < len(found.of) else None


def _waiting(deal: Deal, wanted: Sent) -> SentThing | None:
    """The newest thing of the kind that has not come so far yet."""
    rows = Dispatch.objects.filter(deal=deal, what=wanted.what, removed_at=None).order_by("-sent_at", "-id")
    things = (_thing(row) for row in rows)
    return next((thing for thing in things if wanted.reached in thing.further), None)


def _thing(row: Dispatch) -> SentThing:
    every = list(Reached)
    last = max(
        place for place, reached in enumerate(every) if getattr(row, f"{reached.value}_at") is not None
    )
    return SentThing(row.pk, Sendable(row.what), row.subject, tuple(every[last + 1 :]))


@dataclass(frozen=True, slots=True)
class SentOfDeal:
    """Something sent, with its deal."""

    deal: DealBrief
    thing: SentThing


def sent_to_edit(actor: Actor, dispatch: int) -> SentOfDeal:
    """Something that was sent, on a deal that the actor may change.

    Raises:
        NotFound, NotAllowed
    """
    row = Dispatch.objects.filter(pk=dispatch, removed_at=None).first()
    if row is None:
        raise NotFound
    seen = see_deal(actor, row.deal_id)
    if not seen.rights.edit:
        raise NotAllowed
    return SentOfDeal(brief_of(seen), _thing(row))
