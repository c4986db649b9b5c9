"""The plan: what is to be won by month, of sellers and of teams."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from voronka.domain.permissions import Actor, Everything, OfOwner, Role
from voronka.models import PlannedMonth, Team, User

# How many months the grid shows, and how far ahead advice looks.
MONTHS = 6

# Of a line by month; a month without an amount is not there.
Amounts = Mapping[date, Decimal]


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A row of the grid: a team (`seller` None) or one of its sellers, with what was set; `depth` of the team in the tree.

    `sums`: for a team what its sellers and the teams below it are to win, where it has no amount of its own.
    """

    key: str
    name: str
    team: int
    seller: int | None
    depth: int
    amounts: Amounts
    sums: Amounts


@dataclass(frozen=True, slots=True)
class PlanGrid:
    """Teams with their sellers, in the order of the tree, and what all of it comes to."""

    months: tuple[date, ...]
    lines: tuple[PlanLine, ...]
    total: Amounts


def months_from(first: date, count: int = MONTHS) -> tuple[date, ...]:
    """The first days of so many months, beginning with that of `first`."""
    months = [first.replace(day=1)]
    while len(months) < count:
        months.append((months[-1] + timedelta(days=31)).replace(day=1))
    return tuple(months)


def month_end(month: date) -> date:
    """The last day of a month."""
    return (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def plan_grid(actor: Actor, months: Sequence[date]) -> PlanGrid:
    """What a head or an administrator may plan: their teams with the sellers of each. Three queries."""
    tree = _Tree(actor, months)
    lines = tuple(line for team in tree.tops for line in tree.lines(team, 0))
    return PlanGrid(tuple(months), lines, _added(tree.planned(team) for team in tree.tops))


def planned(actor: Actor, months: Sequence[date]) -> Amounts:
    """What the actor is to win: a seller what is planned for them, a head what their teams are. At most three queries."""
    if isinstance(actor.policy.scope, OfOwner):
        rows = PlannedMonth.objects.filter(user=actor.id, month__in=months)
        return dict(rows.values_list("month", "amount"))
    tree = _Tree(actor, months)
    return _added(tree.planned(team) for team in tree.tops)


def planned_for(people: Iterable[int], month: date) -> Mapping[int, Decimal]:
    """What each of these sellers is to win in a month. One query."""
    rows = PlannedMonth.objects.filter(user__in=list(people), month=month)
    return {user or 0: amount for user, amount in rows.values_list("user", "amount")}


class _Tree:
    """The actor's teams as a tree with what is planned."""

    def __init__(self, actor: Actor, months: Sequence[date]) -> None:
        teams = Team.objects.order_by("name", "id")
        if not isinstance(actor.policy.scope, Everything):
            teams = teams.filter(pk__in=actor.teams)
        self._teams = {team.pk: team for team in teams}
        self._below: defaultdict[int | None, list[Team]] = defaultdict(list)
        for team in self._teams.values():
            self._below[team.parent_id if team.parent_id in self._teams else None].append(team)
        self._sellers: defaultdict[int, list[User]] = defaultdict(list)
        people = User.objects.filter(is_active=True, team__in=self._teams, role__in=(Role.SELLER, Role.HEAD))
        for user in people.order_by("name", "id"):
            self._sellers[user.team_id or 0].append(user)
        self._set: defaultdict[str, dict[date, Decimal]] = defaultdict(dict)
        for row in PlannedMonth.objects.filter(month__in=months):
            self._set[key_of(row.team_id, row.user_id)][row.month] = row.amount

    @property
    def tops(self) -> list[Team]:
        """The teams that no other of the actor's teams is above."""
        return self._below[None]

    def lines(self, team: Team, depth: int) -> Iterable[PlanLine]:
        """A team, its sellers, then the teams below it."""
        key = key_of(team.pk, None)
        yield PlanLine(key, team.name, team.pk, None, depth, self._set[key], self._parts(team))
        for user in self._sellers[team.pk]:
            own = key_of(None, user.pk)
            yield PlanLine(own, user.name, team.pk, user.pk, depth + 1, self._set[own], {})
        for below in self._below[team.pk]:
            yield from self.lines(below, depth + 1)

    def planned(self, team: Team) -> Amounts:
        """By month the team's own amount, else the sum of its parts."""
        return {**self._parts(team), **self._set[key_of(team.pk, None)]}

    def _parts(self, team: Team) -> Amounts:
        own = [self._set[key_of(None, user.pk)] for user in self._sellers[team.pk]]
        return _added([*own, *(self.planned(below) for below in self._below[team.pk])])


def key_of(team: int | None, user: int | None) -> str:
    """How a line is called in a form: `t3` a team, `u7` a seller."""
    return f"t{team}" if user is None else f"u{user}"


def _added(parts: Iterable[Amounts]) -> Amounts:
    total: defaultdict[date, Decimal] = defaultdict(Decimal)
    for part in parts:
        for month, amount in part.items():
            total[month] += amount
    return dict(total)
