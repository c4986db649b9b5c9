"""Values as the API takes and tells them: ids, instants, amounts."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from ninja import Path
from pydantic import AfterValidator, AwareDatetime, Field

_YEARS = range(1970, 2201)
LARGEST_ID = 2**31 - 1

Id = Annotated[int, Field(ge=1, le=LARGEST_ID)]
PathId = Annotated[int, Path(ge=1, le=LARGEST_ID)]
Line = Annotated[str, Field(max_length=1000)]
Prose = Annotated[str, Field(max_length=50_000)]
Money = Annotated[Decimal, Field(max_digits=18, decimal_places=2, ge=0)]


def _in_our_time(value: datetime) -> datetime:
    if value.year not in _YEARS:
        raise ValueError("a year from 1970 to 2200")
    return value


def _day_in_our_time(value: date) -> date:
    if value.year not in _YEARS:
        raise ValueError("a year from 1970 to 2200")
    return value


Instant = Annotated[AwareDatetime, AfterValidator(_in_our_time)]
Day = Annotated[date, AfterValidator(_day_in_our_time)]


def typed(value: object) -> str:
    """A value as the commands take it: as people type it, empty for none."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "on" if value else ""
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return "\n".join(str(one) for one in value)
    return str(value)
