"""The history of a contact or company: what happened to it and to its deals that the actor may see, newest first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from voronka.domain.events import SANCTIONS, EventKind
from voronka.domain.ids import PipelineId
from voronka.domain.merging import ClientKind
from voronka.domain.permissions import Actor
from voronka.domain.pipeline import Pipeline, PipelineKind
from voronka.models import Company, Contact, Event
from voronka.queries.merges import parts_of
from voronka.queries.persons import Person
from voronka.queries.pipelines import pipeline_of
from voronka.queries.timeline_names import names_in
from voronka.queries.told.event import Told, told_by
from voronka.queries.visibility import visible_deals

PAGE = 25
# A history that is read again shows what was loaded before; nobody scrolls further than this.
MOST = 300
# A client's own events speak of no stage.
_NO_PIPELINE = Pipeline(PipelineId(0), "", PipelineKind.SALE, 0, ())


@dataclass(frozen=True, slots=True)
class ClientEntry:
    """One event; `deal` and `deal_title` say on which deal, None for the client's own."""

    id: int
    kind: EventKind
    at: datetime
    by: Person | None
    told: Told
    deal: int | None
    deal_title: str


@dataclass(frozen=True, slots=True)
class ClientHistory:
    """A page of the history. `older` is the cursor of what follows, None at the end."""

    entries: tuple[ClientEntry, ...]
    older: int | None


def history_of(
    actor: Actor, client: Contact | Company, before: int | None = None, through: int | None = None
) -> ClientHistory:
    """A page of events, those before the event `before`; a longer one where it has to reach the event `through`.

    A dozen queries at most. `client` is a row that the actor may see: the caller has looked.
    """
    events = _newest(actor, client, before, PAGE if through is None else MOST)
    shown = 0 if through is None else sum(event.pk >= through for event in events)
    page = events[: min(MOST, max(PAGE, shown))]
    names = names_in(page, actor)
    titles = _titles(actor, page)
    pipelines = {id: pipeline_of(id) for id in {event.pipeline_id for event in page} if id is not None}
    entries = tuple(
        ClientEntry(
            id=event.pk,
            kind=EventKind(event.kind),
            at=event.at,
            by=names.person(event.actor_id),
            told=told_by(
                EventKind(event.kind),
                event.payload,
                names,
                pipelines.get(event.pipeline_id or 0, _NO_PIPELINE),
            ),
            deal=event.deal_id,
            deal_title=titles.get(event.deal_id or 0, ""),
        )
        for event in page
    )
    return ClientHistory(entries, page[-1].pk if len(events) > len(page) else None)


def _newest(actor: Actor, client: Contact | Company, before: int | None, most: int) -> list[Event]:
    """Read apart and put together: each half has its own index, which one condition for both would miss."""
    link = "contact" if isinstance(client, Contact) else "company"
    deals = visible_deals(actor).filter(**{link: client}).values("pk")
    halves = (
        Event.objects.filter(deal_id__in=deals),
        # What happened to those who are part of the client now is its history too.
        Event.objects.filter(
            **{f"{link}_id__in": [client.pk, *parts_of(ClientKind(link), client.pk)], "deal_id": None}
        ),
    )
    found: list[Event] = []
    for half in halves:
        # What a seller answers for is no part of a client's history.
        rows = half.exclude(kind__in=SANCTIONS)
        rows = rows if before is None else rows.filter(pk__lt=before)
        found += rows.order_by("-id")[: most + 1]
    return sorted(found, key=lambda event: -event.pk)[: most + 1]


def _titles(actor: Actor, events: Iterable[Event]) -> dict[int, str]:
    ids = {event.deal_id for event in events if event.deal_id is not None}
    return dict(visible_deals(actor).filter(pk__in=ids).values_list("id", "title"))
