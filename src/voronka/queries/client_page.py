"""One contact or company as an actor may see it: fields, clock, people, and the deals that are theirs to see."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Q

from voronka.domain.client_place import PlaceBy
from voronka.domain.errors import NotFound
from voronka.domain.money import Money
from voronka.domain.permissions import Actor
from voronka.domain.pipeline import StageKind, limit_among
from voronka.domain.relations import Relation
from voronka.models import Company, Contact, Deal, Email, Phone
from voronka.queries.client_places import place_name
from voronka.queries.loyalty import SentDeal, sent_by
from voronka.queries.personal_data import Erased, erased
from voronka.queries.persons import Person, person
from voronka.queries.pipelines import limits_read
from voronka.queries.relations import RelationView, relations_of
from voronka.queries.visibility import (
    assignable_users,
    visible_companies,
    visible_contacts,
    visible_deals,
)

MOST_DEALS = 100
MOST_PEOPLE = 50


@dataclass(frozen=True, slots=True)
class ClientDeal:
    """A deal of the client. `step` and `due_at` are the next step of an open one."""

    id: int
    title: str
    stage: str
    kind: StageKind
    money: Money | None
    owner: Person | None
    step: str
    due_at: datetime | None
    due_on: date | None
    entered_at: datetime
    limit_minutes: int | None
    closed_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Whether it is being worked on."""
        return self.kind.is_open


@dataclass(frozen=True, slots=True)
class Link:
    """Something one may go to: its id and name; `id` None when it is not the actor's to see."""

    id: int | None
    name: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Clock:
    """Where the client's clock hangs; `by` who says the zone."""

    zone: str
    place: str
    by: PlaceBy = PlaceBy.HAND


@dataclass(frozen=True, slots=True)
class ContactPage:
    """A contact with everything of theirs that the actor may see."""

    id: int
    name: str
    position: str
    decides: bool
    company: Link | None
    city: str
    city_by: PlaceBy
    time_zone: str
    zone_by: PlaceBy
    language: str
    birthday: date | None
    description: str
    phones: tuple[str, ...]
    emails: tuple[str, ...]
    owner: Person | None
    clock: Clock
    created_at: datetime
    deals: tuple[ClientDeal, ...]
    sent: tuple[SentDeal, ...]
    relations: tuple[RelationView, ...]
    care_days: int | None
    may_give: bool
    may_see_personal_data: bool
    erased: Erased | None

    @property
    def relation(self) -> Relation | None:
        """What they are to us now; None: nothing yet."""
        return self.relations[-1].relation if self.relations else None


@dataclass(frozen=True, slots=True)
class CompanyPage:
    """A company with everything of theirs that the actor may see."""

    id: int
    name: str
    legal_name: str
    tax_id: str
    site: str
    sector: str
    city: str
    city_by: PlaceBy
    country: str
    address: str
    time_zone: str
    zone_by: PlaceBy
    description: str
    employees: int | None
    founded_year: int | None
    annual_revenue: Decimal | None
    phones: tuple[str, ...]
    emails: tuple[str, ...]
    owner: Person | None
    parent: Link | None
    subsidiaries: tuple[Link, ...]
    people: tuple[Link, ...]
    clock: Clock
    created_at: datetime
    deals: tuple[ClientDeal, ...]
    relations: tuple[RelationView, ...]
    care_days: int | None
    may_give: bool

    @property
    def relation(self) -> Relation | None:
        """What they are to us now; None: nothing yet."""
        return self.relations[-1].relation if self.relations else None


def contact_row(actor: Actor, contact: int) -> Contact:
    """The row with its company and owner.

    Raises:
        NotFound: there is none that the actor may see.
    """
    row = visible_contacts(actor).filter(pk=contact).select_related("company", "owner").first()
    if row is None:
        raise NotFound
    return row


def company_row(actor: Actor, company: int) -> Company:
    """The row with its parent and owner.

    Raises:
        NotFound
    """
    row = visible_companies(actor).filter(pk=company).select_related("parent", "owner").first()
    if row is None:
        raise NotFound
    return row


def contact_page(actor: Actor, row: Contact) -> ContactPage:
    """Shape a contact's row. Seven queries."""
    return ContactPage(
        id=row.pk,
        name=row.name,
        position=row.position,
        decides=row.decides,
        company=_company_link(actor, row.company),
        city=place_name(row.time_zone, row.city),
        city_by=PlaceBy(row.city_by),
        time_zone=row.time_zone,
        zone_by=PlaceBy(row.zone_by),
        language=row.language,
        birthday=row.birthday,
        description=row.description,
        phones=_reach(Phone, "e164", row),
        emails=_reach(Email, "address", row),
        owner=person(row.owner),
        clock=_clock(row, row.company),
        created_at=row.created_at,
        deals=_deals(actor, row),
        sent=sent_by(actor, row.pk),
        relations=relations_of(actor, row),
        care_days=row.care_days,
        may_give=actor.policy.leads,
        may_see_personal_data=actor.policy.may_see_personal_data,
        erased=erased(row.pk),
    )


def company_page(actor: Actor, row: Company) -> CompanyPage:
    """Shape a company's row. Eight queries."""
    return CompanyPage(
        id=row.pk,
        name=row.name,
        legal_name=row.legal_name,
        tax_id=row.tax_id,
        site=row.site,
        sector=row.sector,
        city=place_name(row.time_zone, row.city),
        city_by=PlaceBy(row.city_by),
        country=row.country,
        address=row.address,
        time_zone=row.time_zone,
        zone_by=PlaceBy(row.zone_by),
        description=row.description,
        employees=row.employees,
        founded_year=row.founded_year,
        annual_revenue=row.annual_revenue,
        phones=_reach(Phone, "e164", row),
        emails=_reach(Email, "address", row),
        owner=person(row.owner),
        parent=_company_link(actor, row.parent),
        subsidiaries=_links(
            visible_companies(actor)
            .filter(parent=row)
            .order_by("name", "id")
            .values_list("id", "name", "city")
        ),
        people=_links(
            visible_contacts(actor)
            .filter(company=row)
            .order_by("-decides", "name", "id")
            .values_list("id", "name", "position")[:MOST_PEOPLE]
        ),
        clock=_clock(row, None),
        created_at=row.created_at,
        deals=_deals(actor, row),
        relations=relations_of(actor, row),
        care_days=row.care_days,
        may_give=actor.policy.leads,
    )


def possible_owners(actor: Actor) -> list[tuple[int, str]]:
    """To whom the actor may give a client: id and name."""
    return list(assignable_users(actor).values_list("id", "name")) if actor.policy.leads else []


def namesakes(actor: Actor, *, contact: int | None = None, company: int | None = None) -> Link | None:
    """Who is in the base already: with the id when the actor may open the page, else whom to ask (`about`), if anybody."""
    table: type[Contact | Company] = Contact if contact is not None else Company
    row = table.objects.filter(pk=contact or company or 0).select_related("owner").first()
    if row is None:
        return None
    seen = visible_contacts(actor) if contact is not None else visible_companies(actor)
    if seen.filter(pk=row.pk).exists():
        return Link(row.pk, row.name)
    return Link(None, "", "" if row.owner is None else row.owner.name)


def _company_link(actor: Actor, row: Company | None) -> Link | None:
    if row is None:
        return None
    return Link(row.pk if visible_companies(actor).filter(pk=row.pk).exists() else None, row.name)


def _links(rows: Iterable[tuple[int, str, str]]) -> tuple[Link, ...]:
    return tuple(Link(id, name, about) for id, name, about in rows)


def _clock(row: Contact | Company, company: Company | None) -> Clock:
    for who in (row, company):
        if who is not None and who.time_zone:
            return Clock(who.time_zone, place_name(who.time_zone, who.city), PlaceBy(who.zone_by))
    return Clock("", place_name("", row.city or ("" if company is None else company.city)))


def _of(row: Contact | Company) -> Q:
    return Q(contact=row) if isinstance(row, Contact) else Q(company=row)


def _reach(table: type[Phone] | type[Email], column: str, row: Contact | Company) -> tuple[str, ...]:
    return tuple(table.objects.filter(_of(row)).order_by("id").values_list(column, flat=True))


def _deals(actor: Actor, row: Contact | Company) -> tuple[ClientDeal, ...]:
    """Open ones by their next step, then the closed ones, newest first."""
    rows = visible_deals(actor).filter(_of(row)).select_related("stage", "owner", "next_task")
    return tuple(
        _deal(deal) for deal in rows.order_by("-is_open", "next_step_at", "-closed_at", "-id")[:MOST_DEALS]
    )


def _deal(row: Deal) -> ClientDeal:
    limit = limit_among(limits_read(row.stage.limits), row.stage.limit, row.amount_base, row.source)
    return ClientDeal(
        id=row.pk,
        title=row.title,
        stage=row.stage.name,
        kind=StageKind(row.stage.kind),
        money=None if row.amount is None else Money(row.amount, row.currency),
        owner=person(row.owner),
        step=row.next_task.title if row.next_task is not None else "",
        due_at=row.next_step_at,
        due_on=None if row.next_task is None else row.next_task.due_on,
        entered_at=row.entered_at,
        limit_minutes=None if limit is None else int(limit.total_seconds() // 60),
        closed_at=row.closed_at,
    )
