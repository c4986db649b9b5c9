"""The search for duplicates on a small base: what it finds, and that it finds the same again."""

from pathlib import Path

import pytest

from voronka.domain.duplicates.organisations import Organisation
from voronka.domain.duplicates.persons import Person
from voronka.management.bench.duplicates import invented, measured
from voronka.reports.duplicates.engine import Scored
from voronka.reports.duplicates.matching import LEAST, search

_PEOPLE = (
    Person(
        1, name="Александр Ковалёв", phones=("+79990000001",), emails=("kovalev@alpha.test",), city="Казань"
    ),
    Person(2, name="Kovalev Sasha", phones=("+79990000001",), city="Kazan"),
    Person(3, name="Мария Ковалёва", phones=("+79165550177",), emails=("maria@alpha.test",), city="Казань"),
    Person(4, name="Robert Smith", phones=("+14155550101",)),
    Person(5, name="Bob Smith", emails=("bob.smith@beta.test",)),
    Person(6, name="Budi Hartono", phones=("+6281255500142",)),
    Person(7, name="Siti Rahayu", phones=("+6281377788899",)),
    Person(8, name="Олена Бондаренко", phones=("+380671234567",), city="Київ"),
    Person(9, name="Peter Schulz", emails=("schulz@gamma.test",), city="Berlin"),
)


def _found(tmp_path: Path) -> list[Scored]:
    with search(_PEOPLE, persons=True, folder=tmp_path) as matching:
        matching.block()
        return list(matching.score(LEAST))


def test_who_is_the_same_is_found_with_reasons_and_found_again(tmp_path: Path) -> None:
    found = _found(tmp_path)
    pairs = [(one.left, one.right) for one in found]
    assert pairs[0] == (1, 2)
    # A relative of the same town is somebody else.
    assert not {(1, 3), (2, 3)} & set(pairs)
    assert found[0].reasons["phone"] == "same"
    assert found[0].reasons["given"] == "short_form"
    assert _found(tmp_path) == found


def test_organisations_with_a_tax_number_in_common_are_one(tmp_path: Path) -> None:
    base = [
        Organisation(1, name="ООО «Ромашка»", tax_id="7707083893", city="Москва"),
        Organisation(2, name="Romashka LLC", tax_id="7707083893"),
        Organisation(3, name="ООО «Вектор»", tax_id="7736050003", city="Москва"),
        Organisation(4, name="Alpha Trading GmbH", site="alpha.test", city="Berlin"),
        Organisation(5, name="PT Sinar Jaya", phones=("+622155500142",), city="Jakarta"),
    ]
    with search(base, persons=False, folder=tmp_path) as matching:
        matching.block()
        assert [(one.left, one.right) for one in matching.score(LEAST)] == [(1, 2)]


def test_an_empty_base_has_nobody_twice(tmp_path: Path) -> None:
    with search([], persons=True, folder=tmp_path) as matching:
        assert matching.block().pairs == 0
        assert list(matching.score(LEAST)) == []


# The only one that learns from a base, which takes a thousand records and some seconds.
@pytest.mark.slow
def test_among_invented_contacts_nearly_all_are_found() -> None:
    told = measured(invented(1000))
    assert told.grouped.precision > 0.97
    assert told.grouped.recall > 0.9
    assert told.lost <= 4
