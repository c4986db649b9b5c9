"""Setting the plan: what sellers and teams are to win by month."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import Any

from voronka.commands import values
from voronka.commands.setup.setup_log import What, log_setup, refuse_unless_sets_up_method
from voronka.commands.transaction import writing
from voronka.domain.errors import NotAllowed
from voronka.domain.permissions import Actor
from voronka.models import PlannedMonth
from voronka.queries.plan import plan_grid

_CELL = re.compile(r"^([tu])([0-9]{1,9}):([0-9]{4})-([0-9]{2})$")


def set_plan(*, by: Actor, at: datetime, cells: Mapping[str, str], request_id: str = "") -> int:
    """Set what is to be won; how many cells changed. An empty one takes the amount away.

    `cells` by name, such as `u7:2026-11` for a seller and `t3:2026-11` for a team, as people type amounts.

    Raises:
        NotAllowed: also where a line is none of the actor's teams.
        Invalid: by the cell's name.
    """
    refuse_unless_sets_up_method(by)
    places = {name: place for name in cells if (place := _place(name)) is not None}
    if not places:
        return 0
    with writing():
        grid = plan_grid(by, sorted({month for _, month in places.values()}))
        lines = {line.key: line for line in grid.lines}
        if any(key not in lines for key, _ in places.values()):
            raise NotAllowed
        clean = values.checked({name: partial(values.amount, cells[name]) for name in places})
        before = {name: lines[key].amounts.get(month) for name, (key, month) in places.items()}
        changed = {name: amount or None for name, amount in clean.items() if (amount or None) != before[name]}
        for name, amount in changed.items():
            _set(*places[name], amount)
        if changed:
            told = {name: _text(before[name]) for name in changed}
            after = {name: _text(amount) for name, amount in changed.items()}
            log_setup(What.PLAN, 1, by=by, at=at, before=told, after=after, request_id=request_id)
    return len(changed)


def _place(name: str) -> tuple[str, date] | None:
    """The line and the month that a cell's name says; None: it is no cell."""
    found = _CELL.match(name)
    if found is None or not 1 <= int(found[4]) <= 12 or int(found[3]) == 0:
        return None
    return f"{found[1]}{int(found[2])}", date(int(found[3]), int(found[4]), 1)


def _set(key: str, month: date, amount: Decimal | None) -> None:
    whose: dict[str, Any] = {"team_id" if key.startswith("t") else "user_id": int(key[1:])}
    if amount is None:
        PlannedMonth.objects.filter(**whose, month=month).delete()
    else:
        PlannedMonth.objects.update_or_create(**whose, month=month, defaults={"amount": amount})


def _text(amount: Decimal | None) -> str | None:
    return None if amount is None else str(amount)
