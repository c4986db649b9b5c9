"""Rules of relations: what people and companies are to us is what their deals say."""

from collections.abc import Iterator

from voronka.domain.relations import Reached, Relation
from voronka.management.invariants.rule import Rule, ranges
from voronka.models import ClientRelation, Deal
from voronka.queries.relations import Key, histories


def _broken() -> Iterator[str]:
    for link in ("contact", "company"):
        for low, high in ranges(f"voronka_{link}"):
            yield from _in_range(link, low, high)


def _in_range(link: str, low: int, high: int) -> Iterator[str]:
    within = {f"{link}__gt": low, f"{link}__lte": high}
    stored: dict[Key, set[tuple[object, ...]]] = {}
    for row in ClientRelation.objects.filter(**within):
        client = (link, getattr(row, f"{link}_id"))
        stored.setdefault(client, set()).add((row.relation, row.since_on, row.cause, row.deal_id))
    ids = Deal.objects.filter(**within).order_by().values_list(link, flat=True).distinct()
    clients = {(link, id) for id in ids} | stored.keys()
    for client, found in histories(clients).items():
        if {_told(one) for one in found} != stored.get(client, set()):
            yield f"{client[0]} {client[1]}: is {_names(found)} by the deals, and stored as something else"


def _told(one: Reached) -> tuple[object, ...]:
    return one.relation.value, one.on, one.cause.value, one.deal


def _names(found: tuple[Reached, ...]) -> str:
    return found[-1].relation.value if found else f"no {Relation.LEAD.value}"


RULES: tuple[Rule, ...] = (
    Rule("A Lead, a Customer, a Client is one since the fact that made it, and by that deal", _broken),
)
