"""Whom a robot may give a deal to, and in which order: the active sellers of the deal's team."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import assert_never
from zoneinfo import ZoneInfo

import phonenumbers
from babel.languages import get_official_languages
from django.db.models import Count, Q

from voronka.domain.permissions import Role
from voronka.domain.robot import Choosing
from voronka.models import Deal, User, UserSeen
from voronka.queries.calendars import calendar_of
from voronka.queries.robot_times import clock_of

# Whoever had a page open this lately is there.
_LATELY = timedelta(minutes=3)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A seller, with the clock and the language they have, and how many open deals."""

    id: int
    language: str
    time_zone: str
    load: int


def candidates(team: int) -> tuple[Candidate, ...]:
    """The active sellers of a team, by id. One query, two where there is none and the heads sell."""
    for role in (Role.SELLER, Role.HEAD):
        rows = User.objects.filter(team=team, is_active=True, role=role).order_by("id")
        loaded = rows.annotate(load=Count("deals", filter=Q(deals__is_open=True)))
        found = tuple(Candidate(*row) for row in loaded.values_list("id", "language", "time_zone", "load"))
        if found:
            return found
    return ()


def chosen(choosing: Choosing, deal: Deal, *, last: int | None, at: datetime) -> int | None:
    """The new owner; None: nobody fits. `last`: whom the robot gave the last deal of the team to.

    Of several who fit as well, whoever has the fewest open deals, other than the present owner where possible.
    """
    people = candidates(deal.team_id)
    match choosing:
        case Choosing.ROUND_ROBIN:
            return _in_turn([one.id for one in people], last)
        case Choosing.LEAST_LOADED:
            return _freest(people)
        case Choosing.LANGUAGE:
            spoken = languages_of(deal)
            return _freest(one for one in people if one.language in spoken)
        case Choosing.REGION:
            return _freest(_nearest(people, clock_of(deal), at))
        case Choosing.AT_WORK:
            return _freest(one for one in people if is_at_work(deal.team_id, one.time_zone, at))
        case Choosing.ONLINE:
            there = set(UserSeen.objects.filter(at__gte=at - _LATELY).values_list("user_id", flat=True))
            return _freest(one for one in people if one.id in there)
        case _:
            assert_never(choosing)


def in_turn(team: int, last: int | None) -> int | None:
    """Whose turn it is in the team after `last`; None: nobody is there."""
    return _in_turn([one.id for one in candidates(team)], last)


def least_loaded(team: int) -> int | None:
    """Who of the team has the fewest open deals; None: nobody is there."""
    return _freest(candidates(team))


def _in_turn(ids: Sequence[int], last: int | None) -> int | None:
    """The first after `last`, from the beginning when there is none."""
    later = [id for id in ids if last is not None and id > last]
    return next(iter([*later, *ids]), None)


def _freest(people: Iterable[Candidate]) -> int | None:
    found = min(people, key=lambda one: (one.load, one.id), default=None)
    return None if found is None else found.id


def languages_of(deal: Deal) -> frozenset[str]:
    """What the contact speaks, else what is spoken where the client's number is from; nothing is known without either."""
    if deal.contact is not None and deal.contact.language:
        return frozenset({deal.contact.language})
    numbers = [] if deal.contact is None else list(deal.contact.phones.values_list("e164", flat=True)[:1])
    if not numbers and deal.company is not None:
        numbers = list(deal.company.phones.values_list("e164", flat=True)[:1])
    regions = (phonenumbers.region_code_for_number(phonenumbers.parse(each)) for each in numbers)
    return frozenset(
        tongue for region in regions if region for tongue in get_official_languages(region, de_facto=True)
    )


def _nearest(people: Sequence[Candidate], clock: str, at: datetime) -> list[Candidate]:
    """Those whose clock shows the client's time; where nobody's does, those who are the fewest hours away."""
    hours = {one.id: _apart(one.time_zone, clock, at) for one in people}
    least = min(hours.values(), default=None)
    return [one for one in people if hours[one.id] == least]


def _apart(zone: str, other: str, at: datetime) -> timedelta:
    mine, theirs = (at.astimezone(ZoneInfo(name)).utcoffset() or timedelta(0) for name in (zone, other))
    return abs(mine - theirs)


def is_at_work(team: int | None, zone: str, at: datetime) -> bool:
    """Whether it is working time by the team's calendar on somebody's own clock."""
    return replace(calendar_of(team), zone=zone).is_working(at)
