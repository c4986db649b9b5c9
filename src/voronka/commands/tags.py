"""Tags of a deal."""

from datetime import datetime

from voronka.commands import values
from voronka.commands.deal_rows import load_to_edit, write_deal
from voronka.commands.event_log import record
from voronka.commands.transaction import writing
from voronka.domain.errors import Invalid, NotFound, Problem
from voronka.domain.events import EventKind
from voronka.domain.permissions import Actor
from voronka.models import Deal, DealTag, Event

TAG_LENGTH = 40
# More than anybody reads.
MOST_TAGS = 20


def add_tag(*, by: Actor, at: datetime, deal: int, tag: str, request_id: str = "") -> Event:
    """Put a tag on a deal.

    Raises:
        NotFound, NotAllowed
        Invalid: `tag`; ALREADY_TAKEN when the deal has it, whatever its case; TOO_MANY.
    """
    name = values.checked({"tag": lambda: values.line(tag, TAG_LENGTH, required=True)})["tag"]
    with writing():
        row = load_to_edit(by, deal)
        tags = list(DealTag.objects.filter(deal=row).values_list("name", flat=True))
        if name.casefold() in {one.casefold() for one in tags}:
            raise Invalid({"tag": Problem.ALREADY_TAKEN})
        if len(tags) >= MOST_TAGS:
            raise Invalid({"tag": Problem.TOO_MANY})
        DealTag.objects.create(deal=row, name=name)
        return _told(row, "added", name, by=by, at=at, request_id=request_id)


def remove_tag(*, by: Actor, at: datetime, deal: int, tag: str, request_id: str = "") -> Event:
    """Take a tag off a deal.

    Raises:
        NotFound: also when the deal has no such tag. NotAllowed
    """
    with writing():
        row = load_to_edit(by, deal)
        gone, _ = DealTag.objects.filter(deal=row, name=tag).delete()
        if not gone:
            raise NotFound
        return _told(row, "removed", tag, by=by, at=at, request_id=request_id)


def _told(row: Deal, what: str, name: str, *, by: Actor, at: datetime, request_id: str) -> Event:
    write_deal(row, by=by, at=at)
    return record(EventKind.TAGS_CHANGED, by=by, at=at, deal=row, payload={what: name}, request_id=request_id)
