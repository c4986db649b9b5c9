"""Setting sanctions up: the one switch, the term to appeal, and the rules (R5). What is set counts from then on, never back."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from voronka.commands import values
from voronka.commands.setup.setup_log import What, log_setup, refuse_unless_sets_up_method
from voronka.commands.transaction import writing
from voronka.commands.values import Bad
from voronka.domain.errors import Invalid, NotAllowed, NotFound, Problem
from voronka.domain.ids import TeamId
from voronka.domain.money import CENT
from voronka.domain.permissions import Actor
from voronka.domain.sanctions import (
    MOST_APPEAL_DAYS,
    MOST_GRACE_DAYS,
    MOST_RULES,
    MOST_WORTH,
    NAME_LENGTH,
    Fact,
    Rule,
    Unit,
    Worth,
)
from voronka.models import Sanction, SanctionRule, Team, Workspace
from voronka.queries.sanction_rules import rule_of, terms
from voronka.queries.workspace import workspace

_UNITS = {"days": timedelta(days=1), "hours": timedelta(hours=1)}


def switch_sanctions(
    *, by: Actor, at: datetime, on: bool, appeal_days: str = "", request_id: str = ""
) -> None:
    """Keep a ledger from now on, or none. The rules that are on count from now, whatever was before.

    `appeal_days`: how many working days a seller has to appeal; read only where it is switched on.

    Raises:
        NotAllowed, Invalid
    """
    refuse_unless_sets_up_method(by)
    before = terms()
    columns: dict[str, Any] = {"sanctions_on": on}
    if on:
        columns |= values.checked(
            {"appeal_days": lambda: _required(values.whole(appeal_days, 1, MOST_APPEAL_DAYS))}
        )
    told = {"sanctions_on": before.is_on, "appeal_days": before.appeal_days}
    with writing():
        if told | columns == told:
            return
        Workspace.objects.filter(pk=1).update(**columns)
        if on and not before.is_on:
            SanctionRule.objects.filter(is_on=True, starts_at__lt=at).update(starts_at=at)
        log_setup(What.SANCTIONS, 1, by=by, at=at, before=told, after=told | columns, request_id=request_id)


def add_rule(
    *, by: Actor, at: datetime, fields: Mapping[str, str], teams: Sequence[str] = (), request_id: str = ""
) -> SanctionRule:
    """One more rule, off until it is switched on.

    Fields: name, fact, grace with grace_unit (days or hours of working time), unit (money or points), amount, cap (empty:
    none), at_once (any text: yes). `teams`: ids, none: all teams.

    Raises:
        NotAllowed: also for teams that the actor does not lead.
        NotFound: sanctions are off.
        Invalid
    """
    _refuse_unless_on(by)
    with writing():
        clean = _checked(by, fields, teams, None)
        if SanctionRule.objects.count() >= MOST_RULES:
            raise Invalid({"name": Problem.TOO_LARGE})
        row = SanctionRule.objects.create(**_columns(clean))
        row.teams.set(clean["teams"])
        log_setup(
            What.SANCTION_RULE, row.pk, by=by, at=at, before=None, after=_told(row), request_id=request_id
        )
        return row


def change_rule(
    *,
    by: Actor,
    at: datetime,
    rule: int,
    fields: Mapping[str, str],
    teams: Sequence[str] = (),
    request_id: str = "",
) -> SanctionRule:
    """Change a rule, as in `add_rule`. Entries keep its words of then; one that is on counts anew from now.

    Raises:
        NotAllowed, NotFound, Invalid
    """
    _refuse_unless_on(by)
    with writing():
        row = _load(by, rule)
        before = _told(row)
        clean = _checked(by, fields, teams, row)
        for name, value in _columns(clean).items():
            setattr(row, name, value)
        row.teams.set(clean["teams"])
        if _told(row) == before:
            return row
        if row.is_on and row.starts_at is not None:
            row.starts_at = max(row.starts_at, at)
        SanctionRule.objects.filter(pk=row.pk).update(**_columns(clean), starts_at=row.starts_at)
        log_setup(
            What.SANCTION_RULE, row.pk, by=by, at=at, before=before, after=_told(row), request_id=request_id
        )
        return row


def switch_rule(
    *, by: Actor, at: datetime, rule: int, on: bool, starts_on: str = "", request_id: str = ""
) -> None:
    """Let a rule count from a day on (`starts_on`, ISO; empty or today: from now), or no more. Never for what was before.

    Raises:
        NotAllowed, NotFound
        Invalid: `starts_on`
    """
    _refuse_unless_on(by)
    with writing():
        row = _load(by, rule)
        before = _told(row)
        row.is_on = on
        if on:
            row.starts_at = values.checked({"starts_on": lambda: _starts(starts_on, at)})["starts_on"]
        SanctionRule.objects.filter(pk=row.pk).update(is_on=row.is_on, starts_at=row.starts_at)
        log_setup(
            What.SANCTION_RULE, row.pk, by=by, at=at, before=before, after=_told(row), request_id=request_id
        )


def remove_rule(*, by: Actor, at: datetime, rule: int, request_id: str = "") -> None:
    """Remove a rule that nothing was entered by; another is switched off.

    Raises:
        NotAllowed, NotFound
        Invalid: `rule` IN_USE
    """
    _refuse_unless_on(by)
    with writing():
        row = _load(by, rule)
        if Sanction.objects.filter(rule=row).exists():
            raise Invalid({"rule": Problem.IN_USE})
        told = _told(row)
        row.teams.clear()
        SanctionRule.objects.filter(pk=row.pk).delete()
        log_setup(What.SANCTION_RULE, rule, by=by, at=at, before=told, after=None, request_id=request_id)


def unsaved_rule(*, by: Actor, at: datetime, fields: Mapping[str, str], teams: Sequence[str] = ()) -> Rule:
    """The rule that a form says, as if it were on from `at`, written nowhere; its name is not looked at.

    Raises:
        NotAllowed, NotFound, Invalid
    """
    _refuse_unless_on(by)
    clean = _checked(by, {**fields, "name": "-"}, teams, None)
    worth = Worth(clean["unit"], clean["amount"], clean["cap"])
    those = frozenset(TeamId(team) for team in clean["teams"])
    return Rule(0, "", clean["fact"], clean["grace"], worth, those, clean["at_once"], at, is_on=True)


# -- reading the form -----------------------------------------------------------------------------------------------


def _checked(
    by: Actor, fields: Mapping[str, str], teams: Sequence[str], own: SanctionRule | None
) -> dict[str, Any]:
    unit = Unit.POINTS if fields.get("unit") == Unit.POINTS else Unit.MONEY
    readers: dict[str, Callable[[], Any]] = {
        "name": lambda: _name(fields.get("name", ""), own),
        "fact": lambda: _fact(fields.get("fact", "")),
        "grace": lambda: _grace(fields.get("grace", ""), fields.get("grace_unit", "")),
        "amount": lambda: _required(_worth(fields.get("amount", ""), unit)),
        "cap": lambda: _worth(fields.get("cap", ""), unit),
        "teams": lambda: _teams(teams),
    }
    clean = values.checked(readers) | {"unit": unit, "at_once": bool(fields.get("at_once"))}
    if clean["cap"] is not None and clean["cap"] < clean["amount"]:
        raise Invalid({"cap": Problem.OUT_OF_RANGE})
    if not by.policy.may_set_sanctions(frozenset(TeamId(team) for team in clean["teams"])):
        raise Invalid({"teams": Problem.REQUIRED})
    return clean


def _name(text: str, own: SanctionRule | None) -> str:
    clean = values.line(text, NAME_LENGTH, required=True)
    others = SanctionRule.objects.filter(name__iexact=clean)
    if others.exclude(pk=0 if own is None else own.pk).exists():
        raise Bad(Problem.ALREADY_TAKEN)
    return clean


def _fact(text: str) -> Fact:
    if text not in set(Fact):
        raise Bad(Problem.REQUIRED if not text else Problem.UNKNOWN_CHOICE)
    return Fact(text)


def _grace(text: str, unit: str) -> timedelta:
    if unit not in _UNITS:
        raise Bad(Problem.UNKNOWN_CHOICE)
    most = MOST_GRACE_DAYS if unit == "days" else MOST_GRACE_DAYS * 24
    length: timedelta = _required(values.whole(text, 0, most)) * _UNITS[unit]
    return length


def _worth(text: str, unit: Unit) -> Decimal | None:
    if unit is Unit.POINTS:
        points = values.whole(text, 1, int(MOST_WORTH))
        return None if points is None else Decimal(points).quantize(CENT)
    found = values.amount(text)
    if found is not None and not 0 < found <= MOST_WORTH:
        raise Bad(Problem.OUT_OF_RANGE)
    return found


def _required(found: Any) -> Any:
    if found is None:
        raise Bad(Problem.REQUIRED)
    return found


def _teams(given: Sequence[str]) -> list[int]:
    ids = sorted({values.whole_id(team) for team in given})
    if Team.objects.filter(pk__in=ids).count() != len(ids):
        raise Bad(Problem.UNKNOWN_CHOICE)
    return ids


def _starts(text: str, at: datetime) -> datetime:
    """The beginning of a day by the workspace's clock, or `at` where that is today."""
    zone = ZoneInfo(workspace().time_zone)
    today = at.astimezone(zone).date()
    day: date = values.day(text) or today
    if day < today:
        raise Bad(Problem.IN_THE_PAST)
    return at if day == today else datetime.combine(day, time(0), zone)


# -- rows -----------------------------------------------------------------------------------------------------------


def _refuse_unless_on(by: Actor) -> None:
    refuse_unless_sets_up_method(by)
    if not terms().is_on:
        raise NotFound


def _load(by: Actor, rule: int) -> SanctionRule:
    row = SanctionRule.objects.filter(pk=rule).first()
    if row is None:
        raise NotFound
    if not by.policy.may_set_sanctions(rule_of(row).teams):
        raise NotAllowed
    return row


def _columns(clean: Mapping[str, Any]) -> dict[str, Any]:
    names = ("name", "fact", "grace", "unit", "amount", "cap", "at_once")
    return {name: clean[name] for name in names}


def _told(row: SanctionRule) -> dict[str, Any]:
    return {
        "name": row.name,
        "fact": str(row.fact),
        "grace_minutes": int(row.grace / timedelta(minutes=1)),
        "unit": str(row.unit),
        "amount": str(row.amount),
        "cap": None if row.cap is None else str(row.cap),
        "at_once": row.at_once,
        "teams": sorted(row.teams.values_list("id", flat=True)),
        "is_on": row.is_on,
        "starts_at": None if row.starts_at is None else row.starts_at.isoformat(),
    }
