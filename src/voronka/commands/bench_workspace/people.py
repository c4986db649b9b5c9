"""Who works in the bench's workspace, and by which method: rows made once, whatever the size."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from voronka.commands.bench_workspace.names import FIRST, LAST
from voronka.commands.calendar_rows import renew_calendars, week_written
from voronka.commands.transaction import writing
from voronka.domain.permissions import Role
from voronka.domain.working_time import ROUND_THE_CLOCK
from voronka.models import Pipeline, Reason, Stage, StageCriterion, Team, User, WorkCalendar, Workspace

SELLERS, TEAMS, COLUMNS = 50, 5, 8
# Of every stage.
LIMIT = timedelta(days=7)
# A zone that never changes its clocks: days follow from instants by one offset.
ZONE, OFFSET = "Asia/Jakarta", 7 * 3600
ADMIN, HEAD, SELLER = "admin", "head", "seller"
STAGES = (
    "Unsorted", "Qualify", "Meet", "Survey", "Propose", "Agree terms", "Sign", "Pay", "Won", "Lost", "Postponed",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class BenchWorkspace:
    """What stands in the database, by ids. `columns` are the stages of the board from left to right."""

    deals: int
    pipeline: int
    columns: tuple[int, ...]
    won: int
    lost: int
    postponed: int
    admin: int
    head: int
    sellers: tuple[int, ...]
    teams: tuple[int, ...]
    lost_reason: int
    postpone_reason: int

    def team_of(self, seller: int) -> int:
        """The team of the seller with this number: they are dealt round."""
        return self.teams[seller % TEAMS]


def lay_people_and_method(deals: int, now: datetime) -> BenchWorkspace:
    """Teams with heads, sellers, one pipeline of eight columns, reasons."""
    with writing():
        # Around the clock: limits follow from instants by one sum. Read and kept as any company's calendar is.
        week = week_written(ROUND_THE_CLOCK.week)
        calendar = WorkCalendar.objects.create(name="Bench", time_zone=ZONE, holidays_off=False, week=week)
        Workspace.objects.create(
            id=1, name="Bench", currency="USD", country="ID", time_zone=ZONE, calendar=calendar
        )
        renew_calendars()
        root = Team.objects.create(name="Sales")
        teams = [Team.objects.create(name=f"Team {number + 1}", parent=root) for number in range(TEAMS)]
        admin = _user(ADMIN, 0, Role.ADMIN, None, now)
        heads = [_user(HEAD, number + 1, Role.HEAD, team, now) for number, team in enumerate(teams)]
        sellers = [_user(SELLER, n + 1, Role.SELLER, teams[n % TEAMS], now) for n in range(SELLERS)]
        lost = Reason.objects.create(exit="lost", name="Too expensive")
        postponed = Reason.objects.create(exit="postponed", name="No budget now")
        pipeline, stages = _pipeline(now)
    won, lost_stage, postponed_stage = (stage.pk for stage in stages[COLUMNS:])
    return BenchWorkspace(
        deals,
        pipeline.pk,
        tuple(stage.pk for stage in stages[:COLUMNS]),
        won,
        lost_stage,
        postponed_stage,
        admin.pk,
        heads[0].pk,
        tuple(seller.pk for seller in sellers),
        tuple(team.pk for team in teams),
        lost.pk,
        postponed.pk,
    )


def _pipeline(now: datetime) -> tuple[Pipeline, list[Stage]]:
    pipeline = Pipeline.objects.create(name="New equipment", kind="sale", changed_at=now)
    kinds = ["unsorted", *["working"] * (COLUMNS - 1), "won", "lost", "postponed"]
    stages = [
        Stage.objects.create(
            pipeline=pipeline,
            name=name,
            kind=kind,
            position=place,
            limit=LIMIT,
            step_title="Call",
        )
        for place, (name, kind) in enumerate(zip(STAGES, kinds, strict=True))
    ]
    for stage in stages[:COLUMNS]:
        StageCriterion.objects.create(
            stage=stage, position=0, kind="field", title="Need is known", params={"field": "need"}
        )
        StageCriterion.objects.create(
            stage=stage, position=1, kind="task", title="They were called", params={"task": "call"}
        )
    return pipeline, stages


def _user(kind: str, number: int, role: Role, team: Team | None, now: datetime) -> User:
    name = f"{FIRST[number % len(FIRST)]} {LAST[number]}"
    # No password opens "!": the bench makes its own sessions.
    return User.objects.create(
        email=f"{kind}{number}@bench.example",
        name=name,
        role=role,
        team=team,
        created_at=now,
        password="!",  # noqa: S106 - nobody can log in by it
    )


def find_workspace() -> BenchWorkspace | None:
    """The bench's workspace that stands in this database already; None when another or none does."""
    if not Workspace.objects.filter(name="Bench", time_zone=ZONE).exists():
        return None
    pipeline = Pipeline.objects.get(name="New equipment")
    stages = dict(Stage.objects.filter(pipeline=pipeline).values_list("name", "id"))
    ids = dict(User.objects.filter(email__endswith="@bench.example").values_list("email", "id"))
    return BenchWorkspace(
        pipeline.deals.count(),
        pipeline.pk,
        tuple(stages[name] for name in STAGES[:COLUMNS]),
        stages["Won"],
        stages["Lost"],
        stages["Postponed"],
        ids[f"{ADMIN}0@bench.example"],
        ids[f"{HEAD}1@bench.example"],
        tuple(ids[f"{SELLER}{number + 1}@bench.example"] for number in range(SELLERS)),
        tuple(Team.objects.filter(parent__isnull=False).order_by("id").values_list("id", flat=True)),
        Reason.objects.get(exit="lost").pk,
        Reason.objects.get(exit="postponed").pk,
    )
