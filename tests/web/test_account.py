"""Logging in with limits, out, the language before it, the profile and the password."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.factories import make_house
from voronka.commands.accounts import reset_password
from voronka.models import LoginFailure, User

if TYPE_CHECKING:
    from tests.factories import House

pytestmark = pytest.mark.django_db

PASSWORD = "seven green otters"
OTHER = "nine purple lanterns"
ALICE = "alice@stuzha.example"


@pytest.fixture
def house(settings: Any) -> House:
    settings.PASSWORD_HASHERS = ["tests.web.quick_hasher.QuickArgon2"]
    house = make_house()
    User.objects.update(password=make_password(PASSWORD))
    return house


def log_in(client: Client, email: str = ALICE, password: str = PASSWORD, **more: Any) -> Any:
    address = more.pop("address", "203.0.113.7")
    data = {"email": email, "password": password, **more}
    return client.post(reverse("login"), data, REMOTE_ADDR=address)


def is_in(client: Client) -> bool:
    return client.get(reverse("profile")).status_code == 200


# -- logging in ---------------------------------------------------------------------------------------------------


def test_e_mail_and_password_open_the_first_page(house: House) -> None:
    client = Client()
    response = log_in(client)
    assert (response.status_code, response.headers["Location"]) == (302, reverse("home"))
    assert is_in(client)


def test_passwords_are_kept_as_argon2_with_the_work_of_the_settings() -> None:
    assert make_password(PASSWORD).startswith("argon2$argon2id$v=19$m=102400,t=2,p=8$")


@pytest.mark.parametrize("email", ["ALICE@stuzha.example", "  alice@stuzha.example "])
def test_the_e_mail_may_be_written_in_any_case_and_with_spaces(house: House, email: str) -> None:
    assert log_in(Client(), email).status_code == 302


def test_a_stranger_is_sent_to_the_log_in_and_then_where_they_wanted(house: House) -> None:
    client = Client()
    wanted = reverse("people") + "?q=pol"
    sent = client.get(wanted).headers["Location"]
    page = client.get(sent)
    assert 'name="next" value="/people/?q=pol"' in page.content.decode()
    assert log_in(client, next=wanted).headers["Location"] == wanted


def test_the_form_works_without_scripts(house: House) -> None:
    page = Client().get(reverse("login")).content.decode()
    assert '<form class="plain-sheet" method="post" action="/login/">' in page
    assert "csrfmiddlewaretoken" in page


def test_a_forged_form_is_refused(house: House) -> None:
    client = Client(enforce_csrf_checks=True)
    assert log_in(client).status_code == 403
    assert not is_in(client)


def test_an_unknown_e_mail_and_a_wrong_password_get_the_same_answer(house: House) -> None:
    wrong = log_in(Client(), ALICE, "wrong").content.decode()
    unknown = log_in(Client(), "nobody@stuzha.example", "wrong").content.decode()
    same = unknown.replace("nobody@stuzha.example", ALICE)
    assert without_tokens(wrong) == without_tokens(same)
    assert "do not fit together" in wrong


def without_tokens(page: str) -> list[str]:
    return [line for line in page.splitlines() if "csrf" not in line]


def test_a_refused_log_in_keeps_the_e_mail_and_never_the_password(house: House) -> None:
    response = log_in(Client(), ALICE, "wrong word")
    assert response.status_code == 422
    assert ALICE in response.content.decode()
    assert "wrong word" not in response.content.decode()


def test_who_was_shut_out_does_not_get_in(house: House) -> None:
    User.objects.filter(email=ALICE).update(is_active=False)
    client = Client()
    assert log_in(client).status_code == 422
    assert not is_in(client)


def test_who_is_shut_out_loses_the_session(house: House) -> None:
    client = Client()
    log_in(client)
    User.objects.filter(email=ALICE).update(is_active=False)
    assert not is_in(client)


def test_the_session_gets_a_new_key(house: House) -> None:
    client = Client()
    client.session["before"] = 1
    planted = client.session
    planted["cart"] = "x"
    planted.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = planted.session_key or ""
    log_in(client)
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != planted.session_key


def test_who_is_in_needs_no_form(house: House) -> None:
    client = Client()
    log_in(client)
    assert client.get(reverse("login")).headers["Location"] == reverse("home")


def test_a_session_of_one_person_is_not_carried_over_to_another(house: House) -> None:
    client = Client()
    log_in(client)
    log_in(client, "bob@stuzha.example")
    assert "bob@stuzha.example" in client.get(reverse("profile")).content.decode()


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example/",
        "//evil.example/",
        "///evil.example/",
        "/\\evil.example/",
        "\\\\evil.example",
        "/%09//evil.example",
        "/\t/evil.example",
        "javascript:alert(1)",
        "people/",
        "/login/",
        "/logout/",
        "/nowhere/",
        "/people/\r\nSet-Cookie: a=b",
        "/" + "a" * 5000,
        "\x00",
    ],
)
def test_next_leads_only_to_pages_of_ours(house: House, wanted: str) -> None:
    assert log_in(Client(), next=wanted).headers["Location"] == reverse("home")


@pytest.mark.parametrize("junk", ["", "\x00", "a" * 10_000, "'; --", "🦦", "a@b", "\ud7ff"])
def test_junk_is_refused_politely(house: House, junk: str) -> None:
    assert log_in(Client(), junk, junk).status_code == 422


# -- the limit on guessing -----------------------------------------------------------------------------------------


def test_after_five_failures_an_e_mail_is_closed_for_a_while(house: House) -> None:
    for number in range(5):
        assert log_in(Client(), password=f"guess {number}", address=f"198.51.100.{number}").status_code == 422
    closed = log_in(Client(), address="198.51.100.99")
    assert closed.status_code == 429
    assert "Try again in 15 minutes." in closed.content.decode()
    assert 890 < int(closed.headers["Retry-After"]) <= 900


def test_an_unknown_e_mail_is_closed_just_the_same(house: House) -> None:
    answers = [log_in(Client(), "nobody@stuzha.example").status_code for _ in range(6)]
    assert answers == [422] * 5 + [429]


def test_the_case_of_the_e_mail_opens_no_second_count(house: House) -> None:
    for email in (ALICE, ALICE.upper(), "Alice@Stuzha.Example", f" {ALICE}", "aLICE@stuzha.example"):
        log_in(Client(), email, "wrong")
    assert log_in(Client(), "ALICE@STUZHA.example").status_code == 429


def test_it_opens_again_when_the_first_failure_is_fifteen_minutes_old(house: House) -> None:
    for _ in range(5):
        log_in(Client(), password="wrong")
    LoginFailure.objects.update(at=timezone.now() - timedelta(minutes=14))
    assert "Try again in 1 minute." in log_in(Client()).content.decode()
    LoginFailure.objects.update(at=timezone.now() - timedelta(minutes=15))
    assert log_in(Client()).status_code == 302


def test_attempts_while_closed_do_not_prolong_it(house: House) -> None:
    for _ in range(9):
        log_in(Client(), password="wrong")
    assert LoginFailure.objects.filter(key=f"email:{ALICE}").count() == 5


def test_a_success_forgets_the_failures_of_the_e_mail(house: House) -> None:
    for _ in range(4):
        log_in(Client(), password="wrong")
    log_in(Client())
    assert [log_in(Client(), password="wrong").status_code for _ in range(5)] == [422] * 5


def test_an_address_is_closed_after_thirty_failures_whatever_the_e_mails(house: House) -> None:
    for number in range(30):
        log_in(Client(), f"user{number}@stuzha.example", "wrong")
    assert log_in(Client()).status_code == 429
    assert log_in(Client(), address="203.0.113.8").status_code == 302


def test_one_known_password_does_not_open_an_address_for_guessing_others(house: House) -> None:
    for number in range(28):
        log_in(Client(), f"user{number}@stuzha.example", "wrong")
    log_in(Client())
    assert LoginFailure.objects.filter(key="address:203.0.113.7").count() == 28


def test_all_of_a_network_of_ipv6_is_one_address(house: House) -> None:
    for number in range(30):
        log_in(Client(), f"user{number}@stuzha.example", "wrong", address=f"2001:db8:0:1::{number:x}")
    assert log_in(Client(), address="2001:db8:0:1:ffff::1").status_code == 429
    assert log_in(Client(), address="2001:db8:0:2::1").status_code == 302


def test_behind_a_proxy_the_proxy_says_who_comes(house: House, settings: Any) -> None:
    settings.BEHIND_PROXY = True
    for number in range(30):
        claim = f"10.0.0.{number}, 198.51.100.7"
        data = {"email": f"user{number}@stuzha.example", "password": "wrong"}
        Client().post(reverse("login"), data, headers={"X-Forwarded-For": claim})
    answer = Client().post(
        reverse("login"),
        {"email": ALICE, "password": PASSWORD},
        headers={"X-Forwarded-For": "10.9.9.9, 198.51.100.7"},
    )
    assert answer.status_code == 429


def test_without_a_proxy_nobody_chooses_their_own_address(house: House) -> None:
    for number in range(30):
        data = {"email": f"user{number}@stuzha.example", "password": "wrong"}
        Client().post(reverse("login"), data, headers={"X-Forwarded-For": f"10.0.0.{number}"})
    assert Client().post(reverse("login"), {"email": ALICE, "password": PASSWORD}).status_code == 429


# -- out, and the language ------------------------------------------------------------------------------------------


def test_logging_out_ends_the_session(house: House) -> None:
    client = Client()
    log_in(client)
    assert client.get(reverse("logout")).status_code == 405
    assert is_in(client)
    assert client.post(reverse("logout")).headers["Location"] == reverse("login")
    assert not is_in(client)


def test_a_stranger_chooses_the_language_of_the_log_in() -> None:
    client = Client()
    response = client.post(reverse("language"), {"language": "uk", "next": "/people/"})
    assert response.headers["Location"] == "/login/?next=%2Fpeople%2F"
    assert client.cookies[settings.LANGUAGE_COOKIE_NAME].value == "uk"
    assert '<html lang="uk"' in client.get(reverse("login")).content.decode()


@pytest.mark.parametrize("junk", ["", "xx", "../en", "en\r\nSet-Cookie: a=b"])
def test_a_language_that_is_none_is_not_kept(junk: str) -> None:
    client = Client()
    client.post(reverse("language"), {"language": junk})
    assert settings.LANGUAGE_COOKIE_NAME not in client.cookies


def test_the_browser_is_asked_for_its_language_first() -> None:
    page = Client(headers={"Accept-Language": "ru,en;q=0.5"}).get(reverse("login")).content.decode()
    assert '<html lang="ru"' in page


# -- the profile -----------------------------------------------------------------------------------------------------

PROFILE = {
    "name": "Alice Q.",
    "language": "id",
    "time_zone": "Asia/Jakarta",
    "theme": "dark",
    "shortcuts": "on",
}


def test_the_profile_is_saved(house: House) -> None:
    client = Client()
    log_in(client)
    assert client.post(reverse("profile"), PROFILE).status_code == 302
    alice = User.objects.get(email=ALICE)
    assert (alice.name, alice.language, alice.time_zone, alice.theme, alice.shortcuts) == (
        "Alice Q.",
        "id",
        "Asia/Jakarta",
        "dark",
        True,
    )
    page = client.get(reverse("profile")).content.decode()
    assert 'lang="id"' in page
    assert 'data-theme="dark"' in page


def test_shortcuts_can_be_switched_off(house: House) -> None:
    client = Client()
    log_in(client)
    client.post(reverse("profile"), {key: value for key, value in PROFILE.items() if key != "shortcuts"})
    assert 'data-shortcuts="off"' in client.get(reverse("profile")).content.decode()


@pytest.mark.parametrize(
    ("field", "junk"),
    [
        ("name", ""),
        ("name", "x" * 121),
        ("language", "xx"),
        ("time_zone", "Mars/Base"),
        ("time_zone", ""),
        ("time_zone", "../../etc/passwd"),
        ("theme", "pink"),
    ],
)
def test_a_wrong_value_is_refused_and_nothing_typed_is_lost(house: House, field: str, junk: str) -> None:
    client = Client()
    log_in(client)
    response = client.post(reverse("profile"), PROFILE | {"name": "Typed Name", field: junk})
    assert response.status_code == 422
    assert "error" in response.content.decode()
    assert "Typed Name" in response.content.decode() or field == "name"
    assert User.objects.get(email=ALICE).name == "Alice"


def test_the_profile_changes_neither_role_nor_e_mail(house: House) -> None:
    client = Client()
    log_in(client)
    client.post(
        reverse("profile"), PROFILE | {"role": "admin", "email": "boss@stuzha.example", "is_active": "0"}
    )
    alice = User.objects.get(name="Alice Q.")
    assert (alice.role, alice.email, alice.is_active) == ("seller", ALICE, True)


# -- the password ----------------------------------------------------------------------------------------------------


def change(client: Client, old: str = PASSWORD, new: str = OTHER, again: str | None = None) -> Any:
    data = {"old": old, "new": new, "again": new if again is None else again}
    return client.post(reverse("password"), data)


def test_a_new_password_ends_every_other_session(house: House) -> None:
    here, there = Client(), Client()
    log_in(here)
    log_in(there)
    assert change(here).status_code == 302
    assert is_in(here)
    assert not is_in(there)
    assert log_in(Client()).status_code == 422
    assert log_in(Client(), password=OTHER).status_code == 302


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"old": "wrong"}, "not your present password"),
        ({"new": "short"}, "too easy to guess"),
        ({"new": "password1234"}, "too easy to guess"),
        ({"new": "alice@stuzha.example"}, "too easy to guess"),
        ({"new": ""}, "Fill this in"),
        ({"new": PASSWORD}, "the one you have now"),
        ({"again": "something else entirely"}, "differs from the new password"),
        ({"new": "x" * 2000}, "too long"),
    ],
)
def test_a_bad_new_password_is_refused(house: House, given: dict[str, str], said: str) -> None:
    client = Client()
    log_in(client)
    response = change(client, **given)
    assert response.status_code == 422
    assert said in response.content.decode()
    assert log_in(Client()).status_code == 302


def test_the_present_password_can_not_be_guessed_there_either(house: House) -> None:
    client = Client()
    log_in(client)
    answers = [change(client, old=f"guess {number}").status_code for number in range(6)]
    assert answers == [422] * 5 + [429]
    assert change(client).status_code == 429


def test_no_password_ever_comes_back_in_a_page(house: House) -> None:
    client = Client()
    log_in(client)
    assert OTHER not in change(client, old="wrong").content.decode()


# -- a password that somebody else made ----------------------------------------------------------------------------------


@pytest.fixture
def given(house: House) -> Client:
    """Alice's browser, logged in by a password that Zoe has just made for her."""
    made = reset_password(by=house.actor("Zoe"), at=timezone.now(), user=house.people["Alice"].pk)
    client = Client()
    log_in(client, password=made.password)
    client.given = made.password  # type: ignore[attr-defined]
    return client


def changed(client: Client, **data: str) -> Any:
    form = {"old": client.given, "new": OTHER, "again": OTHER}  # type: ignore[attr-defined]
    return client.post(reverse("password"), form | data)


@pytest.mark.parametrize("page", ["/", "/day/", "/people/?q=ice", "/profile/", "/nowhere/"])
def test_a_given_password_opens_only_the_change_to_ones_own(given: Client, page: str) -> None:
    answer = given.get(page)
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"{reverse('password')}?{urlencode({'next': page})}"


def test_the_page_says_why_and_shows_nothing_of_the_workspace(given: Client) -> None:
    page = given.get(reverse("password")).content.decode()
    assert "somebody else may know it" in page
    assert "data-live" not in page
    assert reverse("day") not in page


def test_a_part_of_a_page_and_a_form_lead_there_too_and_do_nothing(given: Client) -> None:
    part = given.get(reverse("day-part"), headers={"HX-Request": "true"})
    assert (part.status_code, part.headers["HX-Redirect"], part.content) == (403, reverse("password"), b"")
    assert given.post(reverse("profile"), PROFILE).status_code == 302
    assert User.objects.get(email=ALICE).name == "Alice"


def test_ones_own_password_opens_everything_and_leads_on(given: Client) -> None:
    assert changed(given, next="/people/?q=ice").headers["Location"] == "/people/?q=ice"
    assert is_in(given)
    again = Client()
    log_in(again, password=OTHER)
    assert is_in(again)


@pytest.mark.parametrize("wanted", ["", "https://evil.example/", "/profile/password/"])
def test_without_a_wish_it_leads_to_the_first_page(given: Client, wanted: str) -> None:
    assert changed(given, next=wanted).headers["Location"] == reverse("home")


def test_the_given_password_is_not_taken_as_ones_own(given: Client) -> None:
    same = given.given  # type: ignore[attr-defined]
    refused = changed(given, new=same, again=same, next="/people/")
    assert refused.status_code == 422
    assert "the one you have now" in refused.content.decode()
    assert 'value="/people/"' in refused.content.decode()
    assert not is_in(given)


def test_with_a_given_password_one_can_leave(given: Client) -> None:
    assert given.post(reverse("logout")).headers["Location"] == reverse("login")
