"""Laying the opportunities into an empty database, and saying what was corrected and what is missing."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from voronka.commands.accounts import random_password
from voronka.commands.event_log import record
from voronka.commands.first_start import (
    LogIn,
    NewReason,
    NewStage,
    NewWorkspace,
    insert_pipeline,
    insert_reasons,
    insert_team,
    insert_user,
    open_workspace,
)
from voronka.commands.opportunities.files import Account, Agent, Folder, Opportunity
from voronka.commands.past_deals import PastDeal, PastExit, PastStay, write_past_deals
from voronka.commands.search_index import index_companies
from voronka.commands.task_rows import NewTask
from voronka.commands.transaction import writing
from voronka.domain.events import EventKind
from voronka.domain.permissions import Role
from voronka.domain.pipeline import Pipeline, PipelineKind, Stage, StageKind
from voronka.domain.task import TaskKind
from voronka.models import Company, Team, User
from voronka.queries.pipelines import pipeline_of

DOMAIN = "opportunities.example"
CURRENCY, COUNTRY, ZONE, LANGUAGE = "USD", "US", "America/Chicago", "en"
# The files know days only. A day's work begins and a deal is closed at these hours of the company's zone.
BEGINS, CLOSES = time(9), time(17)
# Next steps are spread, so that nobody's first day has a hundred: one each half hour of working days.
STEP_HOURS = tuple(time(hour, minute) for hour in range(9, 17) for minute in (0, 30))
NOT_RECORDED = "Not recorded"

STAGES = (
    NewStage(
        name="Unsorted", kind=StageKind.UNSORTED, purpose="Sort within 1 day", limit=timedelta(days=1),
        step_kind=TaskKind.CALL, step_title="Get in touch", step_after=timedelta(hours=2),
    ),
    NewStage(
        name="Prospecting", kind=StageKind.WORKING, purpose="Find out whether they have a need and we an answer",
        limit=None, step_kind=TaskKind.CALL, step_title="First call", step_after=timedelta(days=1),
    ),
    NewStage(
        name="Engaging", kind=StageKind.WORKING, purpose="They talk with us about the product and the price",
        limit=None, step_kind=TaskKind.CALL, step_title="Ask where they stand", step_after=timedelta(days=1),
    ),
    NewStage(
        name="Won", kind=StageKind.WON, purpose="They bought", limit=None,
        step_kind=TaskKind.CALL, step_title="Ask whether all works", step_after=timedelta(days=14),
    ),
    NewStage(
        name="Lost", kind=StageKind.LOST, purpose="They did not buy", limit=None,
        step_kind=TaskKind.EMAIL, step_title="Thank and leave the door open", step_after=timedelta(days=1),
    ),
    NewStage(
        name="Postponed", kind=StageKind.POSTPONED, purpose="Not now", limit=timedelta(days=90),
        step_kind=TaskKind.CALL, step_title="Ask whether the time has come", step_after=timedelta(days=30),
    ),
)  # fmt: skip
REASONS = (
    NewReason(StageKind.LOST, NOT_RECORDED),
    NewReason(StageKind.LOST, "Price above budget"),
    NewReason(StageKind.LOST, "Chose a competitor", asks_competitor=True),
    NewReason(StageKind.LOST, "No need or not a fit"),
    NewReason(StageKind.POSTPONED, "No budget now"),
    NewReason(StageKind.POSTPONED, "Decision moved to a later date"),
)


@dataclass(frozen=True, slots=True)
class Imported:
    """What was brought in, with everything that was corrected, missing or decided."""

    log_ins: tuple[LogIn, ...]
    deals: int
    by_stage: dict[str, int]
    companies: int
    sellers: int
    teams: int
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Seller:
    """A user who has deals: the ids of the user and of their team."""

    id: int
    team: int


@dataclass(frozen=True, slots=True)
class _Base:
    """What the deals are laid into."""

    pipeline: Pipeline
    not_recorded: int
    sellers: dict[str, _Seller]
    companies: dict[str, int]
    zone: ZoneInfo


def import_opportunities(folder: Folder, *, at: datetime, name: str) -> Imported:
    """Make the workspace `name` of the folder, as of `at`.

    Raises:
        WorkspaceExists: the database is not empty; nothing is imported twice.
    """
    with writing():
        zone = ZoneInfo(ZONE)
        began = _instant(
            min((o.engaged for o in folder.opportunities if o.engaged), default=at.date()), BEGINS, zone
        )
        open_workspace(at=began, new=NewWorkspace(name, CURRENCY, COUNTRY, ZONE, LANGUAGE))
        made = insert_pipeline(at=began, name=name, kind=PipelineKind.SALE, position=0, stages=STAGES)
        reasons = insert_reasons(REASONS)
        sellers, log_ins = _make_people(folder, began)
        companies = _make_companies(folder, began)
        base = _Base(pipeline_of(made.pk), reasons[0].pk, sellers, companies, zone)
        write_past_deals(_past_deals(folder.opportunities, base, at), at=at)
        index_companies(companies.values())
    return _told(folder, log_ins, len(companies))


def _make_people(folder: Folder, at: datetime) -> tuple[dict[str, _Seller], tuple[LogIn, ...]]:
    """Offices above, a team for each manager, who is its head. Log-ins for one of each kind; others are invited."""
    offices = {office: insert_team(office) for office in dict.fromkeys(a.office for a in folder.agents)}
    sellers: dict[str, _Seller] = {}
    emails: Counter[str] = Counter()
    log_ins = []
    admin = LogIn(Role.ADMIN, f"admin@{DOMAIN}", random_password())
    _user("Administrator", admin.email, Role.ADMIN, None, at, admin.password)
    log_ins.append(admin)
    told = _told_people(folder)
    for manager, agents in _by_manager(folder).items():
        team = insert_team(manager, offices[agents[0].office])
        for person, role in [(manager, Role.HEAD), *((agent.name, Role.SELLER) for agent in agents)]:
            password = random_password() if person in told else None
            email = _email(person, emails)
            user = _user(person, email, role, team, at, password)
            sellers[person] = _Seller(user.pk, team.pk)
            if password is not None:
                log_ins.append(LogIn(role, email, password))
    return sellers, tuple(log_ins)


def _by_manager(folder: Folder) -> dict[str, list[Agent]]:
    teams: defaultdict[str, list[Agent]] = defaultdict(list)
    for agent in folder.agents:
        teams[agent.manager].append(agent)
    return teams


def _told_people(folder: Folder) -> set[str]:
    """The first manager, that team's busiest seller, and the busiest seller of another team."""
    busy = Counter(o.agent for o in folder.opportunities)
    teams = list(_by_manager(folder).items())[:2]
    sellers = [max(agents, key=lambda agent: busy[agent.name]).name for _, agents in teams]
    return {*sellers, *(manager for manager, _ in teams[:1])}


def _email(person: str, taken: Counter[str]) -> str:
    local = ".".join(
        "".join(c for c in word.lower() if c.isascii() and c.isalnum()) for word in person.split()
    )
    taken[local] += 1
    return f"{local}{taken[local] if taken[local] > 1 else ''}@{DOMAIN}"


def _user(name: str, email: str, role: Role, team: Team | None, at: datetime, password: str | None) -> User:
    return insert_user(
        at=at,
        name=name,
        email=email,
        role=role,
        team=team,
        password=password,
        language=LANGUAGE,
        time_zone=ZONE,
    )


def _make_companies(folder: Folder, at: datetime) -> dict[str, int]:
    """The accounts; nobody's own, for sellers of every team sell to them. Parents are linked when all are there."""
    made = Company.objects.bulk_create([_company(account, at) for account in folder.accounts])
    rows = {company.name: company for company in made}
    for account in folder.accounts:
        if account.parent:
            Company.objects.filter(pk=rows[account.name].pk).update(parent=rows[account.parent])
        told = {"name": account.name}
        record(EventKind.COMPANY_CREATED, by=None, at=at, company=rows[account.name].pk, payload=told)
    return {name: row.pk for name, row in rows.items()}


def _company(account: Account, at: datetime) -> Company:
    return Company(
        name=account.name, sector=account.sector, founded_year=account.founded, annual_revenue=account.revenue,
        employees=account.employees, country=account.country, created_at=at,
    )  # fmt: skip


def _past_deals(opportunities: Iterable[Opportunity], base: _Base, at: datetime) -> list[PastDeal]:
    slots: defaultdict[str, Iterator[datetime]] = defaultdict(lambda: _slots(at, base.zone))
    return [_past_deal(opportunity, base, at, slots[opportunity.agent]) for opportunity in opportunities]


def _past_deal(opportunity: Opportunity, base: _Base, at: datetime, slots: Iterator[datetime]) -> PastDeal:
    owner = base.sellers[opportunity.agent]
    stays = tuple(_stays(opportunity, base, at))
    stage = stays[-1].stage
    lost = stage.kind is StageKind.LOST
    return PastDeal(
        pipeline=base.pipeline,
        title=opportunity.product,
        owner=owner.id,
        team=owner.team,
        by=owner.id,
        stays=stays,
        amount=None if lost else opportunity.value,
        currency=CURRENCY,
        company=base.companies.get(opportunity.account),
        external_id=opportunity.id,
        next_task=_next_task(stage, slots) if stage.kind.is_open else None,
        exit=PastExit(reason=base.not_recorded) if lost else PastExit(),
    )


def _stays(opportunity: Opportunity, base: _Base, at: datetime) -> Iterator[PastStay]:
    """From the day that is known. Prospecting has no day in the files, so such deals begin at the import."""
    prospecting, engaging = base.pipeline.working
    if opportunity.engaged is None:
        yield PastStay(prospecting if opportunity.stage == prospecting.name else engaging, at)
        return
    first = prospecting if opportunity.stage == prospecting.name else engaging
    yield PastStay(first, _instant(opportunity.engaged, BEGINS, base.zone))
    if opportunity.closed is not None:
        way_out = base.pipeline.only(StageKind.WON if opportunity.stage == "Won" else StageKind.LOST)
        yield PastStay(way_out, _instant(opportunity.closed, CLOSES, base.zone))


def _instant(day: date, hour: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, hour, zone)


def _next_task(stage: Stage, slots: Iterator[datetime]) -> NewTask:
    return NewTask(stage.default_step.kind, stage.default_step.title, next(slots))


def _slots(at: datetime, zone: ZoneInfo) -> Iterator[datetime]:
    """Half hours of the working days after `at`, one seller's next steps one after the other."""
    day = at.astimezone(zone).date()
    while True:
        day += timedelta(days=1)
        if day.isoweekday() <= 5:
            yield from (_instant(day, hour, zone) for hour in STEP_HOURS)


def _told(folder: Folder, log_ins: tuple[LogIn, ...], companies: int) -> Imported:
    by_stage = Counter(opportunity.stage for opportunity in folder.opportunities)
    managers = len(_by_manager(folder))
    offices = len({agent.office for agent in folder.agents})
    return Imported(
        log_ins, len(folder.opportunities), dict(by_stage), companies, len(folder.agents), managers + offices,
        tuple(_remarks(folder)),
    )  # fmt: skip


def _remarks(folder: Folder) -> Iterator[str]:
    """Each thing that the files don't say, or say wrong, and what was done about it. Nothing is silent."""
    for (read, right), count in sorted(folder.corrected.items()):
        yield f"{count} × “{read}” was read as “{right}”"
    deals = folder.opportunities
    counts = (
        (sum(not d.account for d in deals), "deals have no account and so no company"),
        (sum(d.engaged is None for d in deals), "deals have no engage_date and begin at the import"),
        (sum(d.value is None for d in deals), "open deals have no value and so no amount"),
        (
            sum(d.stage == "Lost" for d in deals),
            f"lost deals have no reason in the files: it is “{NOT_RECORDED}”; their value of 0 is no amount",
        ),
        (
            sum(d.stage in {"Won", "Lost"} for d in deals),
            "closed deals have no date in Prospecting and begin in Engaging",
        ),
        (len({a.name for a in folder.agents} - {d.agent for d in deals}), "sellers have no deals"),
    )
    yield from (f"{count} {what}" for count, what in counts if count)
