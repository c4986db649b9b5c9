"""What an address asks of the figures of gates: a time, a version, and whose passes stand behind a number.

What can't be read filters nothing and is told back, so that the page can say so and keep what was typed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum
from urllib.parse import urlencode

from voronka.domain.errors import Problem
from voronka.domain.period import midnight

LARGEST_ID = 2**31 - 1
_QUARTER = 3


class Span(StrEnum):
    """Which time; `DATES` are two days that somebody typed. Quarters and years are those of the calendar, until now."""

    DAYS_30 = "30"
    DAYS_90 = "90"
    QUARTER = "quarter"
    YEAR = "year"
    ALL = "all"
    DATES = "dates"


class Rested(StrEnum):
    """What a pass rested on: all of it on facts, some of it on somebody's word, or on an exception."""

    FACTS = "facts"
    WORD = "word"
    EXCEPTION = "exception"


@dataclass(frozen=True, slots=True)
class GateQuery:
    """What to count. `since` and `until` are days, both counted, of the company's clock; None: without an end.

    `stage`, `rested`, `person` and `criterion` narrow the list of passes to those behind one number. `person` is who
    gave the word or made the exception.
    """

    span: Span = Span.DAYS_90
    since: date | None = None
    until: date | None = None
    version: int | None = None
    stage: int | None = None
    rested: Rested | None = None
    person: int | None = None
    criterion: int | None = None
    problems: Mapping[str, Problem] = field(default_factory=dict)
    typed: Mapping[str, str] = field(default_factory=dict)

    def parameters(self, **changes: str | None) -> dict[str, str]:
        """The parameters that mean this, with some set or (None) taken out; what is usual is left out."""
        told: dict[str, str | None] = {
            "period": None if self.span is Span.DAYS_90 else self.span.value,
            "from": self._day(self.since),
            "to": self._day(self.until),
            "version": _text(self.version),
            "stage": _text(self.stage),
            "rested": None if self.rested is None else self.rested.value,
            "person": _text(self.person),
            "criterion": _text(self.criterion),
        }
        return {name: value for name, value in (told | changes).items() if value is not None}

    def address(self, **changes: str | None) -> str:
        """The same as a query string, `?` alone when there is nothing to say."""
        return f"?{urlencode(self.parameters(**changes))}"

    def _day(self, on: date | None) -> str | None:
        return on.isoformat() if on is not None and self.span is Span.DATES else None


def read_gates(given: Mapping[str, str], now: datetime, zone: tzinfo) -> GateQuery:
    """Read the parameters of an address. `zone`: the company's clock."""
    typed = {name: given.get(name, "").strip()[:20] for name in ("from", "to")}
    problems = {name: Problem.NOT_A_DATE for name, text in typed.items() if text and _day_of(text) is None}
    named = given.get("period", "")
    span = Span(named) if named in set(Span) else Span.DAYS_90
    since, until = _days(span, typed, now.astimezone(zone).date())
    rested = given.get("rested", "")
    return GateQuery(
        span=span,
        since=since,
        until=until,
        version=_number(given.get("version", "")),
        stage=_number(given.get("stage", "")),
        rested=Rested(rested) if rested in set(Rested) else None,
        person=_number(given.get("person", "")),
        criterion=_number(given.get("criterion", "")),
        problems=problems if span is Span.DATES else {},
        typed=typed,
    )


def instants(query: GateQuery, zone: tzinfo) -> tuple[datetime | None, datetime | None]:
    """From when on, and up to but not including when."""
    since = None if query.since is None else midnight(query.since, zone)
    until = None if query.until is None else midnight(query.until + timedelta(days=1), zone)
    return since, until


def _days(span: Span, typed: Mapping[str, str], today: date) -> tuple[date | None, date | None]:
    match span:
        case Span.DAYS_30:
            return today - timedelta(days=29), None
        case Span.DAYS_90:
            return today - timedelta(days=89), None
        case Span.QUARTER:
            return today.replace(month=(today.month - 1) // _QUARTER * _QUARTER + 1, day=1), None
        case Span.YEAR:
            return today.replace(month=1, day=1), None
        case Span.ALL:
            return None, None
        case Span.DATES:
            return _day_of(typed["from"]), _day_of(typed["to"])


def _day_of(text: str) -> date | None:
    """A day of the years that deals are worked in."""
    try:
        on = date.fromisoformat(text)
    except ValueError:
        return None
    return on if 1990 <= on.year < 2200 else None


def _number(text: str) -> int | None:
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(LARGEST_ID))):
        return None
    return int(text) if 0 < int(text) <= LARGEST_ID else None


def _text(number: int | None) -> str | None:
    return None if number is None else str(number)
