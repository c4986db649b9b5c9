"""The workspace's own settings and its exchange rates."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import phonenumbers
from babel.numbers import is_currency
from django.conf import settings

from voronka.commands import values
from voronka.commands.due_days import recount_due_days
from voronka.commands.rollups import recount_flows
from voronka.commands.setup.setup_log import What, log_setup, refuse_unless_administers
from voronka.commands.transaction import writing
from voronka.commands.values import Bad
from voronka.domain.errors import Invalid, NotFound, Problem
from voronka.domain.permissions import Actor
from voronka.domain.relations import MOST_CARE_DAYS
from voronka.models import Deal, ExchangeRate, Task, Workspace

NAME_LENGTH = 120
# What fits the column: ten digits before the point, eight behind.
LARGEST_RATE = Decimal(10) ** 10
SMALLEST_RATE = Decimal("0.00000001")
_NUMBER = re.compile(r"^[0-9]{1,12}(?:[.,][0-9]{1,12})?$")
# 15,850 is fifteen thousand to one reader and nearly sixteen to the next.
_AMBIGUOUS = re.compile(r"^[1-9][0-9]{0,2},[0-9]{3}$")


def change_workspace(
    *, by: Actor, at: datetime, fields: Mapping[str, str], request_id: str = ""
) -> Workspace:
    """Change name, currency, country (ISO 3166), time_zone, language and care_days of the workspace.

    Another base currency makes every rate meaningless: they go with it. Another time zone moves the
    days on which visits ended: the counts by day are made anew, which reads every visit once.

    Raises:
        NotAllowed
        Invalid: `currency` IN_USE once any deal has an amount.
    """
    refuse_unless_administers(by)
    with writing():
        row = Workspace.objects.get(pk=1)
        before = _told(row)
        clean = values.checked(
            {
                "name": lambda: values.line(fields.get("name", ""), NAME_LENGTH, required=True),
                "currency": lambda: _base_currency(fields.get("currency", ""), row),
                "country": lambda: _country(fields.get("country", "")),
                "time_zone": lambda: _zone(fields.get("time_zone", "")),
                "language": lambda: _language(fields.get("language", "")),
                "care_days": lambda: values.whole(fields.get("care_days", ""), 0, MOST_CARE_DAYS) or 0,
            }
        )
        for column, value in clean.items():
            setattr(row, column, value)
        if before == _told(row):
            return row
        Workspace.objects.filter(pk=1).update(**clean)
        if row.currency != before["currency"]:
            Deal.objects.filter(amount=None, currency=before["currency"]).update(currency=row.currency)
            ExchangeRate.objects.all().delete()
        if row.time_zone != before["time_zone"]:
            recount_flows()
            recount_due_days(Task.objects.filter(assignee=None))
        log_setup(What.WORKSPACE, 1, by=by, at=at, before=before, after=_told(row), request_id=request_id)
        return row


def set_rate(
    *, by: Actor, at: datetime, currency: str, since_on: str, rate: str, request_id: str = ""
) -> ExchangeRate:
    """Set how many units of the base currency one unit of `currency` is worth since a day; the day's rate is replaced.

    Amounts on deals keep the rate of the day they were typed on.

    Raises:
        NotAllowed, Invalid
    """
    refuse_unless_administers(by)
    with writing():
        clean = values.checked(
            {
                "currency": lambda: _foreign_currency(currency),
                "since_on": lambda: _day(since_on),
                "rate": lambda: read_rate(rate),
            }
        )
        old = ExchangeRate.objects.filter(currency=clean["currency"], since_on=clean["since_on"]).first()
        before = None if old is None else _told_rate(old)
        row, _ = ExchangeRate.objects.update_or_create(
            currency=clean["currency"], since_on=clean["since_on"], defaults={"rate": clean["rate"]}
        )
        if before != _told_rate(row):
            log_setup(
                What.RATE, row.pk, by=by, at=at, before=before, after=_told_rate(row), request_id=request_id
            )
        return row


def remove_rate(*, by: Actor, at: datetime, rate: int, request_id: str = "") -> None:
    """Remove a rate. Amounts already on deals keep what they were worth.

    Raises:
        NotAllowed, NotFound
        Invalid: `rate` IN_USE when it is the last of a currency that deals are kept in.
    """
    refuse_unless_administers(by)
    with writing():
        row = ExchangeRate.objects.filter(pk=rate).first()
        if row is None:
            raise NotFound
        others = ExchangeRate.objects.filter(currency=row.currency).exclude(pk=row.pk)
        if not others.exists() and Deal.objects.filter(currency=row.currency).exists():
            raise Invalid({"rate": Problem.IN_USE})
        ExchangeRate.objects.filter(pk=row.pk).delete()
        log_setup(What.RATE, rate, by=by, at=at, before=_told_rate(row), after=None, request_id=request_id)


def read_rate(text: str) -> Decimal:
    """A rate as people type it, 41.35 or 41,35; thousands are not set apart."""
    number = re.sub(r"[ \u00a0\u202f]", "", text.strip())
    if not number:
        raise Bad(Problem.REQUIRED)
    if number.startswith(("-", "−")):
        raise Bad(Problem.NEGATIVE)
    if not _NUMBER.match(number) or _AMBIGUOUS.match(number):
        raise Bad(Problem.NOT_A_NUMBER)
    rate = Decimal(number.replace(",", ".")).quantize(SMALLEST_RATE)
    if rate >= LARGEST_RATE:
        raise Bad(Problem.TOO_LARGE)
    if rate < SMALLEST_RATE:
        raise Bad(Problem.NOT_A_NUMBER)
    return rate


def _base_currency(text: str, row: Workspace) -> str:
    code = _currency(text)
    if code != row.currency and Deal.objects.filter(amount__isnull=False).exists():
        raise Bad(Problem.IN_USE)
    return code


def _foreign_currency(text: str) -> str:
    code = _currency(text)
    if Workspace.objects.filter(currency=code).exists():
        raise Bad(Problem.ALREADY_TAKEN)
    return code


def _currency(text: str) -> str:
    code = text.strip().upper()
    if not code:
        raise Bad(Problem.REQUIRED)
    if not is_currency(code):
        raise Bad(Problem.UNKNOWN_CHOICE)
    return code


def _day(text: str) -> date:
    found = values.day(text)
    if found is None:
        raise Bad(Problem.REQUIRED)
    return found


def _country(text: str) -> str:
    code = text.strip().upper()
    if code not in phonenumbers.SUPPORTED_REGIONS:
        raise Bad(Problem.UNKNOWN_CHOICE if code else Problem.REQUIRED)
    return code


def _zone(text: str) -> str:
    zone = values.time_zone(text)
    if not zone:
        raise Bad(Problem.REQUIRED)
    return zone


def _language(text: str) -> str:
    if text not in dict(settings.LANGUAGES):
        raise Bad(Problem.UNKNOWN_CHOICE)
    return text


def _told(row: Workspace) -> dict[str, Any]:
    return {
        "name": row.name,
        "currency": row.currency,
        "country": row.country,
        "time_zone": row.time_zone,
        "language": row.language,
        "care_days": row.care_days,
    }


def _told_rate(row: ExchangeRate) -> dict[str, Any]:
    return {"currency": row.currency, "since_on": row.since_on.isoformat(), "rate": str(row.rate)}
