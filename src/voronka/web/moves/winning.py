"""What the winning of a deal asks where deals go on in other pipelines, and what is said of it afterwards."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from voronka.commands.handing_on import Handed
from voronka.domain.money import Money
from voronka.queries.deal_row import see_deal
from voronka.queries.hand_overs import choices_at_win, facts_along, made_of, pipelines_of
from voronka.web.request import whole_number

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from voronka.commands.passing import Moved
    from voronka.queries.hand_overs import Choice
    from voronka.web.request import AppRequest

_OWNER, _WORDS = "owner-", "words-"


def going_on(request: AppRequest, deal: int) -> dict[str, Any]:
    """The choices for the dialog, with what was typed or is proposed; no choices where nothing is to be asked."""
    seen = see_deal(request.actor, deal)
    choices = choices_at_win(seen, request.now)
    if not choices:
        return {"choices": ()}
    row = seen.row
    return {
        "choices": choices,
        "people": [(one.id, one.label) for one in choices[0].people],
        "said": defaultdict(str, dict(_proposed(choices)) | request.POST.dict()),
        "facts": facts_along(seen),
        "money": None if row.amount is None else Money(row.amount, row.currency),
    }


def _proposed(choices: tuple[Choice, ...]) -> Iterator[tuple[str, object]]:
    for choice in choices:
        if choice.way is not None:
            yield f"{_OWNER}{choice.way.id}", choice.keeper or ""
            yield f"{_WORDS}{choice.way.id}", choice.words


def handed_in(data: Mapping[str, str]) -> tuple[Handed, ...]:
    """Who takes the deal on by each way, out of the dialog's form."""
    ways = (whole_number(name.removeprefix(_OWNER)) for name in data if name.startswith(_OWNER))
    return tuple(
        Handed(way, whole_number(data[f"{_OWNER}{way}"]), data.get(f"{_WORDS}{way}", ""))
        for way in ways
        if way is not None and f"{_OWNER}{way}" in data
    )


def goes_on_text(moved: Moved) -> str:
    """Where a won deal goes on, to be told beside the news; empty where it does not."""
    if not moved.made:
        return ""
    return _("It goes on in %(pipelines)s.") % {"pipelines": ", ".join(pipelines_of(moved.made))}


def way_there(request: AppRequest, moved: Moved) -> dict[str, str] | None:
    """A button to the deal that began, for whom it is to read."""
    readable = made_of(request.actor, moved.made) if moved.made else ()
    if not readable:
        return None
    return {"text": _("Open it there"), "url": reverse("deal", args=[readable[0]])}
