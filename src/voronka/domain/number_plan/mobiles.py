"""The Russian plan of mobile numbers: which region a number was given out for."""

from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from voronka.domain.number_plan.tables import table

_NOT_GIVEN_OUT, _WHOLE_COUNTRY = ".", "-"


@dataclass(frozen=True, slots=True)
class _Code:
    """The runs of one code of three digits: where each begins, and its region; None for no single one."""

    begins: tuple[int, ...]
    regions: tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Share:
    """How many numbers the plan gives out, and how many of them lead to one region and its clock."""

    numbers: int
    placed: int
    ranges: int

    @property
    def ratio(self) -> float:
        """From 0 to 1."""
        return self.placed / self.numbers


def mobile_region(national: str) -> str | None:
    """The region's code of a number of ten digits that begins with 9; None: not given out, or good in the whole country."""
    line = _lines().get(national[:3])
    if line is None or len(national) != 10:
        return None
    code = _code(line)
    return code.regions[bisect_right(code.begins, int(national[3:])) - 1]


def plan_share() -> Share:
    """Count the plan through."""
    runs = [_run(run) for line in _lines().values() for run in line.split()]
    given = [(region, count) for region, count in runs if region != _NOT_GIVEN_OUT]
    placed = sum(count for region, count in given if _region(region) is not None)
    return Share(sum(count for _, count in given), placed, len(given))


@lru_cache(maxsize=1)
def _lines() -> dict[str, str]:
    return dict(line.split(" ", 1) for line in table("russian_mobiles.txt"))


@lru_cache(maxsize=128)
def _code(line: str) -> _Code:
    runs = [_run(run) for run in line.split()]
    ends = list(accumulate(count for _, count in runs))
    # What follows the last run is not given out.
    return _Code((0, *ends), (*(_region(region) for region, _ in runs), None))


def _run(text: str) -> tuple[str, int]:
    region, count = text.split("=")
    return region, int(count[:-1]) * 1000 if count.endswith("k") else int(count)


def _region(short: str) -> str | None:
    """`MOW+MOS` is written for RU-MOW+RU-MOS."""
    if short in {_NOT_GIVEN_OUT, _WHOLE_COUNTRY}:
        return None
    return "+".join(part if "-" in part else f"RU-{part}" for part in short.split("+"))
