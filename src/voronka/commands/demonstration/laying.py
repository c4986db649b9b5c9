"""Laying a demonstration, portion by portion: each is one transaction of about a second, so a page can say how far it is."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

from django.db.models import Max

from voronka.commands.demo_workspace.stories import World, planned_for, tell
from voronka.commands.demonstration import people, words
from voronka.commands.demonstration.acts import Desk
from voronka.commands.demonstration.lives import DEALS, Life, Stay, lives, portion, stays
from voronka.commands.demonstration.telling import Objected, Reasons, Telling, tell_life
from voronka.commands.first_start import insert_user
from voronka.commands.setup.robots import begin_robots_now
from voronka.commands.setup.setup_log import What, log_setup, refuse_unless_sets_up_method
from voronka.commands.transaction import writing
from voronka.domain.demonstration import WhyNot
from voronka.domain.errors import NotFound, Refused
from voronka.domain.permissions import Actor, OfTeams, Role
from voronka.domain.pipeline import Pipeline, Stage, StageKind
from voronka.domain.playbook.model import Playbook
from voronka.domain.playbook.read import read_playbook
from voronka.models import Demonstration, Event, HandOver, ObjectionKind, PlaybookVersion, Reason, Team, User
from voronka.models import Pipeline as PipelineRow
from voronka.models import Stage as StageRow
from voronka.queries.actors import actor_of
from voronka.queries.demonstration import why_not
from voronka.queries.hand_overs import beginning
from voronka.queries.pipelines import pipeline_of
from voronka.queries.workspace import WorkspaceView, workspace

# So many deals at a time: about a second.
PORTION = 8
# With fewer sellers than these, some are invented; then there are as many as a small department has.
_ENOUGH, _DEPARTMENT = 2, 4
# In days from now.
_DUE = (-2, -1, 0, 0, 0, 1, 1, 2, 3, 5)
# What a dollar is worth, roughly: so that the amounts look like those of the country.
_WORTH = {"UAH": 40, "RUB": 90, "KZT": 500, "IDR": 15_000, "UZS": 12_000, "JPY": 150, "INR": 85, "TRY": 35}
_DOMAIN = "demonstration.example"


@dataclass(eq=False)
class NoDemonstration(Refused):
    """None can be laid now."""

    why: WhyNot


@dataclass(frozen=True, slots=True)
class Method:
    """The pipelines that are filled: in chains, by hand-overs; where one begins that was handed over, by its id."""

    chains: tuple[tuple[Pipeline, ...], ...]
    begins: Mapping[int, Stage]
    playbook: Playbook


def begin_demonstration(
    *, by: Actor | None, at: datetime, playbook: str, deals: int = DEALS, request_id: str = ""
) -> Demonstration:
    """Say that the pipelines of this playbook, which the workspace has, get about so many invented deals as of `at`.

    `by` None: the command line. Where there are hardly any sellers, some are invented whom nobody can log in as.

    Raises:
        NotAllowed, NotFound
        NoDemonstration: the workspace has deals or clients of its own, no team, or a demonstration.
    """
    if by is not None:
        refuse_unless_sets_up_method(by)
    with writing():
        why = why_not()
        if why is not None:
            raise NoDemonstration(why)
        version = PlaybookVersion.objects.filter(key=playbook).order_by("-number").first()
        if version is None:
            raise NotFound
        planned = len(lives(_method(version).chains, deals))
        row = Demonstration.objects.create(
            id=1, playbook=playbook, language=_spoken(version), began_at=at, deals=deals, planned=planned,
            since_event=Event.objects.aggregate(last=Max("id"))["last"] or 0,
        )  # fmt: skip
        _people(row, by, at)
        after = {"playbook": playbook, "sellers": row.sellers.count()}
        log_setup(What.DEMONSTRATION, row.pk, by=by, at=at, before=None, after=after, request_id=request_id)
        return row


def lay_more(*, by: Actor | None, folder: Path) -> Demonstration:
    """Lay the next portion; nothing when everything is laid. Files go under `folder`.

    Raises:
        NotAllowed
        NotFound: there is no demonstration.
    """
    if by is not None:
        refuse_unless_sets_up_method(by)
    with writing():
        row = Demonstration.objects.select_for_update().first()
        if row is None:
            raise NotFound
        if row.laid == row.planned:
            return row
        told = _Told.of(row, folder)
        planned = lives(told.method.chains, row.deals)[: row.planned]
        following = portion(planned, row.laid, PORTION)
        tell(told.life(one) for one in following)
        # Somebody may have taken a stage out meanwhile: what can't be told any more is not waited for.
        row.laid = row.laid + len(following) if following else row.planned
        Demonstration.objects.filter(pk=row.pk).update(laid=row.laid)
        begin_robots_now()
        return row


# -- the people -----------------------------------------------------------------------------------------------------


def _people(row: Demonstration, by: Actor | None, at: datetime) -> None:
    """Who works the deals: the sellers that `by` leads, and invented ones where these are too few."""
    sellers = User.objects.filter(role=Role.SELLER, is_active=True, team__isnull=False).order_by("id")
    match None if by is None else by.policy.scope:
        case OfTeams(teams):
            sellers = sellers.filter(team__in=teams)
        case _:
            pass
    owners = list(sellers)
    if len(owners) < _ENOUGH:
        invented = list(_invented(row.language, at, _team(by, owners), _DEPARTMENT - len(owners)))
        row.sellers.set(invented)
        owners += invented
    row.owners.set(owners)


def _team(by: Actor | None, owners: list[User]) -> Team:
    known = (None if by is None else by.team) or next((owner.team_id for owner in owners), None)
    return Team.objects.get(pk=known) if known is not None else Team.objects.order_by("id")[0]


def _invented(language: str, at: datetime, team: Team, count: int) -> Iterator[User]:
    zone = workspace().time_zone
    taken = set(User.objects.filter(email__endswith=f"@{_DOMAIN}").values_list("email", flat=True))
    free = (f"seller-{number}@{_DOMAIN}" for number in range(1, 1000))
    addresses = (address for address in free if address not in taken)
    for name, email in zip(people.PEOPLE[language].sellers[:count], addresses, strict=False):
        yield insert_user(
            at=at, name=name, email=email, role=Role.SELLER, team=team, password=None, language=language,
            time_zone=zone,
        )  # fmt: skip


# -- the method -----------------------------------------------------------------------------------------------------


def _spoken(version: PlaybookVersion) -> str:
    """The language of the pipelines, where there are words in it; else the one that most can read."""
    return version.language if version.language in people.PEOPLE else "en"


def _method(version: PlaybookVersion) -> Method:
    ids = PipelineRow.objects.filter(playbook__key=version.key, draft_of=None).order_by("position", "id")
    pipelines = {id: pipeline_of(id) for id in ids.values_list("id", flat=True)}
    ways = list(HandOver.objects.filter(pipeline__in=pipelines, to_pipeline__in=pipelines).order_by("id"))
    following = {way.pipeline_id: way.to_pipeline_id for way in reversed(ways)}
    begins = {
        way.to_pipeline_id: beginning(pipelines[way.to_pipeline_id], way.stage_id) for way in reversed(ways)
    }
    starts = [id for id in pipelines if id not in begins]
    chains = tuple(tuple(pipelines[id] for id in _chain(start, following)) for start in starts)
    return Method(chains, begins, read_playbook(version.text))


def _chain(start: int, following: Mapping[int, int]) -> Iterator[int]:
    """From one pipeline to the next; a circle of hand-overs is gone round once."""
    seen: set[int] = set()
    here: int | None = start
    while here is not None and here not in seen:
        seen.add(here)
        yield here
        here = following.get(here)


# -- telling --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Told:
    """What all lives of a portion share."""

    row: Demonstration
    method: Method
    reasons: Reasons
    owners: tuple[Actor, ...]
    folder: Path
    about: WorkspaceView

    @classmethod
    def of(cls, row: Demonstration, folder: Path) -> "_Told":
        version = PlaybookVersion.objects.filter(key=row.playbook).order_by("-number")[0]
        method = _method(version)
        owners = tuple(actor_of(user) for user in row.owners.filter(is_active=True).order_by("id"))
        if not owners:
            raise NotFound
        return cls(row, method, _reasons(method, row.language), owners, folder, workspace())

    def life(self, life: Life) -> Iterator[datetime]:
        """One life, the same whenever it is told."""
        chance = Random(f"{self.row.playbook} {life.number}")  # noqa: S311 - invented deals
        now, language = self.row.began_at, self.row.language
        path = stays(life, self.method.begins, now, chance)
        owner = self.owners[life.number % len(self.owners)]
        form = self.method.playbook.form
        titles = words.requests("" if form is None else form.method)
        desk = self._desk(life, path[-1], chance, owner)
        title = words.spoken(language)(titles[life.number % len(titles)])
        return tell_life(Telling(life, desk, self.reasons, title, now), path, owner)

    def _desk(self, life: Life, last: Stay, chance: Random, owner: Actor) -> Desk:
        language, zone = self.row.language, ZoneInfo(self.about.time_zone)
        say = words.spoken(language)
        world = World(say, chance, self.folder, self.row.began_at, zone)
        amount = chance.randrange(8, 240) * 250 * _WORTH.get(self.about.currency, 1)
        return Desk(
            say=say, chance=chance, folder=self.folder, zone=zone, currency=self.about.currency,
            competitors=people.PEOPLE[language].competitors, card=people.client(language, life.number),
            amount=amount, keeper=owner, due=_due(world, last.entered), present=last.entered,
            receiver=self._next,
        )  # fmt: skip

    def _next(self, owner: Actor) -> Actor:
        """To whom this one hands over: the next in the row."""
        place = next(place for place, one in enumerate(self.owners) if one.id == owner.id)
        return self.owners[(place + 1) % len(self.owners)]


def _due(world: World, entered: datetime) -> datetime:
    """When the next step is due of a deal that came where it stands at `entered`: some are late, most are to come."""
    days = world.chance.choice(_DUE)
    about = world.now + timedelta(days=days, hours=world.chance.uniform(-3, 4))
    due = planned_for(world, about, entered + timedelta(minutes=30))
    return due + timedelta(days=1) if days >= 0 and due <= world.now else due


def _reasons(method: Method, language: str) -> Reasons:
    lost = Reason.objects.filter(exit=StageKind.LOST, is_retired=False).order_by("position", "id")
    postponed = Reason.objects.filter(exit=StageKind.POSTPONED, is_retired=False).order_by("position", "id")
    proposed = StageRow.objects.filter(kind=StageKind.POSTPONED, track__is_retired=False)
    return Reasons(
        lost=tuple(lost.values_list("id", "asks_competitor")),
        postponed=tuple(postponed.values_list("id", flat=True)),
        objections=tuple(_objected(method.playbook, language)),
        tracks=dict(proposed.values_list("pipeline_id", "track_id")),
    )


def _objected(playbook: Playbook, language: str) -> Iterator[Objected]:
    """The kinds that the playbook brought and that are still offered, with what clients say."""
    rows = {row.name: row for row in ObjectionKind.objects.filter(is_retired=False)}
    say: Callable[[str], str] = words.spoken(language)
    for one in playbook.objections:
        row = rows.get(one.name.get(language, ""))
        if row is not None and one.key in words.OBJECTED:
            yield Objected(row.pk, say(words.OBJECTED[one.key]), next(iter(row.answers), ""))
