"""Custom fields: what a workspace keeps of deals, contacts and companies besides what everybody keeps.

Everywhere a field is meant by its address, such as `deal.warehouse`: in forms, filters, gates, robots, the log, files that
are written or read. A value is read from text by `parse` and written by `show`, so that what one writes the other reads back
the same; `told` is the form of the log and of JSON. ADR 0045.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, assert_never

from voronka.domain.errors import Problem
from voronka.domain.money import Money, NotMoney, parse_amount, plain_number


class Of(StrEnum):
    """What has the field."""

    DEAL = "deal"
    CONTACT = "contact"
    COMPANY = "company"


class Kind(StrEnum):
    """What its values are. `PERSON` is a contact of the base; a file is one of the deal's own files."""

    TEXT = "text"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    CHOICE = "choice"
    CHOICES = "choices"
    PERSON = "person"
    COMPANY = "company"
    FILE = "file"
    LINK = "link"


class SeenBy(StrEnum):
    """Who sees the field and its values, wherever they stand."""

    EVERYBODY = "everybody"
    LEADERS = "leaders"


KEY = re.compile(r"^[a-z][a-z0-9_]{0,39}$")
NAME_LENGTH = 80
CHOICE_LENGTH = 80
TEXT_LENGTH = 4000
LINK_LENGTH = 500
MOST_FIELDS = 60
MOST_CHOICES = 200
PLACES = 4
LARGEST_NUMBER = Decimal(10) ** 14
# Between the choices of a value, and between several phones or e-mails, in one cell.
BETWEEN = "; "
# Only a deal has files.
KINDS: Mapping[Of, tuple[Kind, ...]] = {
    Of.DEAL: tuple(Kind),
    Of.CONTACT: tuple(kind for kind in Kind if kind is not Kind.FILE),
    Of.COMPANY: tuple(kind for kind in Kind if kind is not Kind.FILE),
}
REFERENCES = frozenset({Kind.PERSON, Kind.COMPANY, Kind.FILE})


@dataclass(frozen=True, slots=True)
class Address:
    """Which field is meant: of what, and its key; as text `deal.warehouse`."""

    of: Of
    key: str

    @property
    def value(self) -> str:
        """The text, as of a built-in field."""
        return f"{self.of}.{self.key}"

    def __str__(self) -> str:
        return self.value


def is_address(text: str) -> bool:
    """Whether the name of a field means a custom one."""
    of, dot, key = text.partition(".")
    return bool(dot) and of in set(Of) and KEY.match(key) is not None


def read_address(text: str) -> Address:
    """The address that the text is.

    Raises:
        ValueError
    """
    if not is_address(text):
        raise ValueError(text)
    of, _, key = text.partition(".")
    return Address(Of(of), key)


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the things to choose from. `key` stays when it is renamed; a retired one is not offered, but still said."""

    id: int
    key: str
    name: str
    names: Mapping[str, str] = field(default_factory=dict, hash=False)
    is_retired: bool = False

    def title(self, language: str) -> str:
        """Its name in the language, where it has one."""
        return self.names.get(language) or self.name


@dataclass(frozen=True, slots=True)
class CustomField:
    """A field as it was set up. `names`: language -> name, where it has other ones than `name`."""

    id: int
    address: Address
    kind: Kind
    name: str
    names: Mapping[str, str] = field(default_factory=dict, hash=False)
    seen_by: SeenBy = SeenBy.EVERYBODY
    is_retired: bool = False
    choices: tuple[Choice, ...] = ()

    def title(self, language: str) -> str:
        """Its name in the language, where it has one."""
        return self.names.get(language) or self.name

    def titles(self) -> frozenset[str]:
        """All names it goes by: what the head of a column in a file may be."""
        return frozenset({self.name, *self.names.values()} - {""})

    @property
    def offered(self) -> tuple[Choice, ...]:
        """The choices that are not retired."""
        return tuple(choice for choice in self.choices if not choice.is_retired)


@dataclass(frozen=True, slots=True)
class Reference:
    """Somebody or something that a value leads to. `id` 0: only the name is known yet, as a file says it."""

    id: int
    name: str


# Of CHOICE and CHOICES: the choices' keys, in the order of the field.
Value = str | Decimal | Money | date | tuple[str, ...] | Reference


class NotAValue(ValueError):
    """The text is no value of the field."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem


# -- text to value ---------------------------------------------------------------------------------------------------


def parse(field: CustomField, text: str, *, currency: str) -> Value | None:
    """The value that the text means, as people type it or `show` writes it; None for none.

    `currency`: of money that says none. A choice may be called by its key or by its name in any language. A reference is
    read as far as the text tells: whether it is there, and whether one may see it, is for who knows the base.

    Raises:
        NotAValue
    """
    text = text.replace("\x00", "").replace("\r\n", "\n").strip()
    return _PARSERS[field.kind](field, text, currency) if text else None


def _text(_: CustomField, text: str, __: str) -> str:
    if len(text) > TEXT_LENGTH:
        raise NotAValue(Problem.TOO_LONG)
    return text


_NUMBER = re.compile(r"^([-−+]?)\s*([0-9][0-9 .,'\u00a0\u202f]*)$")


def _number(_: CustomField, text: str, __: str) -> Decimal:
    match = _NUMBER.match(text)
    if match is None:
        raise NotAValue(Problem.NOT_A_NUMBER)
    number = plain_number(match[2])
    if number >= LARGEST_NUMBER:
        raise NotAValue(Problem.TOO_LARGE)
    if number != round(number, PLACES):
        raise NotAValue(Problem.NOT_A_NUMBER)
    return -number if match[1] in {"-", "−"} else number


_CURRENCY = re.compile(r"^(?:([A-Za-z]{3})\s+)?(.*?)(?:\s+([A-Za-z]{3}))?$", re.DOTALL)


def _money(_: CustomField, text: str, currency: str) -> Money:
    match = _CURRENCY.match(text)
    before, amount, after = match.groups() if match is not None else (None, text, None)
    try:
        return Money(parse_amount(amount), (before or after or currency).upper())
    except NotMoney as error:
        raise NotAValue(error.problem) from error


_DAY = re.compile(r"^(\d{1,2})[./](\d{1,2})[./](\d{4})$")


def _date(_: CustomField, text: str, __: str) -> date:
    """ISO, or day.month.year; with the month first nobody can know."""
    match = _DAY.match(text)
    try:
        found = date(int(match[3]), int(match[2]), int(match[1])) if match else date.fromisoformat(text)
    except ValueError as error:
        raise NotAValue(Problem.NOT_A_DATE) from error
    if not 1800 <= found.year <= 2300:
        raise NotAValue(Problem.NOT_A_DATE)
    return found


def _choice(field: CustomField, text: str, _: str) -> tuple[str, ...]:
    return (chosen(field, text).key,)


def _choices(field: CustomField, text: str, _: str) -> tuple[str, ...]:
    keys = {chosen(field, part.strip()).key for part in re.split(r"[;\n]", text) if part.strip()}
    return tuple(choice.key for choice in field.choices if choice.key in keys)


def chosen(field: CustomField, text: str) -> Choice:
    """The choice that is called so: by its key, else by a name. A retired one may be said still, for it was said before.

    Raises:
        NotAValue
    """
    for choice in field.choices:
        if choice.key == text:
            return choice
    wanted = text.casefold()
    for choice in sorted(field.choices, key=lambda one: one.is_retired):
        if wanted in {name.casefold() for name in (choice.name, *choice.names.values())}:
            return choice
    raise NotAValue(Problem.UNKNOWN_CHOICE)


_REFERENCE = re.compile(r"^(?P<name>.*?)\s*#(?P<id>[0-9]{1,9})$", re.DOTALL)


def _reference(_: CustomField, text: str, __: str) -> Reference:
    match = _REFERENCE.match(text)
    if match is None:
        return Reference(int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0, text)
    return Reference(int(match["id"]), match["name"])


_LINK = re.compile(r"^https?://[^\s/?#<>\"']+[^\s<>\"']*$", re.IGNORECASE)


def _link(_: CustomField, text: str, __: str) -> str:
    whole = text if "://" in text else f"https://{text}"
    if len(whole) > LINK_LENGTH:
        raise NotAValue(Problem.TOO_LONG)
    if _LINK.match(whole) is None or "." not in whole:
        raise NotAValue(Problem.NOT_A_URL)
    return whole


_PARSERS: Mapping[Kind, Callable[[CustomField, str, str], Value]] = {
    Kind.TEXT: _text,
    Kind.NUMBER: _number,
    Kind.MONEY: _money,
    Kind.DATE: _date,
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choices,
    Kind.PERSON: _reference,
    Kind.COMPANY: _reference,
    Kind.FILE: _reference,
    Kind.LINK: _link,
}


# -- value to text ---------------------------------------------------------------------------------------------------


def show(field: CustomField, value: Value | None, language: str) -> str:
    """The value as a file says it: `parse` reads the same back, in any language. Empty for none."""
    match value:
        case None:
            return ""
        case Money():
            return f"{value.amount:f} {value.currency}"
        case Decimal():
            return _plain(value)
        case date():
            return value.isoformat()
        case Reference():
            return f"{value.name} #{value.id}" if value.id else value.name
        case tuple():
            names = {choice.key: choice.title(language) for choice in field.choices}
            return BETWEEN.join(names.get(key, key) for key in value)
        case str():
            return value
        case _:
            assert_never(value)


def _plain(number: Decimal) -> str:
    """Without needless zeros; but never three places, which would be read as a group of thousands."""
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return f"{text}0" if len(text.partition(".")[2]) == 3 else text


def told(value: Value | None) -> Any:
    """The value as JSON keeps it, exact and without a language; None for none."""
    match value:
        case None:
            return None
        case Money():
            return {"amount": f"{value.amount:f}", "currency": value.currency}
        case Decimal():
            return _plain(value)
        case date():
            return value.isoformat()
        case Reference():
            return {"id": value.id, "name": value.name}
        case tuple():
            return list(value)
        case str():
            return value
        case _:
            assert_never(value)


def untold(kind: Kind, kept: Any) -> Value | None:  # noqa: PLR0911 - a kind each
    """The value back from what `told` gave; None for none, and for what no value of the kind is."""
    try:
        match kind, kept:
            case _, None:
                return None
            case Kind.MONEY, {"amount": amount, "currency": currency}:
                return Money(Decimal(amount), str(currency))
            case Kind.NUMBER, str():
                return Decimal(kept)
            case Kind.DATE, str():
                return date.fromisoformat(kept)
            case ((Kind.CHOICE | Kind.CHOICES), list()):
                return tuple(map(str, kept))
            case ((Kind.PERSON | Kind.COMPANY | Kind.FILE), {"id": id, "name": name}):
                return Reference(int(id), str(name))
            case ((Kind.TEXT | Kind.LINK), str()):
                return kept
            case _:
                return None
    except (ValueError, ArithmeticError):
        return None


def by_address(fields: Iterable[CustomField]) -> dict[str, CustomField]:
    """The fields by the text of their addresses."""
    return {field.address.value: field for field in fields}


def key_for(name: str, taken: Iterable[str], otherwise: str = "field") -> str:
    """A key out of a name, none of those taken; of a name that none can be made of, `otherwise` and a number."""
    there = set(taken)
    plain = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")[:36].rstrip("_")
    begin = plain if KEY.match(plain) else otherwise
    if begin != otherwise and begin not in there:
        return begin
    number = 1 if begin == otherwise else 2
    while f"{begin}_{number}" in there:
        number += 1
    return f"{begin}_{number}"
