"""What a page fetches by itself, when a colleague changed something or time has passed, is there."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urljoin

import pytest
from django.test import Client
from lxml import html

from tests.factories import make_house

if TYPE_CHECKING:
    from tests.factories import House

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def house(db: None) -> House:
    return make_house()


@pytest.mark.parametrize("path", ["/day/", "/week/", "/morning/", "/problems/", "/problems/?kind=overdue"])
def test_what_follows_the_changes_of_colleagues_is_found(house: House, path: str) -> None:
    client = Client()
    client.force_login(house.people["Hana"])
    page = html.document_fromstring(client.get(path).content.decode())
    parts = page.cssselect('[hx-get][hx-trigger*="voronka:deal-changed"]')
    assert parts
    for part in parts:
        assert client.get(urljoin(path, str(part.get("hx-get")))).status_code == 200, part.get("hx-get")
