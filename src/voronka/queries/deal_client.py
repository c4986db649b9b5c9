"""The client of a deal: the contact, the company, how to reach them, and their other deals."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from voronka.domain.money import Money
from voronka.domain.pipeline import StageKind
from voronka.domain.relations import Relation
from voronka.models import Company, Contact, Deal, Email, Phone
from voronka.queries.deal_row import SeenDeal
from voronka.queries.relations import relations_now
from voronka.queries.visibility import visible_deals

OTHER_DEALS = 6


@dataclass(frozen=True, slots=True)
class ContactView:
    """The person of the deal. `zone` falls back to the company's."""

    id: int
    name: str
    position: str
    decides: bool
    city: str
    zone: str
    phones: tuple[str, ...]
    emails: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CompanyView:
    """The company of the deal with its requisites."""

    id: int
    name: str
    legal_name: str
    tax_id: str
    site: str
    sector: str
    city: str
    country: str
    address: str
    zone: str
    phones: tuple[str, ...]
    emails: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OtherDeal:
    """Another deal of the client that the actor may see."""

    id: int
    title: str
    stage: str
    kind: StageKind
    closed_at: datetime | None
    money: Money | None


@dataclass(frozen=True, slots=True)
class ClientView:
    """Who the deal is with. `more_deals` is whether further ones are not listed; `relation` what they are to us now."""

    contact: ContactView | None
    company: CompanyView | None
    others: tuple[OtherDeal, ...]
    more_deals: bool
    relation: Relation | None

    @property
    def phone(self) -> str:
        """The number to call: the contact's first, else the company's; empty when there is none."""
        return next(iter(self._all("phones")), "")

    @property
    def email(self) -> str:
        """The address to write to, likewise."""
        return next(iter(self._all("emails")), "")

    def _all(self, kind: str) -> tuple[str, ...]:
        return tuple(entry for who in (self.contact, self.company) if who for entry in getattr(who, kind))


@dataclass(frozen=True, slots=True)
class _Reach:
    """Numbers and addresses of a contact and a company, told apart by whether they are the contact's."""

    rows: tuple[tuple[str, bool], ...]

    def of(self, *, contact: bool) -> tuple[str, ...]:
        return tuple(value for value, is_contacts in self.rows if is_contacts is contact)


def client_of(seen: SeenDeal) -> ClientView:
    """The client. Four or five queries; none for a deal without one."""
    row = seen.row
    phones, emails = _reach(row, Phone, "e164"), _reach(row, Email, "address")
    others = _others(seen)
    return ClientView(
        contact=None if row.contact is None else _contact(row.contact, row.company, phones, emails),
        company=None if row.company is None else _company(row.company, phones, emails),
        others=others[:OTHER_DEALS],
        more_deals=len(others) > OTHER_DEALS,
        relation=_relation(row),
    )


def _relation(row: Deal) -> Relation | None:
    """The company's where there is one, for it is who buys; else the person's."""
    link, id = ("company", row.company_id) if row.company_id is not None else ("contact", row.contact_id)
    return None if id is None else relations_now(link, [id]).get(id)


def _reach(row: Deal, table: type[Phone] | type[Email], column: str) -> _Reach:
    of_client = _of_client(row)
    if of_client is None:
        return _Reach(())
    rows = table.objects.filter(of_client).order_by("id").values_list(column, "contact_id")
    return _Reach(tuple((value, contact is not None) for value, contact in rows))


def _of_client(row: Deal) -> Q | None:
    links = [
        Q(**{name: id})
        for name, id in (("contact", row.contact_id), ("company", row.company_id))
        if id is not None
    ]
    if not links:
        return None
    return links[0] if len(links) == 1 else links[0] | links[1]


def _contact(row: Contact, company: Company | None, phones: _Reach, emails: _Reach) -> ContactView:
    knows_zone = bool(row.time_zone) or company is None
    return ContactView(
        id=row.pk,
        name=row.name,
        position=row.position,
        decides=row.decides,
        city=row.city if row.city or knows_zone or company is None else company.city,
        zone=row.time_zone if knows_zone or company is None else company.time_zone,
        phones=phones.of(contact=True),
        emails=emails.of(contact=True),
    )


def _company(row: Company, phones: _Reach, emails: _Reach) -> CompanyView:
    return CompanyView(
        id=row.pk,
        name=row.name,
        legal_name=row.legal_name,
        tax_id=row.tax_id,
        site=row.site,
        sector=row.sector,
        city=row.city,
        country=row.country,
        address=row.address,
        zone=row.time_zone,
        phones=phones.of(contact=False),
        emails=emails.of(contact=False),
    )


def _others(seen: SeenDeal) -> tuple[OtherDeal, ...]:
    of_client = _of_client(seen.row)
    if of_client is None:
        return ()
    rows = visible_deals(seen.actor).filter(of_client).exclude(pk=seen.row.pk).select_related("stage")
    return tuple(
        OtherDeal(
            id=deal.pk,
            title=deal.title,
            stage=deal.stage.name,
            kind=StageKind(deal.stage.kind),
            closed_at=deal.closed_at,
            money=None if deal.amount is None else Money(deal.amount, deal.currency),
        )
        for deal in rows.order_by("-is_open", "-changed_at", "-id")[: OTHER_DEALS + 1]
    )
