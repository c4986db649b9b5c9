"""Dates in cells. Which of 03/04/2024 is the day, the whole column decides; what it leaves open is asked, never guessed."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from voronka.domain.importing.remarks import Remark

_ISO = re.compile(r"^(\d{4})[-./](\d{1,2})[-./](\d{1,2})(?:[T\s].*)?$")
_COMPACT = re.compile(r"^((?:19|20)\d\d)(\d\d)(\d\d)$")
_PARTS = re.compile(r"^(\d{1,2})([-./])(\d{1,2})\2(\d{4})(?:[,T\s].*)?$")
_DAY_NAME = re.compile(r"^(\d{1,2})[-\s.]+([^\W\d_]+)\.?[-\s.,]+(\d{4})(?:\D.*)?$")
_NAME_DAY = re.compile(r"^([^\W\d_]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?:\D.*)?$")
_SERIAL = re.compile(r"^(\d{5})(?:\.\d+)?$")
# Excel counts days from here; 1955 to 2119 are the serial numbers of five digits that are likely dates.
_EXCEL = date(1899, 12, 30)
_SERIALS = range(20_000, 80_000)
# 5-20 becomes May-20 or 20-May.
_RANGE = re.compile(r"^(?:\d{1,2}[-.\s]([^\W\d_]{3,4})\.?|([^\W\d_]{3,4})\.?[-.\s]\d{1,2})$")
_MONTHS = {
    name: number
    for names, number in (
        ("jan янв січ january января січня januari", 1), ("feb фев лют february февраля лютого februari", 2),
        ("mar мар бер march марта березня maret", 3), ("apr апр кві april апреля квітня", 4),
        ("may май мая тра травня mei", 5), ("jun июн чер june июня червня juni", 6),
        ("jul июл лип july июля липня juli", 7), ("aug авг сер august августа серпня agu agustus", 8),
        ("sep сен вер sept september сентября вересня", 9), ("oct окт жов october октября жовтня okt oktober", 10),
        ("nov ноя лис november ноября листопада", 11), ("dec дек гру december декабря грудня des desember", 12),
    )
    for name in names.split()
}  # fmt: skip


class DateOrder(StrEnum):
    """Which of two numbers is the day."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class OrderSigns:
    """What a column's cells say of it so far."""

    day_first: int = 0
    month_first: int = 0
    either: int = 0

    @property
    def order(self) -> DateOrder:
        """What they decide; open where nothing does, or both."""
        if self.day_first and not self.month_first:
            return DateOrder.DAY_FIRST
        return DateOrder.MONTH_FIRST if self.month_first and not self.day_first else DateOrder.OPEN

    @property
    def is_asked(self) -> bool:
        """Whether somebody has to say it."""
        return bool(self.either) and self.order is DateOrder.OPEN

    def with_cell(self, text: str) -> "OrderSigns":
        """These signs and what one more cell says."""
        found = _PARTS.match(text.strip())
        if not found:
            return self
        first, mark, second = int(found[1]), found[2], int(found[3])
        if mark == "." or first == second:
            return self
        if first > 12 >= second:
            return OrderSigns(self.day_first + 1, self.month_first, self.either)
        if second > 12 >= first:
            return OrderSigns(self.day_first, self.month_first + 1, self.either)
        return OrderSigns(self.day_first, self.month_first, self.either + 1)


def order_of(cells: Iterable[str]) -> DateOrder:
    """What a whole column decides."""
    signs = OrderSigns()
    for cell in cells:
        signs = signs.with_cell(cell)
    return signs.order


def read_date(text: str, order: DateOrder) -> date | Remark:
    """The date of a cell, or why there is none."""
    clean = " ".join(text.split())
    if found := _ISO.match(clean) or _COMPACT.match(clean):
        return _date(found[1], found[2], found[3])
    if found := _PARTS.match(clean):
        return _by_order(found, order)
    if found := _DAY_NAME.match(clean):
        return _date(found[3], _month(found[2]), found[1])
    if found := _NAME_DAY.match(clean):
        return _date(found[3], _month(found[1]), found[2])
    if (found := _SERIAL.match(clean)) and int(found[1]) in _SERIALS:
        return _EXCEL + timedelta(days=int(found[1]))
    return Remark.NOT_A_DATE


def _by_order(found: re.Match[str], order: DateOrder) -> date | Remark:
    first, second = int(found[1]), int(found[3])
    # A point parts days first everywhere it is used.
    if found[2] == "." or first > 12 or first == second:
        return _date(found[4], second, first)
    if second > 12:
        return _date(found[4], first, second)
    match order:
        case DateOrder.DAY_FIRST:
            return _date(found[4], second, first)
        case DateOrder.MONTH_FIRST:
            return _date(found[4], first, second)
        case DateOrder.OPEN:
            return Remark.DAY_OR_MONTH


def _month(name: str) -> int:
    lower = name.lower()
    # Russian and Ukrainian months are bent by cases; their first three letters are not.
    return _MONTHS.get(lower) or (0 if lower.isascii() else _MONTHS.get(lower[:3], 0))


def _date(year: str | int, month: str | int, day: str | int) -> date | Remark:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return Remark.NOT_A_DATE


def is_date_of_range(text: str) -> bool:
    """Whether a spreadsheet seems to have made a date of what was a range: May-20 of 5-20."""
    found = _RANGE.match(text.strip())
    return bool(found and _month(found[1] or found[2] or ""))
