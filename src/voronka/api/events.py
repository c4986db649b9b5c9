"""The event log: what happened, in the order in which it did, to be followed by a cursor."""

from datetime import datetime

from django.http import HttpResponseBase
from ninja import Query, Router, Schema

from voronka.api.answers import listed
from voronka.api.caller import ApiRequest, needs
from voronka.api.paging import Slice, cursor
from voronka.domain.api_tokens import Scope
from voronka.queries.api_rows.events import event_rows

router = Router(tags=["Events"])


class EventTold(Schema):
    """Something that happened. What it is now is read from the thing itself.

    `kind` "gone": it left what the token's person may see. `changed`: the fields that were. `merged_id`: who became
    part of the contact or company, or was parted from it. `stage_before_id`: from where a deal was moved.
    """

    id: int
    at: datetime
    kind: str
    actor_id: int | None = None
    deal_id: int | None = None
    contact_id: int | None = None
    company_id: int | None = None
    pipeline_id: int | None = None
    stage_id: int | None = None
    stage_before_id: int | None = None
    version: int | None = None
    changed: list[str] | None = None
    merged_id: int | None = None


class Followed(Schema):
    """A part of the log. Keep `next` and ask with it again, also where nothing came; `more`: there is more at once."""

    items: list[EventTold]
    next: str
    more: bool


@router.get("/events", auth=needs(Scope.EVENTS_READ), response=Followed)
def list_events(request: ApiRequest, part: Query[Slice]) -> HttpResponseBase:
    """What happened since, oldest first: for keeping a copy true without asking for everything again."""
    log = event_rows(request.auth.actor, after=part.begin("events"), most=part.limit)
    return listed(
        Followed(
            items=[EventTold(**row) for row in log.rows], next=cursor("events", log.read_to), more=log.more
        )
    )
