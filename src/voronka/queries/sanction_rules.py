"""The rules of sanctions, and whether a ledger is kept at all."""

from dataclasses import dataclass

from django.db.models import Count

from voronka.domain.errors import NotFound
from voronka.domain.ids import TeamId
from voronka.domain.permissions import Actor, Everything, OfTeams, chain
from voronka.domain.sanctions import Fact, Rule, Unit, Worth
from voronka.models import SanctionRule, Team, Workspace
from voronka.queries.actors import team_parents


@dataclass(frozen=True, slots=True)
class Terms:
    """Whether sanctions are on, and how many working days a seller has to appeal."""

    is_on: bool
    appeal_days: int


@dataclass(frozen=True, slots=True)
class RuleView:
    """A rule with the names of its teams (none: all) and how often it was entered."""

    rule: Rule
    teams: tuple[str, ...]
    entries: int
    may_change: bool


def terms() -> Terms:
    """As they are; off before the set-up. One query."""
    row = Workspace.objects.filter(pk=1).values_list("sanctions_on", "appeal_days").first()
    return Terms(*(row or (False, 0)))


def rules_in_force() -> list[Rule]:
    """Those that are on, the oldest first. One query, and one more where there are any."""
    return [
        rule_of(row)
        for row in SanctionRule.objects.filter(is_on=True).order_by("id").prefetch_related("teams")
    ]


def rule_views(actor: Actor) -> list[RuleView]:
    """The rules that hold for somebody whom the actor leads, by name. Four queries at most."""
    rows = (
        SanctionRule.objects.annotate(count=Count("entries")).order_by("name", "id").prefetch_related("teams")
    )
    parents = team_parents()
    return [
        RuleView(
            rule=rule,
            teams=tuple(sorted(team.name for team in row.teams.all())),
            entries=row.count,
            may_change=actor.policy.may_set_sanctions(rule.teams),
        )
        for row in rows
        if _concerns(actor, rule := rule_of(row), parents)
    ]


def rule_view(actor: Actor, rule: int) -> RuleView:
    """One of them.

    Raises:
        NotFound
    """
    found = next((view for view in rule_views(actor) if view.rule.id == rule), None)
    if found is None:
        raise NotFound
    return found


def teams_to_choose(actor: Actor) -> list[tuple[int, str]]:
    """The teams that the actor may name in a rule, by name. One query."""
    rows = Team.objects.order_by("name")
    if not isinstance(actor.policy.scope, Everything):
        rows = rows.filter(pk__in=actor.teams)
    return list(rows.values_list("id", "name"))


def teams_of(rule: Rule) -> list[int]:
    """All teams that a rule holds for, with those below the ones it names. Two queries."""
    parents = team_parents()
    return sorted(team for team in parents if rule.covers(team, parents))


def rule_of(row: SanctionRule) -> Rule:
    """The rule that a row is. One query where its teams were not read with it."""
    return Rule(
        id=row.pk,
        name=row.name,
        fact=Fact(row.fact),
        grace=row.grace,
        worth=Worth(Unit(row.unit), row.amount, row.cap),
        teams=frozenset(TeamId(team.pk) for team in row.teams.all()),
        at_once=row.at_once,
        starts_at=row.starts_at,
        is_on=row.is_on,
    )


def _concerns(actor: Actor, rule: Rule, parents: dict[TeamId, TeamId | None]) -> bool:
    """Whether it holds for a team that the actor leads: one above or below counts as well."""
    match actor.policy.scope:
        case Everything():
            return True
        case OfTeams(teams):
            above = {one for team in teams for one in chain(team, parents)}
            return not rule.teams or bool(rule.teams & (teams | above))
        case _:
            return False
