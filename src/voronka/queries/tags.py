"""Tags: the words that deals are found by again."""

from collections.abc import Iterable, Mapping

from voronka.domain.permissions import Actor
from voronka.models import DealTag
from voronka.queries.visibility import deal_condition

# As many of the newest are looked at for what to propose, and as many are proposed.
_NEWEST = 3000
_MOST = 100


def known_tags(actor: Actor) -> list[str]:
    """The tags on deals that the actor may see, by name, each spelled as last. One query."""
    rows = DealTag.objects.filter(deal_condition(actor, "deal__")).order_by("-id")
    found: dict[str, str] = {}
    for name in rows.values_list("name", flat=True)[:_NEWEST]:
        found.setdefault(name.casefold(), name)
    return sorted(found.values(), key=str.casefold)[:_MOST]


def tags_of(deals: Iterable[int]) -> Mapping[int, tuple[str, ...]]:
    """The tags of each of these deals that has any, by name. One query."""
    found: dict[int, list[str]] = {}
    rows = DealTag.objects.filter(deal__in=list(deals)).order_by("name")
    for deal, name in rows.values_list("deal_id", "name"):
        found.setdefault(deal, []).append(name)
    return {deal: tuple(names) for deal, names in found.items()}
