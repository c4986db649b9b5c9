"""Entering what the rules of sanctions say, by the worker: each stretch once, in portions, none while sanctions are off.

What waits is found set by set (queries/sanction_facts.py) and found once more under the deal's lock, so that what was
put in order meanwhile is not entered. Killed anywhere, it goes on where it was.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from zoneinfo import ZoneInfo

from django.db.models import Sum

from voronka.commands.rows import insert_row
from voronka.commands.sanction_rows import Taken, appeal_term, write_step
from voronka.commands.transaction import writing
from voronka.domain.sanctions import GONE, Rule, State, Unit, month_of
from voronka.models import Deal, Sanction, SanctionSpared
from voronka.queries.rows import find_rows
from voronka.queries.sanction_facts import Broken, broken
from voronka.queries.sanction_rules import rules_in_force, teams_of
from voronka.queries.workspace import WorkspaceView, workspace

# Deals of one transaction, and of one round at most for each rule: the next goes on.
PORTION = 20
MOST = 300


def enter_sanctions(at: datetime) -> int:
    """Enter every stretch that a rule has been broken for by `at`; how many were. One query while sanctions are off."""
    here = workspace()
    # Invented deals charge nobody.
    if not here.sanctions_on or here.demonstration_left is not None:
        return 0
    return sum(_enter(rule, here, at) for rule in rules_in_force())


def _enter(rule: Rule, here: WorkspaceView, at: datetime) -> int:
    teams = teams_of(rule)
    # Read to the end before anything is written; the next round takes the rest.
    deals = [found.deal for found in islice(broken(rule, teams, at), MOST)]
    entered = 0
    for start in range(0, len(deals), PORTION):
        with writing():
            entered += _portion(rule, teams, deals[start : start + PORTION], here, at)
    return entered


def _portion(
    rule: Rule, teams: Collection[int], deals: Sequence[int], here: WorkspaceView, at: datetime
) -> int:
    """Lock them, look once more, and enter those that still are."""
    rows = {deal: row for deal in sorted(deals) for row in find_rows(Deal, {"id": deal}, lock=True)}
    still = list(broken(rule, teams, at, deals=deals))
    return sum(_enter_one(rule, found, rows[found.deal], here, at) for found in still)


def _enter_one(rule: Rule, found: Broken, deal: Deal, here: WorkspaceView, at: datetime) -> bool:
    fell_on = found.passed_at.astimezone(ZoneInfo(here.time_zone)).date()
    amount = rule.worth.within(_spent(rule, found.seller, fell_on))
    if not amount:
        insert_row(SanctionSpared, rule_id=rule.id, deal_id=found.deal, since=found.stretch.since)
        return False
    state = State.CONFIRMED if rule.at_once else State.PROPOSED
    row = insert_row(
        Sanction,
        rule_id=rule.id,
        deal_id=found.deal,
        seller_id=found.seller,
        team_id=found.team,
        since=found.stretch.since,
        counted_from=found.stretch.counted_from,
        passed_at=found.passed_at,
        fell_on=fell_on,
        entered_at=at,
        rule_name=rule.name,
        fact=rule.fact,
        grace=rule.grace,
        unit=rule.worth.unit,
        amount=amount,
        full_amount=rule.worth.amount,
        currency=here.currency if rule.worth.unit is Unit.MONEY else "",
        deal_title=found.title,
        subject=found.subject,
        state=state,
        appeal_until=appeal_term(found.team, at) if rule.at_once else None,
    )
    write_step(row, deal, Taken(state, None, at))
    return True


def _spent(rule: Rule, seller: int, day: date) -> Decimal:
    """What the rule has entered for a seller in the month of a day, without what came to nothing."""
    first, following = month_of(day)
    rows = Sanction.objects.filter(rule=rule.id, seller=seller, fell_on__gte=first, fell_on__lt=following)
    total = rows.exclude(state__in=GONE).aggregate(total=Sum("amount"))["total"]
    return total or Decimal(0)
