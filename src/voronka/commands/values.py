"""Checking single values that people type, for all commands: each gives the clean value or a Problem."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from voronka.domain.email import normal_email
from voronka.domain.errors import Invalid, Problem
from voronka.domain.money import CENT, NotMoney, convert, parse_amount
from voronka.domain.phone import NotAPhone, parse_phone
from voronka.domain.spoken import SPOKEN
from voronka.models import ExchangeRate
from voronka.queries.workspace import workspace

# The oldest person alive was born later.
_FIRST_BIRTH = 1900
_SITE = re.compile(r"^(https?://)?[\w\-]+(\.[\w\-]+)+(/\S*)?$", re.IGNORECASE)

_WHOLE = re.compile(r"^([0-9]+|[0-9]{1,3}([ .,'\u00a0\u202f][0-9]{3})+)$")


class Bad(ValueError):
    """One value is wrong."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem


def line(value: str, length: int, *, required: bool = False) -> str:
    """One line of text without needless spaces."""
    text = " ".join(value.replace("\x00", "").split())
    if required and not text:
        raise Bad(Problem.REQUIRED)
    if len(text) > length:
        raise Bad(Problem.TOO_LONG)
    return text


def prose(value: str, length: int = 20_000, *, required: bool = False) -> str:
    """Text of several lines."""
    text = value.replace("\x00", "").replace("\r\n", "\n").strip()
    if required and not text:
        raise Bad(Problem.REQUIRED)
    if len(text) > length:
        raise Bad(Problem.TOO_LONG)
    return text


def amount(value: str) -> Decimal | None:
    """An amount as people type it; empty: not known."""
    if not value.strip():
        return None
    try:
        return parse_amount(value)
    except NotMoney as error:
        raise Bad(error.problem) from error


def whole(value: str, least: int, most: int) -> int | None:
    """A whole number within limits, with or without separators of thousands; empty: not known."""
    text = value.strip()
    if not text:
        return None
    if not _WHOLE.match(text):
        raise Bad(Problem.NOT_A_NUMBER)
    digits = re.sub(r"[^0-9]", "", text)
    if len(digits) > len(str(most)) or not least <= int(digits) <= most:
        raise Bad(Problem.OUT_OF_RANGE)
    return int(digits)


def birthday(value: str, today: date) -> date | None:
    """An ISO date on which somebody alive may have been born; empty: not known."""
    if not value.strip():
        return None
    try:
        found = date.fromisoformat(value.strip())
    except ValueError as error:
        raise Bad(Problem.NOT_A_DATE) from error
    if found > today:
        raise Bad(Problem.IN_THE_FUTURE)
    if found.year < _FIRST_BIRTH:
        raise Bad(Problem.NOT_A_DATE)
    return found


def day(value: str) -> date | None:
    """An ISO date; empty: none."""
    if not value.strip():
        return None
    try:
        found = date.fromisoformat(value.strip())
    except ValueError as error:
        raise Bad(Problem.NOT_A_DATE) from error
    if not 1970 <= found.year <= 2200:
        raise Bad(Problem.NOT_A_DATE)
    return found


def email(value: str, *, required: bool = False) -> str:
    """An e-mail address as it is compared: see domain/email.py."""
    address = line(normal_email(value), 254, required=required)
    if address:
        try:
            validate_email(address)
        except ValidationError as error:
            raise Bad(Problem.NOT_AN_EMAIL) from error
    return address


def phone(value: str) -> str:
    """An E.164 number; numbers without a country code are of the workspace's country."""
    country = workspace().country
    try:
        return parse_phone(value, country)
    except NotAPhone as error:
        raise Bad(Problem.NOT_A_PHONE) from error


def site(value: str) -> str:
    """A web address, kept as typed."""
    text = line(value, 200)
    if text and not _SITE.match(text):
        raise Bad(Problem.NOT_A_URL)
    return text


def checked(values: Mapping[str, Callable[[], Any]]) -> dict[str, Any]:
    """Every value, or all problems at once.

    Raises:
        Invalid
    """
    clean: dict[str, Any] = {}
    problems: dict[str, Problem] = {}
    for name, read in values.items():
        try:
            clean[name] = read()
        except Bad as error:
            problems[name] = error.problem
    if problems:
        raise Invalid(problems)
    return clean


def in_base(amount: Decimal | None, currency: str, on: date) -> Decimal:
    """The amount in the workspace's currency by the rate of that day; zero when not known.

    Raises:
        Invalid: no rate is set for the currency.
    """
    base = workspace().currency
    if amount is None or currency == base:
        return (amount or Decimal(0)).quantize(CENT)
    rates = ExchangeRate.objects.filter(currency=currency, since_on__lte=on).order_by("-since_on")
    rate = rates.values_list("rate", flat=True).first()
    if rate is None:
        raise Invalid({"currency": Problem.NO_RATE})
    return convert(amount, rate)


def known_currency(code: str) -> str:
    """The workspace's currency or one with a rate."""
    base = workspace().currency
    wanted = code.strip().upper() or base
    if wanted != base and not ExchangeRate.objects.filter(currency=wanted).exists():
        raise Bad(Problem.UNKNOWN_CURRENCY)
    return wanted


@cache
def _zones() -> frozenset[str]:
    """Once a process: it walks the disk for 15 ms."""
    return frozenset(available_timezones())


def time_zone(value: str) -> str:
    """The name of a time zone; empty: not known."""
    name = value.strip()
    if name and name not in _zones():
        raise Bad(Problem.UNKNOWN_CHOICE)
    return name


def spoken(value: str) -> str:
    """The code of a language; empty: not known."""
    code = value.strip()
    if code and code not in SPOKEN:
        raise Bad(Problem.UNKNOWN_CHOICE)
    return code


def whole_id(value: str) -> int:
    """The number of a row that was chosen in a form."""
    text = value.strip()
    if not (text.isascii() and text.isdigit() and len(text) <= len("999999999")):
        raise Bad(Problem.UNKNOWN_CHOICE)
    return int(text)
