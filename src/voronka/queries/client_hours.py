"""On which days a client's country works, known by the zone of their clock."""

from datetime import date, datetime, timedelta
from functools import lru_cache

from babel.core import get_global

from voronka.domain.client_hours import USUAL_WEEKEND, is_at_work
from voronka.queries.client_times import client_zone
from voronka.queries.national_holidays import are_worked, days_off, weekend

# As far as a page that stays open may come to show.
_AHEAD = 7


@lru_cache(maxsize=1024)
def country_of(zone: str) -> str:
    """ISO 3166 code of the country that a zone is in; empty where that is not known."""
    return str(get_global("zone_territories").get(zone, ""))


@lru_cache(maxsize=1024)
def weekend_of(zone: str) -> frozenset[int]:
    """The days of the week on which the client's country rests; Monday is 0."""
    country = country_of(zone)
    return weekend(country) if country else USUAL_WEEKEND


def days_off_near(zone: str, at: datetime) -> tuple[date, ...]:
    """Public holidays of the client's country from the day before until a week after, that are no weekend."""
    country = country_of(zone)
    if not country or are_worked(country):
        return ()
    days = [at.date() + timedelta(days=ahead) for ahead in range(-1, _AHEAD + 1)]
    return tuple(
        day
        for day in days
        if day.weekday() not in weekend_of(zone) and day in days_off(country, "", day.year)
    )


def is_client_at_work(zone: str, at: datetime) -> bool | None:
    """Whether the client is at work; None where their clock is not known."""
    there = client_zone(zone)
    if there is None:
        return None
    return is_at_work(at, there, weekend=weekend_of(zone), days_off=days_off_near(zone, at))
