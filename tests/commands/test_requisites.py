"""Requisites in the base: origins, what a person typed, and an open register loaded from files."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.factories import NOON, House, make_house
from voronka.commands.clients import change_company, create_company
from voronka.commands.load_register import UnreadableRegister, load_register
from voronka.commands.requisites import set_requisites
from voronka.domain.errors import Invalid, NotFound, Problem
from voronka.domain.requisites import Origin, Requisite
from voronka.models import Company, CompanyRequisite, Event
from voronka.queries.requisites import country_code, in_register, requisites_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    return make_house()


@pytest.fixture
def company(house: House) -> Company:
    fields = {"name": "Кафе Утро", "country": "Россия"}
    return create_company(by=house.actor("Alice"), at=NOON, fields=fields)


def test_each_field_knows_its_origin_and_date(house: House, company: Company) -> None:
    alice = house.actor("Alice")
    typed = {"tax_id": "7707083893", "kpp": "773601001"}
    set_requisites(by=alice, at=NOON, company=company.pk, country="RU", fields=typed)
    later = NOON + timedelta(days=1)
    found = {"tax_id": "7707083893", "ogrn": "1022200525819"}
    set_requisites(by=alice, at=later, company=company.pk, country="RU", fields=found, origin=Origin.REGISTER)
    company.refresh_from_db()
    kept = {view.what: view.kept for view in requisites_of(company, country_code(company)) if view.kept}
    assert {what: (one.origin, one.by, one.at) for what, one in kept.items()} == {
        Requisite.TAX_ID: (Origin.TYPED, "Alice", NOON),
        Requisite.KPP: (Origin.TYPED, "Alice", NOON),
        Requisite.OGRN: (Origin.REGISTER, "Alice", later),
    }
    # What companies are found by and gates are judged by stands in its column.
    assert company.tax_id == "7707083893"
    assert Event.objects.latest("id").payload == {
        "changes": {"ogrn": ["", "1022200525819"]},
        "origin": "register",
    }


def test_a_number_that_can_t_be_right_changes_nothing(house: House, company: Company) -> None:
    fields = {"tax_id": "7707083894", "kpp": "773601001"}
    with pytest.raises(Invalid) as refused:
        set_requisites(by=house.actor("Alice"), at=NOON, company=company.pk, country="RU", fields=fields)
    assert refused.value.problems == {"tax_id": Problem.CHECK_DIGITS}
    assert not CompanyRequisite.objects.exists()
    with pytest.raises(NotFound):
        set_requisites(by=house.actor("Charlie"), at=NOON, company=company.pk, country="RU", fields={})


def test_what_is_typed_into_the_company_s_own_fields_has_an_origin_too(
    house: House, company: Company
) -> None:
    change_company(
        by=house.actor("Alice"), at=NOON, company=company.pk, fields={"legal_name": "ООО «Кафе Утро»"}
    )
    row = CompanyRequisite.objects.get()
    assert (row.name, row.value, row.origin) == ("legal_name", "ООО «Кафе Утро»", "typed")


CSV = (
    "Наименование;ИНН;КПП;ОГРН;Город;Адрес;Статус\n"
    "ООО «Кафе Утро»;7707083893;773601001;1022200525819;Самара;ул. Лесная, 1;действующее\n"
    "ООО «Кафе Вечер»;500100732259;;;Тула;;ликвидировано\n"
    "ООО «Ошибка»;7707083894;;;;;\n"
)


@pytest.mark.parametrize("encoding", ["utf-8", "cp1251"])
def test_a_register_is_loaded_and_found_by_name_city_and_number(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "register.csv"
    file.write_text(CSV, encoding=encoding)
    loaded = load_register(file)
    assert (loaded.country, loaded.companies, loaded.left_out) == ("RU", 2, 1)
    assert loaded.examples == ("ООО «Ошибка»: check_digits",)
    assert load_register(file).companies == 2
    assert [one.company.city for one in in_register("кафе")] == ["Самара", "Тула"]
    assert [one.company.is_closed for one in in_register("Кафе", "Тула")] == [True, False]
    (found,) = in_register("7707 083 893")
    assert found.company.values[Requisite.ADDRESS] == "ул. Лесная, 1"
    assert in_register("«»") == in_register("Утро") == []


def test_a_register_in_xml_is_read_by_its_elements(tmp_path: Path) -> None:
    file = tmp_path / "register.xml"
    file.write_text(
        "<data><subject><name>ТОВ «Квіткова Хвиля»</name><edrpou>32855961</edrpou><address>Дніпро</address>"
        "</subject></data>",
        encoding="utf-8",
    )
    assert load_register(file).country == "UA"
    (found,) = in_register("квіткова")
    assert found.company.values[Requisite.TAX_ID] == "32855961"


@pytest.mark.parametrize(("name", "text"), [("a.csv", "a;b\n1;2\n"), ("a.xml", "<data>"), ("b.xml", "<a/>")])
def test_what_is_no_register_says_what_to_do(tmp_path: Path, name: str, text: str) -> None:
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    with pytest.raises(UnreadableRegister):
        load_register(file)
