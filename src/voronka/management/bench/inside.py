"""Operations timed in this process: the queries and the commands themselves, ORM included."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import cycle

from django.utils import timezone

from voronka.commands.bench_workspace.people import BenchWorkspace
from voronka.commands.clients import ClientWords
from voronka.commands.deals import NewDeal, create_deal
from voronka.commands.moves import move_deal
from voronka.commands.passing import Move
from voronka.domain.permissions import Actor
from voronka.domain.pipeline import Stage
from voronka.management.bench.fresh import FreshDeal, FreshDeals
from voronka.management.bench.sampling import Operation, timed
from voronka.models import User
from voronka.queries import board
from voronka.queries.actors import actor_of
from voronka.queries.board_filter import Asked
from voronka.queries.pipelines import pipeline_of
from voronka.queries.search import search

# What is searched for, by turns: names whole and in part, in two scripts; frequent, middling and rare ones.
SEARCHES = {
    "name fragment": (
        "ivan",
        "ivanenko",
        "kovale",
        "Самойл",
        "tashov",
        "benko",
        "Summit Dai",
        "anna koval",
        "Рыбн",
        "sam",
    ),
    "phone fragment": ("5501", "812 345", "+62 812 0077", "0812 1234", "628123", "7788", "90 01", "4455"),
    "typo": ("ivanekno", "Самолйов", "bondarneko", "shevchuuk", "kovalnko"),
    "nothing found": ("zzqxw", "qwrtpsd", "ivanenkoxx yyq", "jjjjkk", "999888777666"),
}
SEARCH_GOAL = {"sqlite": 30.0, "postgresql": 30.0}


def people(made: BenchWorkspace) -> dict[str, Actor]:
    """An administrator, the head of a team and a seller of it."""
    ids = {"administrator": made.admin, "head": made.head, "seller": made.sellers[0]}
    return {role: actor_of(User.objects.get(pk=id)) for role, id in ids.items()}


def operations(made: BenchWorkspace, supply: FreshDeals) -> Iterable[Operation]:
    """All of them."""
    yield from _board(made)
    yield Operation(
        "move, command",
        timed(lambda: move_next(supply.next())),
        {"sqlite": 5, "postgresql": 8},
        "a deal of a seller, each once",
    )
    yield Operation("create deal, command", timed(_creating(made)), {}, "with a new contact and company")
    for role in ("administrator", "seller"):
        actor = people(made)[role]
        for what, texts in SEARCHES.items():
            yield Operation(f"search {what}, {role}", timed(_searching(actor, texts)), SEARCH_GOAL)


def _board(made: BenchWorkspace) -> Iterable[Operation]:
    stages = pipeline_of(made.pipeline).columns
    for role, actor in people(made).items():
        yield Operation(
            f"board query, {role}",
            timed(partial(_cards, actor, stages)),
        )
        yield Operation(
            f"counters, {role}",
            timed(partial(_tallies, actor, stages)),
            {"sqlite": 0.3, "postgresql": 0.3},
        )


def _cards(actor: Actor, stages: Sequence[Stage]) -> object:
    return board.cards(actor, stages, Asked(), timezone.now())


def _tallies(actor: Actor, stages: Sequence[Stage]) -> object:
    return board.tallies(actor, stages, Asked().filter, timezone.now())


def move_next(fresh: FreshDeal) -> None:
    """Move a deal to the next column by the real command."""
    move_deal(by=fresh.owner, at=timezone.now(), deal=fresh.deal, move=Move(fresh.to), version=fresh.version)


def _creating(made: BenchWorkspace) -> Callable[[], object]:
    sellers = cycle([actor_of(user) for user in User.objects.filter(pk__in=made.sellers)])
    numbers = iter(range(10**9))
    began = timezone.now()

    def create() -> object:
        number = next(numbers)
        client = ClientWords(company=f"Bench {began:%H%M%S} {number}", contact=f"Olena Petrenko {number}")
        new = NewDeal(made.pipeline, title=f"Cold room {number}", client=client, amount="12 500")
        return create_deal(by=next(sellers), at=timezone.now(), new=new)

    return create


def _searching(actor: Actor, texts: Sequence[str]) -> Callable[[], object]:
    by_turns = cycle(texts)
    return lambda: search(actor, next(by_turns))
