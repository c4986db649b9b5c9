"""A row as a client: each cell read by where its column goes, and everything told that was not simply taken."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from voronka.domain.email import normal_email
from voronka.domain.importing.countries import country_of
from voronka.domain.importing.dates import DateOrder, is_date_of_range, read_date
from voronka.domain.importing.phone_cells import read_phones
from voronka.domain.importing.remarks import LEFT_OUT, REFUSING, Remark, Said
from voronka.domain.importing.table import SEVERAL, Line
from voronka.domain.importing.targets import Target
from voronka.domain.spreadsheet_cells import original

LENGTHS: Mapping[Target, int] = {
    Target.NAME: 160, Target.POSITION: 120, Target.COMPANY: 160, Target.TAX_ID: 40, Target.SITE: 200,
    Target.SECTOR: 80, Target.CITY: 80, Target.OWNER: 200,
}  # fmt: skip
_NAMES = (Target.FIRST_NAME, Target.MIDDLE_NAME, Target.LAST_NAME)
_LINES = frozenset({*LENGTHS, *_NAMES})
_DATES = frozenset({Target.BIRTHDAY, Target.KNOWN_SINCE})
_REACHING = frozenset({Target.PHONE, Target.EMAIL})
_MARKS = re.compile(r"[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_EMAIL = re.compile(r"^[^\s@,;<>()\[\]\"']{1,64}@(?:[\w-]{1,63}\.)+[\w-]{2,63}$")
_EMAIL_PARTS = re.compile(r"\s:::\s|[;,\s]+")
_EXPONENT = re.compile(r"^\d([.,]\d+)?E\+?\d+$")
_FORMULA = ("=", "@", "+", "-")
# What people and programs write where they have nothing to say.
_NOTHING = frozenset(
    {"n/a", "na", "null", "none", "nan", "-", "–", "—", "#n/a", "нет", "немає", "undefined", "?"}
)
_TEXT_LENGTH = 20_000
_BIRTHS_SINCE = 1900


@dataclass(frozen=True, slots=True)
class Plan:
    """How rows are read. `orders`: of columns of dates; `ranges`: columns in which a date was once a range."""

    titles: tuple[str, ...]
    targets: tuple[Target, ...]
    country: str
    orders: Mapping[int, DateOrder] = field(default_factory=dict)
    ranges: frozenset[int] = frozenset()
    today: date = date.max


@dataclass(slots=True)
class Brought:
    """What a row says of a client. `phones` are E.164 and as typed; `lines` make the description."""

    number: int
    texts: dict[Target, str] = field(default_factory=dict)
    phones: dict[str, str] = field(default_factory=dict)
    emails: list[str] = field(default_factory=list)
    dates: dict[Target, date] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The person's name, whole or of its parts."""
        whole = self.texts.get(Target.NAME, "")
        return whole or " ".join(filter(None, (self.texts.get(part, "") for part in _NAMES)))[:160]

    @property
    def company(self) -> str:
        """The company's name."""
        return self.texts.get(Target.COMPANY, "")

    @property
    def description(self) -> str:
        """All that has no field of its own."""
        return "\n".join(self.lines)[:_TEXT_LENGTH]

    @property
    def has_person(self) -> bool:
        """Whether somebody is meant, and not a company alone."""
        return bool(self.name or self.phones or self.emails)

    @property
    def is_refused(self) -> bool:
        """Whether it can't be taken, whoever is known."""
        return any(one.remark in REFUSING for one in self.said)


def read_row(line: Line, plan: Plan) -> Brought:
    """The row as it is understood."""
    brought = Brought(line.number)
    country = _country(line, plan) or plan.country
    for column, cell in enumerate(line.cells):
        if column >= len(plan.targets):
            _beyond(brought, column, cell)
        elif plan.targets[column] is not Target.NONE and not _is_nothing(cell):
            _read(brought, plan, column, cell, country)
    _judge(brought, plan)
    return brought


def _is_nothing(cell: str) -> bool:
    text = cell.strip()
    return not text or text.lower() in _NOTHING


def _beyond(brought: Brought, column: int, cell: str) -> None:
    if cell.strip():
        brought.said.append(Said(column, Remark.MORE_CELLS, cell.strip()[:200]))
        brought.lines.append(cell.strip())


def _country(line: Line, plan: Plan) -> str:
    places = (place for place, target in enumerate(plan.targets) if target is Target.COUNTRY)
    return next((country_of(line.cells[place]) for place in places if place < len(line.cells)), "")


def _read(brought: Brought, plan: Plan, column: int, cell: str, country: str) -> None:
    target, title = plan.targets[column], plan.titles[column]
    if target is Target.PHONE:
        _phones(brought, column, cell, country, title)
    elif target is Target.EMAIL:
        _emails(brought, column, cell, title)
    elif target in _DATES:
        _date(brought, plan, column, cell)
    elif target in _LINES:
        text = _line(brought, plan, column, cell)
        brought.texts.setdefault(target, text)
    else:
        text = _checked(brought, plan, column, original(cell.strip()))
        brought.lines.append(text if target is Target.NOTE else f"{title}: {text}")


def _phones(brought: Brought, column: int, cell: str, country: str, title: str) -> None:
    found = read_phones(cell, column, country)
    for e164, typed in found.found:
        brought.phones.setdefault(e164, typed)
    brought.said += found.said
    unread = [one.text for one in found.said if one.remark in LEFT_OUT]
    brought.lines += [f"{title}: {text}" for text in (*found.words, *unread)]


def _emails(brought: Brought, column: int, cell: str, title: str) -> None:
    clean = _MARKS.sub("", cell)
    parts = [part.strip("<>()[]\"'*").removeprefix("mailto:") for part in _EMAIL_PARTS.split(clean)]
    found = [normal_email(part) for part in parts if _EMAIL.match(normal_email(part))]
    if not found:
        brought.said.append(Said(column, Remark.NOT_AN_EMAIL, clean.strip()[:200]))
        brought.lines.append(f"{title}: {clean.strip()}")
    elif len(set(found)) > 1 and SEVERAL not in cell:
        brought.said.append(Said(column, Remark.SPLIT, clean.strip()[:200]))
    brought.emails += [address for address in dict.fromkeys(found) if address not in brought.emails]


def _date(brought: Brought, plan: Plan, column: int, cell: str) -> None:
    target = plan.targets[column]
    found = read_date(cell, plan.orders.get(column, DateOrder.OPEN))
    if isinstance(found, date) and found > plan.today:
        found = Remark.IN_THE_FUTURE
    if isinstance(found, date) and found.year < _BIRTHS_SINCE:
        found = Remark.NOT_A_DATE
    if isinstance(found, Remark):
        brought.said.append(Said(column, found, cell.strip()[:200]))
        brought.lines.append(f"{plan.titles[column]}: {cell.strip()}")
    else:
        brought.dates.setdefault(target, found)


def _line(brought: Brought, plan: Plan, column: int, cell: str) -> str:
    target = plan.targets[column]
    first, *others = " ".join(cell.split()).split(SEVERAL)
    text = _checked(brought, plan, column, original(first))
    if others:
        brought.said.append(Said(column, Remark.SPLIT, cell[:200]))
        brought.lines += [f"{plan.titles[column]}: {other}" for other in others]
    if target is Target.NAME and not any(letter.isalpha() for letter in text):
        brought.said.append(Said(column, Remark.NO_LETTERS, text[:200]))
    if not any(letter.isalnum() for letter in text):
        brought.lines.append(f"{plan.titles[column]}: {text}")
        return ""
    length = LENGTHS.get(target, 80)
    if len(text) > length:
        brought.said.append(Said(column, Remark.CUT, text[:200]))
        brought.lines.append(f"{plan.titles[column]}: {text}")
    return text[:length].strip()


def _checked(brought: Brought, plan: Plan, column: int, text: str) -> str:
    """The text without marks that nobody sees; what a spreadsheet may have done to it is told."""
    clean = _MARKS.sub("", text)
    if clean != text:
        brought.said.append(Said(column, Remark.CLEANED, clean[:200]))
    if clean.startswith(_FORMULA) and len(clean) > 1 and plan.targets[column] is not Target.COUNTRY:
        brought.said.append(Said(column, Remark.FORMULA, clean[:200]))
    if _EXPONENT.match(clean):
        brought.said.append(Said(column, Remark.LOST_DIGITS, clean))
    is_iso = column in plan.ranges and isinstance(read_date(clean, DateOrder.OPEN), date)
    if is_iso or is_date_of_range(clean):
        brought.said.append(Said(column, Remark.DATE_OF_RANGE, clean[:200]))
    return clean


def _judge(brought: Brought, plan: Plan) -> None:
    """Whom nothing leads to is nobody; whose only numbers and addresses can't be read goes back to be mended."""
    if not brought.has_person and not brought.company:
        brought.said.append(Said(-1, Remark.NOBODY))
    reaching = {place for place, target in enumerate(plan.targets) if target in _REACHING}
    lost = any(one.remark in LEFT_OUT and one.column in reaching for one in brought.said)
    if lost and brought.has_person and not brought.phones and not brought.emails:
        brought.said.append(Said(-1, Remark.NO_WAY_TO_REACH))


_RANGE = re.compile(r"^\d{1,4}\s*[-–]\s*\d{1,4}\+?$")
_ISO_DAY = re.compile(r"^\d{4}-\d\d-\d\d$")


def holds_ranges(values: Sequence[str]) -> bool:
    """Whether a column of these values is of ranges, so that a date in it was one."""
    ranges = sum(bool(_RANGE.match(value.strip())) for value in values)
    return bool(ranges) and any(map(_ISO_DAY.match, values))
