"""Reading and checking the folder: every row is understood, or the file is refused with its line.

The files are accounts.csv, products.csv, sales_teams.csv and sales_pipeline.csv, as their
data_dictionary.csv describes them. Known misspellings are corrected and counted, never passed over.
"""

import csv
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TypeVar

Row = Mapping[str, str]
Value = TypeVar("Value")

STAGES = ("Prospecting", "Engaging", "Won", "Lost")
COLUMNS = {
    "accounts.csv": ("account", "sector", "year_established", "revenue", "employees", "office_location", "subsidiary_of"),
    "products.csv": ("product", "series", "sales_price"),
    "sales_teams.csv": ("sales_agent", "manager", "regional_office"),
    "sales_pipeline.csv": (
        "opportunity_id", "sales_agent", "product", "account", "deal_stage", "engage_date", "close_date", "close_value",
    ),
}  # fmt: skip
SPELLINGS = {"technolgy": "technology", "Philipines": "Philippines"}
MILLION = Decimal(1_000_000)
# So many faults are told at once.
_MOST_TOLD = 10


class CannotImport(Exception):
    """The folder can't be taken; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Account:
    """A company of the files; its revenue in dollars."""

    name: str
    sector: str
    founded: int | None
    revenue: Decimal | None
    employees: int | None
    country: str
    parent: str


@dataclass(frozen=True, slots=True)
class Agent:
    """A seller with their manager and office."""

    name: str
    manager: str
    office: str


@dataclass(frozen=True, slots=True)
class Opportunity:
    """A deal of the files. `account` may be unknown, `engaged` before the work began, `closed` while open."""

    id: str
    agent: str
    product: str
    account: str
    stage: str
    engaged: date | None
    closed: date | None
    value: Decimal | None


@dataclass(frozen=True, slots=True)
class Folder:
    """Everything read. `corrected` counts each correction by what was read and what it became."""

    accounts: tuple[Account, ...]
    products: tuple[str, ...]
    agents: tuple[Agent, ...]
    opportunities: tuple[Opportunity, ...]
    corrected: Mapping[tuple[str, str], int]


@dataclass(slots=True)
class _Reading:
    """What is gathered while reading: faults with their place, and corrections."""

    faults: list[str] = field(default_factory=list)
    corrected: Counter[tuple[str, str]] = field(default_factory=Counter)

    def spelled(self, text: str, right: str) -> str:
        """The right spelling; a correction is counted."""
        if text != right:
            self.corrected[text, right] += 1
        return right

    def fault(self, file: str, line: int, what: str) -> None:
        """Keep a fault to be told with the others."""
        self.faults.append(f"{file}, line {line}: {what}")


def read_folder(folder: Path) -> Folder:
    """Read and check all files.

    Raises:
        CannotImport: with every fault, the first ones told.
    """
    rows = {name: _rows(folder / name, columns) for name, columns in COLUMNS.items()}
    reading = _Reading()
    accounts = _accounts(rows["accounts.csv"], reading)
    products = _unique("products.csv", "product", rows["products.csv"], reading)
    agents = _agents(rows["sales_teams.csv"], reading)
    known = _Known({a.name for a in accounts}, {_squeezed(p): p for p in products}, {a.name for a in agents})
    opportunities = _opportunities(rows["sales_pipeline.csv"], known, reading)
    if reading.faults:
        more = len(reading.faults) - _MOST_TOLD
        told = [*reading.faults[:_MOST_TOLD], *([f"and {more} more"] if more > 0 else [])]
        raise CannotImport("The files can't be taken as they are:\n  " + "\n  ".join(told))
    return Folder(tuple(accounts), tuple(products), tuple(agents), tuple(opportunities), reading.corrected)


def _rows(file: Path, columns: Iterable[str]) -> list[Row]:
    try:
        with file.open(encoding="utf-8-sig", newline="") as opened:
            reader = csv.DictReader(opened, strict=True, restval="")
            missing = [column for column in columns if column not in (reader.fieldnames or ())]
            if missing:
                raise CannotImport(
                    f"{file.name} has no column {', '.join(missing)}. Take the file as it was published."
                )
            return [{name: (row[name] or "").strip() for name in columns} for row in reader]
    except FileNotFoundError as error:
        raise CannotImport(
            f"There is no {file.name} in {file.parent}. The folder needs: {', '.join(COLUMNS)}."
        ) from error
    except OSError as error:
        raise CannotImport(f"{file} can't be read: {error.strerror}.") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise CannotImport(f"{file.name} is no CSV file in UTF-8 ({error}).") from error


def _unique(file: str, column: str, rows: list[Row], reading: _Reading) -> list[str]:
    """The values of a column that names things: none empty, none twice."""
    seen: dict[str, None] = {}
    for line, row in enumerate(rows, 2):
        if not row[column]:
            reading.fault(file, line, f"no {column}")
        elif row[column] in seen:
            reading.fault(file, line, f"{column} {row[column]} stands there twice")
        seen[row[column]] = None
    return list(seen)


def _accounts(rows: list[Row], reading: _Reading) -> list[Account]:
    names = set(_unique("accounts.csv", "account", rows, reading))
    accounts = []
    for line, row in enumerate(rows, 2):
        at = ("accounts.csv", line)
        if row["subsidiary_of"] and row["subsidiary_of"] not in names:
            reading.fault(*at, f"subsidiary_of {row['subsidiary_of']} is no account")
        revenue = _read(row, "revenue", Decimal, reading, at)
        accounts.append(
            Account(
                name=row["account"],
                sector=_spelling(row["sector"], reading),
                founded=_read(row, "year_established", int, reading, at),
                revenue=None if revenue is None else revenue * MILLION,
                employees=_read(row, "employees", int, reading, at),
                country=_spelling(row["office_location"], reading),
                parent=row["subsidiary_of"],
            )
        )
    return accounts


def _spelling(text: str, reading: _Reading) -> str:
    return reading.spelled(text, SPELLINGS.get(text, text))


def _agents(rows: list[Row], reading: _Reading) -> list[Agent]:
    _unique("sales_teams.csv", "sales_agent", rows, reading)
    offices: dict[str, str] = {}
    for line, row in enumerate(rows, 2):
        if not row["manager"] or not row["regional_office"]:
            reading.fault("sales_teams.csv", line, "no manager or no regional_office")
        if offices.setdefault(row["manager"], row["regional_office"]) != row["regional_office"]:
            reading.fault("sales_teams.csv", line, f"{row['manager']} has two offices")
    return [Agent(row["sales_agent"], row["manager"], row["regional_office"]) for row in rows]


@dataclass(frozen=True, slots=True)
class _Known:
    """Names that an opportunity may use; products by their letters alone."""

    accounts: set[str]
    products: Mapping[str, str]
    agents: set[str]


def _opportunities(rows: list[Row], known: _Known, reading: _Reading) -> list[Opportunity]:
    _unique("sales_pipeline.csv", "opportunity_id", rows, reading)
    return [_opportunity(line, row, known, reading) for line, row in enumerate(rows, 2)]


def _opportunity(line: int, row: Row, known: _Known, reading: _Reading) -> Opportunity:
    at = ("sales_pipeline.csv", line)
    product = known.products.get(_squeezed(row["product"]), "")
    if not product:
        reading.fault(*at, f"product {row['product'] or 'is missing'} is not in products.csv")
    if row["sales_agent"] not in known.agents:
        reading.fault(*at, f"sales_agent {row['sales_agent'] or 'is missing'} is not in sales_teams.csv")
    if row["account"] and row["account"] not in known.accounts:
        reading.fault(*at, f"account {row['account']} is not in accounts.csv")
    if row["deal_stage"] not in STAGES:
        reading.fault(*at, f"deal_stage {row['deal_stage'] or 'is missing'} is none of {', '.join(STAGES)}")
    found = Opportunity(
        id=row["opportunity_id"],
        agent=row["sales_agent"],
        product=reading.spelled(row["product"], product) if product else "",
        account=row["account"],
        stage=row["deal_stage"],
        engaged=_read(row, "engage_date", date.fromisoformat, reading, at),
        closed=_read(row, "close_date", date.fromisoformat, reading, at),
        value=_read(row, "close_value", _value, reading, at),
    )
    _check_dates(found, reading, at)
    return found


def _squeezed(text: str) -> str:
    """What tells two products apart: GTXPro is GTX Pro."""
    return "".join(text.casefold().split())


def _value(text: str) -> Decimal:
    value = Decimal(text)
    if not value.is_finite() or value < 0 or value != value.quantize(Decimal("0.01")):
        raise ValueError(text)
    return value


def _check_dates(found: Opportunity, reading: _Reading, at: tuple[str, int]) -> None:
    is_closed = found.stage in {"Won", "Lost"}
    if is_closed and (found.closed is None or found.engaged is None):
        reading.fault(*at, f"a deal that is {found.stage} has no engage_date or no close_date")
    elif is_closed and found.value is None:
        reading.fault(*at, f"a deal that is {found.stage} has no close_value")
    elif not is_closed and found.closed is not None:
        reading.fault(*at, f"a deal that is {found.stage} has a close_date")
    if found.engaged and found.closed and found.closed < found.engaged:
        reading.fault(*at, "close_date is before engage_date")


def _read(
    row: Row, column: str, parse: Callable[[str], Value], reading: _Reading, at: tuple[str, int]
) -> Value | None:
    if not row[column]:
        return None
    try:
        return parse(row[column])
    except (ValueError, InvalidOperation):
        reading.fault(*at, f"{column} “{row[column]}” can't be read")
        return None
