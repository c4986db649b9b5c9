"""How the demo's working days ended, and what its sellers are to win."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from voronka.commands.demo_workspace.stories import World
from voronka.commands.setup.discipline import change_discipline
from voronka.commands.setup.plan import set_plan
from voronka.commands.zero_days import record_zero_days
from voronka.domain.permissions import Actor
from voronka.queries.calendars import calendar_of
from voronka.queries.plan import key_of, months_from

# As long as the plot of them is.
DAYS_BACK = timedelta(days=62)
# What each is to win in a month by their code: this month, then a little more.
MONTHLY: Mapping[str, int] = {"OK": 70_000, "AB": 60_000, "IS": 50_000, "WP": 70_000, "DA": 50_000}
MONTHS = 3
MINUTES = {"call": "30", "meeting": "240", "message": "45", "task": "90"}
GROWTH = 5_000


def closing_days(world: World) -> Iterator[datetime]:
    """A story like the deals': at the end of each working day what was wrong then is written down."""
    calendar = calendar_of(None)
    first = (world.now - DAYS_BACK).astimezone(world.zone).date()
    for day in (first + timedelta(days=number) for number in range(DAYS_BACK.days + 1)):
        for _, closes in calendar.hours(day)[-1:]:
            at = datetime.combine(day, closes, world.zone)
            if at < world.now:
                yield at
                record_zero_days(at=at)


def set_discipline(world: World, actors: Mapping[str, Actor]) -> None:
    """Machines are measured on the spot and calculated: a touch takes longer than usual."""
    fields = {"answer_days": "14", "free_hours": "24", **MINUTES}
    change_discipline(by=actors["MZ"], at=world.now, fields=fields)


def make_plan(world: World, actors: Mapping[str, Actor]) -> None:
    """The head's plan for a quarter, as she typed it."""
    months = months_from(world.now.astimezone(world.zone).date(), MONTHS)
    cells = {
        f"{key_of(None, actors[code].id)}:{month:%Y-%m}": str(amount + place * GROWTH)
        for code, amount in MONTHLY.items()
        for place, month in enumerate(months)
    }
    set_plan(by=actors["MZ"], at=world.now, cells=cells)
