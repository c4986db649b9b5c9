"""How well and how fast duplicates are found: on labelled files, and among 100,000 invented contacts."""

import random
import re
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory

from voronka.domain.duplicates.groups import groups
from voronka.domain.duplicates.persons import Person
from voronka.management.bench.labelled import Labelled
from voronka.reports.duplicates.matching import LEAST, LEAST_IN_GROUPS, search

Pairs = set[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Agreement:
    """How what was found agrees with what is so, pair by pair over all pairs."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Their harmonic mean."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds of processor, and the most memory at once in MiB, of the process that searched and nothing else."""

    seconds: float
    memory: float


@dataclass(frozen=True, slots=True)
class Measured:
    """`pairwise`: of the pairs as they were scored; `grouped`: of all pairs within the groups made of them.

    `true_pairs`: how many are so; `lost`: those of them that were never looked at; `left_out`: pairs with only
    keys in common that too many share.
    """

    name: str
    records: int
    pairs: int
    left_out: int
    true_pairs: int
    lost: int
    pairwise: Agreement
    grouped: Agreement
    cost: Cost


def measured(labelled: Labelled) -> Measured:
    """Search labelled records and compare with the labels. To be run in a process of its own, for the memory."""
    before = time.process_time()
    with (
        TemporaryDirectory() as folder,
        search(labelled.records, persons=labelled.persons, folder=Path(folder)) as matching,
    ):
        blocked = matching.block()
        scored = [(one.left, one.right, one.surely) for one in matching.score(LEAST_IN_GROUPS)]
        grouped = _within(groups(scored, LEAST))
        cost = Cost(time.process_time() - before, _most_memory())
        true = _within(_labelled_groups(labelled.labels))
        lost = len(true) - (matching.looked_at(sorted(true)) if true else 0)
    pairwise = {(min(one, other), max(one, other)) for one, other, surely in scored if surely >= LEAST}
    return Measured(
        name=labelled.name,
        records=len(labelled.records),
        pairs=blocked.pairs,
        left_out=blocked.left_out,
        true_pairs=len(true),
        lost=lost,
        pairwise=_agreement(pairwise, true),
        grouped=_agreement(grouped, true),
        cost=cost,
    )


def _labelled_groups(labels: Sequence[str]) -> Iterator[Sequence[int]]:
    those: defaultdict[str, list[int]] = defaultdict(list)
    for at, label in enumerate(labels):
        those[label].append(at)
    return iter(those.values())


def _within(those: Iterator[Sequence[int]] | list[tuple[int, ...]]) -> Pairs:
    return {pair for members in those for pair in combinations(members, 2)}


def _agreement(found: Pairs, true: Pairs) -> Agreement:
    both = len(found & true)
    return Agreement(both / len(found) if found else 1.0, both / len(true) if true else 1.0)


def _most_memory() -> float:
    status = Path("/proc/self/status")
    found = re.search(r"VmHWM:\s+(\d+) kB", status.read_text()) if status.exists() else None
    return int(found[1]) / 1024 if found else 0.0


# -- invented contacts --------------------------------------------------------------------------------------------------

_GIVEN = (
    "Александр Алексей Анна Мария Ольга Сергей Дмитрий Екатерина Иван Наталья Olena Taras Yuliia Andrii Budi Siti Dewi "
    "Agus Sri Joko Putri Rina John Mary Robert Linda James Susan Peter Laura Thomas Emma"
)
_CITIES = "Москва Казань Самара Київ Львів Одеса Jakarta Bandung Surabaya Medan London Leeds Berlin Hamburg"
_SYLLABLES = (
    "Ив Пет Сид Ков Шев Бон Мор Лит Kur Har San Wid Nug Set Smi Bro Tay Wil Gar Mül Sch Fis",
    "ан ен ар ов ун ил ост елл or in er am ak ut ed es al ow",
    "ан ен ар ов ун ил ост елл or in er am ak ut ed es al ow",
    "ов енко ский ин чук ер awan anto iyah son ley man ton berg er",
)


def invented(count: int) -> Labelled:
    """So many contacts, each tenth of them another one again: misspelt, with another number or without a city."""
    chance = random.Random(1)  # noqa: S311 - the same people each time
    records: list[Person] = []
    labels: list[str] = []
    for id in range(count):
        if id % 10 == 9:
            of = chance.randrange(id - 9, id)
            records.append(_again(records[of], id, chance))
            labels.append(labels[of])
        else:
            records.append(_somebody(id, chance))
            labels.append(str(id))
    return Labelled(f"{count:,} contacts", persons=True, records=records, labels=labels)


def _somebody(id: int, chance: random.Random) -> Person:
    surname = "".join(chance.choice(syllables.split()) for syllables in _SYLLABLES)
    mail = f"{surname.casefold()}{chance.randrange(9999)}@example{chance.randrange(40)}.com"
    return Person(
        id=id,
        name=f"{chance.choice(_GIVEN.split())} {surname}",
        phones=(_number(chance),) if chance.randrange(10) else (),
        emails=(mail,) if chance.randrange(3) else (),
        organisation=f"ООО {surname[:3]} {chance.randrange(2000)}" if chance.randrange(2) else "",
        city=chance.choice(_CITIES.split()) if chance.randrange(4) else "",
    )


def _number(chance: random.Random) -> str:
    return f"+79{chance.randrange(10**9):09}"


def _again(one: Person, id: int, chance: random.Random) -> Person:
    at = chance.randrange(1, len(one.name) - 1)
    spoilt = (
        partial(replace, one, name=one.name[:at] + one.name[at + 1 :]),
        partial(replace, one, name=" ".join(reversed(one.name.split())), city=""),
        partial(replace, one, phones=(_number(chance),)),
        partial(replace, one, emails=(), organisation=""),
    )
    return replace(chance.choice(spoilt)(), id=id)
