"""What is known of a deal for the conditions of robots: each field as text."""

from collections.abc import Callable, Iterable

from voronka.domain.client_place import PlaceBy, city_only
from voronka.domain.objections import Outcome
from voronka.domain.relations import Relation
from voronka.domain.robot import Condition
from voronka.models import ClientRelation, Deal, DealTag, Objection
from voronka.queries.relations import clients_of

Reader = Callable[[Deal], str]


def known_of(deal: Deal, conditions: Iterable[Condition]) -> dict[str, str]:
    """The fields that the conditions ask for; of those that several rows hold, one line. Reads nothing else."""
    asked = {condition.field for condition in conditions}
    return {field: read(deal) for field, read in _READERS.items() if field in asked}


def _owner(deal: Deal) -> str:
    return "" if deal.owner is None else deal.owner.name


def _contact(name: str) -> Reader:
    return lambda deal: "" if deal.contact is None else str(getattr(deal.contact, name))


def _company(name: str) -> Reader:
    return lambda deal: "" if deal.company is None else str(getattr(deal.company, name))


def _city(deal: Deal) -> str:
    """What the number plan tells of a region or a country is no city."""
    person = deal.contact
    return "" if person is None else city_only(person.city, PlaceBy(person.city_by))


def _phone(deal: Deal) -> str:
    return "" if deal.contact is None else deal.contact.phones.values_list("e164", flat=True).first() or ""


def _email(deal: Deal) -> str:
    return "" if deal.contact is None else deal.contact.emails.values_list("address", flat=True).first() or ""


def _decider(deal: Deal) -> str:
    if deal.contact is not None and deal.contact.decides:
        return deal.contact.name
    if deal.company is None:
        return ""
    return deal.company.contacts.filter(decides=True).values_list("name", flat=True).first() or ""


def _relation(deal: Deal) -> str:
    """The furthest relation that the client has reached; the company's where there is one."""
    for link, id in sorted(clients_of(deal)):
        reached = set(ClientRelation.objects.filter(**{link: id}).values_list("relation", flat=True))
        if reached:
            return max(map(Relation, reached), key=list(Relation).index).value
    return ""


def _objection(deal: Deal) -> str:
    """The kind of an objection that is still open; the newest of several."""
    rows = Objection.objects.filter(deal=deal, removed_at=None, outcome=Outcome.OPEN).order_by("-id")
    return rows.values_list("kind__name", flat=True).first() or ""


def _tags(deal: Deal) -> str:
    """All tags in one line, so that one is found by CONTAINS and the only one by EQUAL."""
    return ", ".join(DealTag.objects.filter(deal=deal).order_by("name").values_list("name", flat=True))


_READERS: dict[str, Reader] = {
    "amount": lambda deal: "" if deal.amount is None else str(deal.amount_base),
    "source": lambda deal: deal.source,
    "need": lambda deal: deal.need,
    "budget": lambda deal: deal.budget,
    "competitor": lambda deal: deal.competitor,
    "expected_close_on": lambda deal: (
        "" if deal.expected_close_on is None else deal.expected_close_on.isoformat()
    ),
    "priority": lambda deal: deal.priority,
    "tag": _tags,
    "owner": _owner,
    "team": lambda deal: deal.team.name,
    "contact": _contact("name"),
    "contact_phone": _phone,
    "contact_email": _email,
    "contact_city": _city,
    "contact_country": _company("country"),
    "decision_maker": _decider,
    "company": _company("name"),
    "relation": _relation,
    "exit_reason": lambda deal: (
        deal.lost_reason.name
        if deal.lost_reason is not None
        else ("" if deal.postpone_reason is None else deal.postpone_reason.name)
    ),
    "open_objection": _objection,
}
