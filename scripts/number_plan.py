"""Makes the compact tables of Russian numbers: `python -m scripts.number_plan --mobiles PLAN.csv --cities MASKS.json`.

`--mobiles` is the register of mobile numbers that the Russian regulator publishes every month (nine columns parted by
semicolons: code, first, last, capacity, operator, two ways of saying the region, tax number); `--cities` is a list of
masks of area codes with region and city (JSON: mask, region, city). Of both only the facts are taken: range and region,
area code and city. Without files it only measures what is committed: how many of the plan's numbers lead to one region and
one clock.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import sys
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from voronka.domain.number_plan.mobiles import Share, mobile_region, plan_share
from voronka.domain.number_plan.places import regions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

ROOT = Path(__file__).resolve().parent.parent
TABLES = ROOT / "src" / "voronka" / "domain" / "number_plan"
MOBILES, LANDLINES = TABLES / "russian_mobiles.txt", TABLES / "russian_landlines.txt"
# Nobody's region: numbers that are good in the whole country.
NOWHERE = "-"
ENOUGH = 0.999
# As the two sources say what places.txt says otherwise.
SAID_OTHERWISE: Mapping[str, str] = {
    "Республика Адыгея": "RU-AD",
    "Республика Башкортостан": "RU-BA",
    "Республика Бурятия": "RU-BU",
    "Республика Дагестан": "RU-DA",
    "Республика Ингушетия": "RU-IN",
    "Кабардино-Балкарская Республика": "RU-KB",
    "Карачаево-Черкесская Республика": "RU-KC",
    "Республика Карачаево-Черкесия": "RU-KC",
    "Республика Калмыкия": "RU-KL",
    "Республика Карелия": "RU-KR",
    "Республика Марий Эл": "RU-ME",
    "Республика Мордовия": "RU-MO",
    "Республика Саха (Якутия)": "RU-SA",
    "Республика Северная Осетия - Алания": "RU-SE",
    "Республика Татарстан": "RU-TA",
    "Республика Тыва": "RU-TY",
    "Удмуртская Республика": "RU-UD",
    "Республика Хакасия": "RU-KK",
    "Чеченская Республика": "RU-CE",
    "Чувашская Республика - Чувашия": "RU-CU",
    "Кемеровская область - Кузбасс": "RU-KEM",
    "Еврейская автономная область": "RU-YEV",
    "Ненецкий автономный округ": "RU-NEN",
    "Ханты-Мансийский автономный округ - Югра": "RU-KHM",
    "Ханты-Мансийский автономный округ": "RU-KHM",
    "Чукотский автономный округ": "RU-CHU",
    "Ямало-Ненецкий автономный округ": "RU-YAN",
    "Донецкая Народная Республика": "UA-14",
    "Луганская Народная Республика": "UA-09",
    "Запорожская область": "UA-23",
    "Херсонская область": "UA-65",
    "Республика Крым": "UA-43+UA-40",
    "Город Севастополь": "UA-43+UA-40",
    "Город Москва": "RU-MOW+RU-MOS",
    "Москва и ближнее Подмосковье": "RU-MOW+RU-MOS",
    "Москва": "RU-MOW+RU-MOS",
    "Лесопарковый защитный пояс Москвы": "RU-MOS",
    "Город Санкт-Петербург": "RU-SPE+RU-LEN",
    "Санкт-Петербург": "RU-SPE+RU-LEN",
    "Российская Федерация": NOWHERE,
}
SHARED: Mapping[frozenset[str], str] = {
    frozenset({"RU-MOW+RU-MOS", "RU-MOS"}): "RU-MOW+RU-MOS",
    frozenset({"RU-SPE+RU-LEN", "RU-LEN"}): "RU-SPE+RU-LEN",
    frozenset({"RU-ARK", "RU-NEN"}): "RU-ARK+RU-NEN",
}
# What is no name of a town: districts, airports, settlements of a kind.
NO_TOWN = re.compile(r"район|пос\.|[Пп]осел|аэропорт|им\.|\d")


def region_code(said: str | list[str]) -> str:
    """The code of a region as a source says it: one name, several, or places within a region parted by bars."""
    names = said if isinstance(said, list) else said.rsplit("|", maxsplit=1)[-1].split(", ")
    codes = frozenset(_code_of(name.strip()) for name in names)
    return next(iter(codes)) if len(codes) == 1 else SHARED[codes]


def _code_of(name: str) -> str:
    known = {region.russian: region.code for region in regions()}
    return SAID_OTHERWISE.get(name) or known[name]


# -- mobiles -----------------------------------------------------------------------------------------------------------


def plan_rows(file: Path) -> Iterator[tuple[str, int, int, str]]:
    """Code, first, one after the last, region of each range, in order."""
    with file.open(encoding="utf-8-sig", newline="") as source:
        rows = list(csv.reader(source, delimiter=";"))[1:]
    for row in sorted(rows, key=lambda row: (row[0], int(row[1]))):
        yield row[0], int(row[1]), int(row[2]) + 1, region_code(row[6])


def mobile_lines(file: Path) -> Iterator[str]:
    """A line for each code: its runs of numbers, each a region with a count; `.` counts what the plan leaves out."""
    for code, rows in groupby(plan_rows(file), key=lambda row: row[0]):
        runs: list[tuple[str, int]] = []
        reached = 0
        for _, first, end, region in rows:
            if first > reached:
                runs.append((".", first - reached))
            runs.append((region, end - first))
            reached = end
        yield f"{code} {' '.join(f'{region}={_short(count)}' for region, count in _joined(runs))}"


def _joined(runs: Iterable[tuple[str, int]]) -> Iterator[tuple[str, int]]:
    for region, same in groupby(runs, key=lambda run: run[0]):
        yield region.replace("RU-", ""), sum(count for _, count in same)


def _short(count: int) -> str:
    return f"{count // 1000}k" if count % 1000 == 0 else str(count)


def differing(file: Path) -> int:
    """How many ranges of the plan the table tells otherwise, at either end or in the middle."""
    return sum(
        (mobile_region(f"{code}{number:07}") or NOWHERE) != region
        for code, first, end, region in plan_rows(file)
        for number in (first, (first + end) // 2, end - 1)
    )


# -- landlines ---------------------------------------------------------------------------------------------------------


def landline_lines(file: Path) -> Iterator[str]:
    """A line for each area code: its digits, its region, its town where the source names one only."""
    known: dict[str, tuple[str, str]] = {}
    for row in json.loads(file.read_text(encoding="utf-8")):
        digits = re.sub(r"\D", "", row["mask"])[1:]
        # Part of an exchange is not certain to be there, and mobiles have a plan of their own.
        if "region" in row and "часть" not in row["desc"] and "мобильн" not in row["desc"]:
            known[digits] = (region_code(row["region"]), _town(row["city"], digits))
    for digits, place in sorted(known.items()):
        if place != _longest(known, digits[:-1]):
            yield "|".join((digits, *place)).rstrip("|")


def _town(said: str | list[str], digits: str) -> str:
    names = said if isinstance(said, list) else [said]
    towns = [name for name in names if name and not NO_TOWN.search(name)]
    if not towns:
        return {"495": "Москва", "499": "Москва", "812": "Санкт-Петербург"}.get(digits, "")
    return towns[0] if len(towns) == 1 else ""


def _longest(known: Mapping[str, tuple[str, str]], digits: str) -> tuple[str, str] | None:
    return next((known[digits[:size]] for size in range(len(digits), 1, -1) if digits[:size] in known), None)


# -- measuring ---------------------------------------------------------------------------------------------------------


def told(share: Share) -> str:
    """The measure in words."""
    return (
        f"{share.placed:,} of {share.numbers:,} numbers ({share.ratio:.4%}) in {share.ranges:,} ranges "
        "have one region and one zone"
    )


def main() -> int:
    """Write the tables of the files given, and measure."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--mobiles", type=Path)
    parser.add_argument("--cities", type=Path)
    asked = parser.parse_args()
    if asked.mobiles:
        MOBILES.write_text("\n".join(mobile_lines(asked.mobiles)) + "\n", encoding="utf-8")
        wrong = differing(asked.mobiles)
        sys.stdout.write(f"{wrong} ends and middles of the plan's ranges are told otherwise\n")
    if asked.cities:
        LANDLINES.write_text("\n".join(landline_lines(asked.cities)) + "\n", encoding="utf-8")
    share = plan_share()
    sys.stdout.write(told(share) + "\n")
    return 0 if share.ratio >= ENOUGH else 1


if __name__ == "__main__":
    raise SystemExit(main())
