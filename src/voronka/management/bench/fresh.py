"""Deals to be moved: each once, the sellers by turns, the gate open."""

from collections import defaultdict, deque
from dataclasses import dataclass
from itertools import zip_longest

from voronka.commands.bench_workspace.people import BenchWorkspace
from voronka.domain.permissions import Actor
from voronka.models import Deal, User
from voronka.queries.actors import actor_of


@dataclass(frozen=True, slots=True)
class FreshDeal:
    """A deal that its owner moves to the next column."""

    deal: int
    owner: Actor
    to: int
    version: int


class FreshDeals:
    """A supply of `how_many` of them; fewer where the workspace is small."""

    def __init__(self, made: BenchWorkspace, how_many: int) -> None:
        following = dict(zip(made.columns[1:-1], made.columns[2:], strict=True))
        actors = {user.pk: actor_of(user) for user in User.objects.filter(pk__in=made.sellers)}
        by_owner: defaultdict[int, list[FreshDeal]] = defaultdict(list)
        for owner, actor in actors.items():
            rows = (
                Deal.objects.exclude(need="")
                .filter(owner_id=owner, is_open=True, stage_id__in=following)
                .order_by("-version", "id")
            )
            for id, stage, version in rows.values_list("id", "stage_id", "version")[
                : how_many // len(actors) + 1
            ]:
                by_owner[owner].append(FreshDeal(id, actor, following[stage], version))
        turns = zip_longest(*by_owner.values())
        self._waiting = deque(deal for turn in turns for deal in turn if deal is not None)

    def __len__(self) -> int:
        return len(self._waiting)

    def next(self) -> FreshDeal:
        """The next one; it does not come again. IndexError when there is none left."""
        return self._waiting.popleft()
