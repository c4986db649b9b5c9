"""Asking DaData: what it tells, and each way in which it may not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.servers.dadata import TOKEN, DaData, dadata
from voronka.connectors import dadata as connector
from voronka.connectors.dadata import find_companies
from voronka.domain.requisites import ProviderFailed, Requisite, Trouble

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django import Settings


@pytest.fixture
def service(settings: Settings) -> Iterator[DaData]:
    with dadata() as listening:
        settings.DADATA_TOKEN, settings.DADATA_API = TOKEN, listening.address
        yield listening


def test_a_tax_number_is_asked_by_number_and_a_name_with_its_city(service: DaData) -> None:
    (utro,) = find_companies("7707 083 893", "Самара")
    assert (utro.name, utro.city, utro.is_closed) == ("ООО «КАФЕ УТРО»", "Самара", False)
    assert utro.values[Requisite.KPP] == "773601001"
    assert utro.values[Requisite.SIGNER] == "Гусев Павел, ДИРЕКТОР"
    _, vecher = find_companies("Кафе", "Самара")
    # What can't be right is not told on.
    assert vecher.values == {Requisite.LEGAL_NAME: "ИП Вечеров"}
    assert vecher.is_closed
    assert [(path, told["query"]) for path, told in service.asked] == [
        ("/findById/party", "7707083893"),
        ("/suggest/party", "Кафе Самара"),
    ]


@pytest.mark.parametrize(
    ("status", "body", "trouble"),
    [
        (403, None, Trouble.NO_ACCESS),
        (429, None, Trouble.TOO_MANY),
        (500, None, Trouble.UNREACHED),
        (413, None, Trouble.BROKEN),
        (200, b"<html>", Trouble.BROKEN),
        (200, b'{"suggestions": [{}]}', Trouble.BROKEN),
    ],
)
def test_each_refusal_is_told_for_what_it_is(
    service: DaData, status: int, body: bytes | None, trouble: Trouble
) -> None:
    service.status, service.body = status, body
    with pytest.raises(ProviderFailed) as failed:
        find_companies("Кафе", "")
    assert failed.value.trouble is trouble
    assert trouble.may_pass is (trouble in {Trouble.TOO_MANY, Trouble.UNREACHED})


def test_a_token_that_is_wrong_and_a_service_that_is_gone(service: DaData, settings: Settings) -> None:
    settings.DADATA_TOKEN = "another"
    with pytest.raises(ProviderFailed) as refused:
        find_companies("Кафе", "")
    assert refused.value.trouble is Trouble.NO_ACCESS
    settings.DADATA_API = "http://127.0.0.1:9"
    with pytest.raises(ProviderFailed) as gone:
        find_companies("Кафе", "")
    assert gone.value.trouble is Trouble.UNREACHED


def test_who_waits_is_not_left_waiting(service: DaData, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connector, "PATIENCE", 0.05)
    service.waits = 0.3
    with pytest.raises(ProviderFailed) as late:
        find_companies("Кафе", "")
    assert late.value.trouble is Trouble.TIMED_OUT
