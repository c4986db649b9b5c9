"""A form on somebody's site: works without JavaScript, loses nothing that was typed, and knows what is no request."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from itertools import count
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from lxml import html

from tests.factories import NOON, House, make_house
from tests.intaking import make_source
from voronka.commands.setup.web_forms import change_form
from voronka.domain.intake import PROOF_BITS
from voronka.domain.web_form import Ask, FormField, proves
from voronka.models import Consent, ConsentWording, Deal, IntakeRequest, WebForm
from voronka.web.intake.stamp import stamp

if TYPE_CHECKING:
    from typing import Any

pytestmark = pytest.mark.django_db

FIELDS = (
    FormField(Ask.NAME, is_required=True),
    FormField(Ask.PHONE),
    FormField(Ask.CHOICE, "Which?", choices=("Room", "Line")),
)
SAID = {
    "language": "ru", "title": "", "button": "", "thanks_text": "", "thanks_url": "https://shop.example/thanks",
    "origins": "https://shop.example/contacts\nhttp://localhost:8080", "consent": "You may call me.",
}  # fmt: skip
TYPED = {"name": "Ika", "phone": "+6281255500142", "choice": "Room", "consent": "on"}


@pytest.fixture
def house() -> House:
    return make_house()


@pytest.fixture
def form(house: House) -> WebForm:
    source = make_source(house, "form", name="Site")
    change_form(by=house.actor("Hana"), at=NOON, source=source.pk, fields=FIELDS, said=SAID)
    return WebForm.objects.get(pk=source.pk)


def stamped(form: WebForm, ago: timedelta = timedelta(seconds=30)) -> str:
    return stamp(form.token, timezone.now() - ago)


def send(form: WebForm, **typed: str) -> Any:
    given = {"stamp": stamped(form), **typed}
    return Client(enforce_csrf_checks=True).post(reverse("web-form", args=[form.token]), given)


def test_a_sent_form_is_a_card_with_its_campaign_and_its_consent(form: WebForm) -> None:
    answer = send(form, **TYPED, utm_source="google", page="https://shop.example/rooms")
    assert answer.status_code == 200
    assert "Спасибо" in answer.content.decode()
    row = IntakeRequest.objects.get()
    assert row.deal == Deal.objects.get()
    assert row.circumstances["utm"] == {"utm_source": "google"}
    assert Consent.objects.get().note == "You may call me.\nv1\nhttps://shop.example/rooms"


def test_what_is_missing_is_said_and_nothing_typed_is_lost(form: WebForm) -> None:
    answer = send(form, name="", phone="none", choice="Room", utm_source="google")
    page = html.fromstring(answer.content)
    assert answer.status_code == 422
    assert {field.get("name") for field in page.cssselect("[aria-invalid]")} == {"name", "phone", "consent"}
    assert page.cssselect("[name=phone]")[0].get("value") == "none"
    assert page.cssselect("option[selected]")[0].text == "Room"
    assert page.cssselect("[name=utm_source]")[0].get("value") == "google"
    assert not IntakeRequest.objects.exists()


def test_only_the_sites_that_are_named_may_show_it(form: WebForm) -> None:
    answer = Client().get(reverse("web-form", args=[form.token]))
    policy = answer.headers["Content-Security-Policy"]
    assert policy.endswith("frame-ancestors https://shop.example http://localhost:8080")
    assert "X-Frame-Options" not in answer.headers
    assert not answer.cookies
    assert Client().get(reverse("web-form", args=["nothing"])).status_code == 404


@pytest.mark.parametrize(
    ("given", "why"), [({"homepage": "x"}, "honeypot"), ({"proof": "1"}, "wrong_proof"), ({}, "too_quick")]
)
def test_what_no_person_does_is_kept_and_rejected(form: WebForm, given: dict[str, str], why: str) -> None:
    ago = timedelta(0) if why == "too_quick" else timedelta(seconds=30)
    # A program learns nothing from the answer.
    assert send(form, **TYPED | given | {"stamp": stamped(form, ago)}).status_code == 200
    assert IntakeRequest.objects.get().why == why
    assert not Deal.objects.exists()


def test_the_same_showing_sent_twice_is_one_request(form: WebForm) -> None:
    once = stamped(form)
    for _ in range(2):
        assert send(form, **TYPED, stamp=once).status_code == 200
    assert Deal.objects.count() == 1


@pytest.mark.parametrize("ago", [timedelta(days=3), None])
def test_a_stamp_that_is_old_or_made_up_asks_to_send_again(form: WebForm, ago: timedelta | None) -> None:
    answer = send(form, **TYPED, stamp="made:up" if ago is None else stamped(form, ago))
    assert answer.status_code == 422
    new = html.fromstring(answer.content).cssselect("[name=stamp]")[0].get("value")
    assert new not in {None, "made:up"}


def test_a_proof_is_checked_by_its_hash() -> None:
    right = next(
        str(n)
        for n in count()
        if int(hashlib.sha256(f"s:{n}".encode()).hexdigest(), 16) >> (256 - PROOF_BITS) == 0
    )
    assert proves("s", right)
    assert not proves("other", right)


def test_another_wording_of_the_consent_is_another_version(house: House, form: WebForm) -> None:
    for text in ("You may write to me.", "You may write to me.", ""):
        change_form(
            by=house.actor("Hana"), at=NOON, source=form.pk, fields=FIELDS, said=SAID | {"consent": text}
        )
    assert list(ConsentWording.objects.order_by("version").values_list("version", "text")) == [
        (1, "You may call me."), (2, "You may write to me."),
    ]  # fmt: skip
    assert send(form, **{**TYPED, "consent": ""}).status_code == 200
