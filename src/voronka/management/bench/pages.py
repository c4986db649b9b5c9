"""Operations timed through HTTP, by a real server, over a connection kept alive: the time that the server tells."""

from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from functools import partial
from itertools import count, cycle
from urllib.parse import quote

import brotli
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from voronka.commands.bench_workspace.people import BenchWorkspace
from voronka.commands.bench_workspace.visitors import session_of
from voronka.management.bench.browser import Answer, Browser
from voronka.management.bench.fresh import FreshDeals
from voronka.management.bench.inside import SEARCH_GOAL, SEARCHES, people
from voronka.management.bench.sampling import Operation, Took
from voronka.models import Deal
from voronka.queries import board
from voronka.queries.board_filter import Asked
from voronka.queries.pipelines import pipeline_of

BOARD_GOAL = {"sqlite": 5.0, "postgresql": 8.0}
MOVE_GOAL = {"sqlite": 5.0, "postgresql": 8.0}
_ROLES = ("administrator", "head", "seller")


class Pages:
    """The operations of the pages that exist; `missing` names those that do not."""

    def __init__(self, made: BenchWorkspace, port: int, supply: FreshDeals) -> None:
        self.made = made
        self.supply = supply
        self.missing: list[str] = []
        self._port = port
        ids = {"administrator": made.admin, "head": made.head, "seller": made.sellers[0]}
        self._browsers = {role: Browser(port, session_of(id)) for role, id in ids.items()}
        self._sellers: dict[int, Browser] = {}

    def operations(self) -> Iterable[Operation]:
        """All that can be timed."""
        for make in (
            self._board,
            self._column,
            self._searches,
            self._lists,
            self._deal,
            self._day,
            self._writes,
        ):
            try:
                yield from make()
            except NoReverseMatch as error:
                self.missing.append(str(error).split("'")[1])

    def _board(self) -> Iterable[Operation]:
        path = reverse("board", args=[self.made.pipeline])
        for role in _ROLES:
            yield self._reading(f"board page, {role}", role, lambda: path, BOARD_GOAL)

    def _column(self) -> Iterable[Operation]:
        stage = pipeline_of(self.made.pipeline).columns[1]
        first = board.cards(people(self.made)["administrator"], [stage], Asked(), timezone.now())[stage.id]
        after = "" if first.after is None else first.after.text
        path = reverse("board-column", args=[self.made.pipeline, stage.id])
        if after:
            yield self._reading(
                "column page, administrator", "administrator", lambda: f"{path}?after={after}", part=True
            )

    def _searches(self) -> Iterable[Operation]:
        path = reverse("search")
        for role in ("administrator", "seller"):
            for what, texts in SEARCHES.items():
                yield self._reading(
                    f"search page {what}, {role}", role, partial(_asking, path, cycle(texts)), SEARCH_GOAL,
                    part=True,
                )  # fmt: skip

    def _lists(self) -> Iterable[Operation]:
        path = reverse("deal-list", args=[self.made.pipeline])
        for role in _ROLES:
            yield self._reading(f"list page, {role}", role, lambda: path)

    def _deal(self) -> Iterable[Operation]:
        ids = list(Deal.objects.filter(owner=self.made.sellers[0]).values_list("id", flat=True)[:200])
        by_turns = cycle(ids)
        reverse("deal", args=[1])
        yield self._reading("deal page, seller", "seller", lambda: reverse("deal", args=[next(by_turns)]))

    def _day(self) -> Iterable[Operation]:
        for role in ("seller", "head"):
            yield self._reading(f"My day, {role}", role, lambda: reverse("day"))

    def _writes(self) -> Iterable[Operation]:
        reverse("move", args=[1])
        yield Operation("move, page", self._move, MOVE_GOAL, "server time")
        numbers = count()
        path = reverse("new-deal")

        def create() -> Took:
            number = next(numbers)
            fields = {
                "pipeline": str(self.made.pipeline), "client": f"Made {timezone.now():%H%M%S} {number}",
                "title": f"Ice flaker {number}", "amount": "9 900", "kind": "call", "step": "Call",
                "when": f"proposed {(timezone.now() + timedelta(days=1)).isoformat()}",
            }  # fmt: skip
            return self._browsers["seller"].post(path, fields).server

        yield Operation("create deal, page", create, {}, "server time")

    def _move(self) -> Took:
        fresh = self.supply.next()
        fields = {"to": str(fresh.to), "version": str(fresh.version)}
        return self._browser_of(fresh.owner.id).post(reverse("move", args=[fresh.deal]), fields).server

    def _browser_of(self, seller: int) -> Browser:
        if seller not in self._sellers:
            self._sellers[seller] = Browser(self._port, session_of(seller))
        return self._sellers[seller]

    def _reading(
        self,
        name: str,
        role: str,
        path: Callable[[], str],
        goal: dict[str, float] | None = None,
        *,
        part: bool = False,
    ) -> Operation:
        facts: dict[str, int] = {}

        def sample() -> Took:
            answer = self._browsers[role].get(path(), part=part)
            _keep_largest(facts, answer)
            return answer.server

        return Operation(name, sample, goal or {}, "server time", facts)


def _asking(path: str, texts: Iterator[str]) -> str:
    return f"{path}?q={quote(next(texts))}"


def _keep_largest(facts: dict[str, int], answer: Answer) -> None:
    """The largest body seen, on the wire and as the page itself."""
    if len(answer.body) > facts.get("bytes_compressed", 0):
        raw = brotli.decompress(answer.body) if answer.coding == "br" else answer.body
        facts |= {"bytes_compressed": len(answer.body), "bytes": len(raw)}
