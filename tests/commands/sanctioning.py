"""Rules of sanctions that tests switch on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.factories import NOON, House
from voronka.commands.setup.sanctions import add_rule, switch_rule, switch_sanctions

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from voronka.models import SanctionRule

LATE = {
    "name": "Late step", "fact": "overdue", "grace": "4", "grace_unit": "hours", "unit": "money", "amount": "50",
    "cap": "", "at_once": "",
}  # fmt: skip


def make_rule(
    house: House, *, at: datetime = NOON, teams: Sequence[str] = (), on: bool = True, **fields: str
) -> SanctionRule:
    """A rule of the administrator's that counts from `at`; sanctions are on from then at the latest."""
    zoe = house.actor("Zoe")
    switch_sanctions(by=zoe, at=at, on=True, appeal_days="3")
    rule = add_rule(by=zoe, at=at, fields=LATE | fields, teams=teams)
    if on:
        switch_rule(by=zoe, at=at, rule=rule.pk, on=True)
        rule.refresh_from_db()
    return rule
