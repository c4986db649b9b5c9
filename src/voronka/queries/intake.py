"""The ledger of requests as those who lead may read it: rows, what became of them, and their numbers."""

from typing import Any
from urllib.parse import parse_qsl

from django.db.models import Q, QuerySet

from voronka.domain.intake import Understood, understand, understand_parts
from voronka.domain.permissions import Actor, Everything, OfTeams
from voronka.models import IntakeRequest, Source


def text_of(raw: Any) -> str:
    """The body as text; bytes that are none in UTF-8 are shown as far as they are."""
    return bytes(raw).decode("utf-8", "replace")


def visible_sources(actor: Actor) -> QuerySet[Source]:
    """The sources whose requests go to teams of the actor's; those without a team are everybody's who leads."""
    match actor.policy.scope:
        case Everything():
            return Source.objects.all()
        case OfTeams(teams):
            return Source.objects.filter(Q(team__in=teams) | Q(team=None))
        case _:
            return Source.objects.none()


def visible_requests(actor: Actor) -> QuerySet[IntakeRequest]:
    """What came by the sources that the actor sees."""
    return IntakeRequest.objects.filter(source__in=visible_sources(actor))


def request_lines(ids: set[int]) -> dict[int, tuple[str, ...]]:
    """What requests say, line by line, with the campaign they came by. One query, none for none."""
    rows = IntakeRequest.objects.filter(pk__in=ids) if ids else IntakeRequest.objects.none()
    return {row.pk: lines_of(row) for row in rows}


def lines_of(row: IntakeRequest) -> tuple[str, ...]:
    """What a request says, as a seller reads it; its text as it came where nothing was understood."""
    said = understood(row)
    told = said.lines or (() if said.phone or said.email or said.name else (text_of(row.raw),))
    around = [f"{key}: {value}" for key, value in _around(row, said).items()]
    return (*told, *around)


def understood(row: IntakeRequest) -> Understood:
    """What the body says of who asks."""
    text = text_of(row.raw)
    if "urlencoded" in row.content_type:
        return understand_parts(parse_qsl(text))
    return understand(text)


def _around(row: IntakeRequest, said: Understood) -> dict[str, str]:
    """The page and the campaign it came by: what the sender told, and what the form saw itself."""
    utm = {**row.circumstances.get("utm", {}), **said.utm}
    page = said.page or row.circumstances.get("page", "")
    return {**utm, **({"page": page} if page else {})}
