"""Alice's sanctions in the matrix's world: one to be confirmed, one to be appealed, one appealed; and a rule of North."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tests.commands.sanctioning import make_rule
from tests.factories import NOON, House
from voronka.domain.sanctions import State
from voronka.models import Sanction

if TYPE_CHECKING:
    from voronka.models import Deal

# Beyond the day on which the tests are run, so that the term never ends.
FAR = timedelta(days=36500)


def sanctioned(house: House, deal: Deal) -> tuple[int, int, int, int, int]:
    """The three entries, the rule, and a rule that nothing was entered by."""
    north = [str(house.teams["North"].pk)]
    rule = make_rule(house, teams=north)
    spare = make_rule(house, teams=north, name="Very late step", on=False)
    states = (State.PROPOSED, State.CONFIRMED, State.APPEALED)
    rows = [_entry(house, deal, rule.pk, day, state) for day, state in enumerate(states)]
    return rows[0], rows[1], rows[2], rule.pk, spare.pk


def _entry(house: House, deal: Deal, rule: int, day: int, state: State) -> int:
    """As the round leaves it; without the round, which would reach the other deals too."""
    at = NOON + timedelta(days=day)
    row = Sanction.objects.create(
        rule_id=rule, deal=deal, seller=house.people["Alice"], team=house.teams["North"], since=at, counted_from=at,
        passed_at=at, fell_on=at.date(), entered_at=at, rule_name="Late step", fact="overdue", grace=timedelta(hours=4),
        unit="money", amount=50, full_amount=50, currency="USD", deal_title=deal.title, subject="Call", state=state,
        appeal_until=NOON + FAR,
    )  # fmt: skip
    row.steps.create(state=state, at=at)
    return row.pk
