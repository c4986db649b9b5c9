"""The linked deals as their template takes them: what each is to this one, in words."""

from collections.abc import Iterable
from dataclasses import dataclass

from voronka.queries.deal_links import LinkedDeal, OtherEnd
from voronka.web.labels import CAME_FROM, LED_TO, LINK_ICONS


@dataclass(frozen=True, slots=True)
class LinkView:
    """A linked deal; `other` is None where the reader may not see it."""

    icon: str
    words: str
    other: OtherEnd | None


def link_views(links: Iterable[LinkedDeal]) -> tuple[LinkView, ...]:
    """The links in their order."""
    return tuple(
        LinkView(LINK_ICONS[link.kind], str((LED_TO if link.is_origin else CAME_FROM)[link.kind]), link.other)
        for link in links
    )
