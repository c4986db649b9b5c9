"""The search over persons and over organisations, from what is known of them to pairs."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path

from voronka.domain.duplicates import organisations as organisation_rules
from voronka.domain.duplicates import persons as person_rules
from voronka.domain.duplicates.organisations import Organisation, OrganisationKeys
from voronka.domain.duplicates.persons import Person, PersonKeys
from voronka.reports.duplicates.engine import Matching, Row, searching
from voronka.reports.duplicates.organisations import ORGANISATIONS
from voronka.reports.duplicates.persons import PERSONS

# Two are shown to a person from here on; what is below is one in fewer than half of the cases.
LEAST = 0.5
# What groups are made from: below, a pair says against rather than for it.
LEAST_IN_GROUPS = 0.1


@contextmanager
def search(
    records: Iterable[Person] | Iterable[Organisation], *, persons: bool, folder: Path
) -> Iterator[Matching]:
    """A search that has taken the records in."""
    with searching(PERSONS if persons else ORGANISATIONS, folder) as matching:
        matching.load(map(_row, records))
        yield matching


def _row(record: Person | Organisation) -> Row:
    if isinstance(record, Person):
        keys = person_rules.person_keys(record)
        return _columns(keys), person_rules.blocking_keys(keys)
    made = organisation_rules.organisation_keys(record)
    return _columns(made), organisation_rules.blocking_keys(made)


def _columns(keys: PersonKeys | OrganisationKeys) -> dict[str, object]:
    # Not `asdict`, which copies each value deeply: of 100,000 people that is seconds.
    return {name: getattr(keys, name) for name in _NAMES[type(keys)]}


_NAMES = {kind: [field.name for field in fields(kind)] for kind in (PersonKeys, OrganisationKeys)}
