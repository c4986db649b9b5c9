"""A deal in brief, as dialogs about it need it: what it is called, where it stands, by whose clock, who may do what."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from voronka.domain.client_place import PlaceBy
from voronka.domain.errors import NotAllowed
from voronka.domain.permissions import Actor
from voronka.domain.phone_places import place_of
from voronka.domain.pipeline import Pipeline, Stage
from voronka.models import Company, Contact
from voronka.queries.client_places import place_name
from voronka.queries.deal_row import Rights, SeenDeal, see_deal
from voronka.queries.persons import Person, person


@dataclass(frozen=True, slots=True)
class ClientClock:
    """Where a client's clock hangs; `zone` is an IANA name, `place` in the reader's language, both empty when unknown; `by` who says the zone."""

    zone: str
    place: str
    by: PlaceBy = PlaceBy.HAND


NO_CLOCK = ClientClock("", "")


@dataclass(frozen=True, slots=True)
class DealBrief:
    """A deal in brief. `client` is the company's or the contact's name, empty for none."""

    id: int
    version: int
    title: str
    client: str
    clock: ClientClock
    owner: Person | None
    competitor: str
    pipeline: Pipeline
    stage: Stage
    entered_at: datetime
    limit: timedelta | None
    limit_at: datetime | None
    team: int
    rights: Rights

    @property
    def is_open(self) -> bool:
        """Whether it is being worked on."""
        return self.stage.kind.is_open

    @property
    def may_move(self) -> bool:
        """Whether the actor may move it; moving what nobody owns takes it."""
        return self.rights.edit or self.rights.take

    @property
    def limit_minutes(self) -> int | None:
        """How long it may stay at its stage, None for as long as may be."""
        return None if self.limit is None else int(self.limit.total_seconds() // 60)


def brief_of(seen: SeenDeal) -> DealBrief:
    """Shape a deal that was read; no query."""
    row = seen.row
    client = row.company or row.contact
    return DealBrief(
        id=row.pk,
        version=row.version,
        title=row.title,
        client="" if client is None else client.name,
        clock=clock_of(row.contact, row.company),
        owner=person(row.owner),
        competitor=row.competitor,
        pipeline=seen.pipeline,
        stage=seen.stage,
        entered_at=row.entered_at,
        limit=seen.stage.limit_for(row.amount_base, row.source),
        limit_at=row.limit_at,
        team=row.team_id,
        rights=seen.rights,
    )


def clock_of(contact: Contact | None, company: Company | None) -> ClientClock:
    """The contact's clock, or the company's where the contact's is not known."""
    for who in (contact, company):
        if who is not None and who.time_zone:
            return ClientClock(who.time_zone, place_name(who.time_zone, who.city), PlaceBy(who.zone_by))
    return NO_CLOCK


def clock_of_number(e164: str) -> ClientClock:
    """The clock where a number is at home, when it is at home by one clock only."""
    place = place_of(e164)
    return (
        ClientClock(place.zone, place_name(place.zone, place.name), PlaceBy.NUMBER)
        if place.zone
        else NO_CLOCK
    )


def deal_to_edit(actor: Actor, deal: int) -> DealBrief:
    """A deal that the actor may change. Two queries.

    Raises:
        NotFound
        NotAllowed: it is seen but not the actor's to change.
    """
    brief = brief_of(see_deal(actor, deal))
    if not brief.rights.edit:
        raise NotAllowed
    return brief
