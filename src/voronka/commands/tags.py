"""Tags of a deal."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from voronka.commands import values
from voronka.commands.deal_rows import load_to_edit, write_deal
from voronka.commands.event_log import record
from voronka.commands.transaction import writing
from voronka.domain.errors import Invalid, Problem
from voronka.domain.events import EventKind
from voronka.domain.permissions import Actor
from voronka.domain.robot import TAG_LENGTH
from voronka.models import Deal, DealTag, Event

# More than anybody reads.
MOST_TAGS = 20


def tag_problem(tag: str) -> Problem | None:
    """What is wrong with the word itself, whatever deal it is for."""
    try:
        _name(tag)
    except Invalid as invalid:
        return invalid.problems["tag"]
    return None


def _name(tag: str) -> str:
    name: str = values.checked({"tag": lambda: values.line(tag, TAG_LENGTH, required=True)})["tag"]
    return name


def add_tag(*, by: Actor, at: datetime, deal: int, tag: str, request_id: str = "") -> Event:
    """Put a tag on a deal.

    Raises:
        NotFound, NotAllowed
        Invalid: `tag`; ALREADY_TAKEN when the deal has it, whatever its case; TOO_MANY.
    """
    name = _name(tag)
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
        NotFound, NotAllowed
        Invalid: `tag` UNKNOWN_CHOICE when the deal has no such tag, whatever its case.
    """
    with writing():
        row = load_to_edit(by, deal)
        found = _own(row.pk, tag)
        if found is None:
            raise Invalid({"tag": Problem.UNKNOWN_CHOICE})
        found.delete()
        return _told(row, "removed", found.name, by=by, at=at, request_id=request_id)


def take_back_tag(payload: Mapping[str, Any], deal: int) -> bool:
    """Undo a change of tags, within the transaction of an undo. Whether it still stood as it was left."""
    added, removed = payload.get("added", ""), payload.get("removed", "")
    found = _own(deal, added or removed)
    if added and found is not None:
        found.delete()
    elif removed and found is None:
        DealTag.objects.create(deal_id=deal, name=removed)
    else:
        return False
    return True


def _own(deal: int, name: str) -> DealTag | None:
    tags = DealTag.objects.filter(deal=deal)
    return next((one for one in tags if one.name.casefold() == name.strip().casefold()), None)


def _told(row: Deal, what: str, name: str, *, by: Actor, at: datetime, request_id: str) -> Event:
    write_deal(row, by=by, at=at)
    return record(EventKind.TAGS_CHANGED, by=by, at=at, deal=row, payload={what: name}, request_id=request_id)
