"""The pages of what one was told and how one wants to be told."""

from __future__ import annotations

import base64
from datetime import date, time, timedelta
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from lxml import html

from tests.factories import NOON, deal_of, make_house, unowned_deal
from voronka.commands.assignments import assign_deal
from voronka.commands.deals import ask_exception
from voronka.commands.due_notices import tell_of_due_tasks
from voronka.commands.evidence import add_note, change_note
from voronka.commands.hand_overs import decline_hand_over, offer_hand_over
from voronka.commands.moves import move_deal
from voronka.commands.notifications import notify
from voronka.commands.passing import Move
from voronka.commands.setup.outside import set_up_telegram
from voronka.domain.notices import Channel, NoticeKind
from voronka.models import HandOver, Notice, OutsideSettings, PushSubscription, Task, TelegramCode, User
from voronka.queries.notice_links import off_token
from voronka.queries.notices import unread_of, wishes_of
from voronka.queries.outside import mail_server
from voronka.queries.waiting import what_waits

if TYPE_CHECKING:
    from pytest_django import Settings

    from tests.factories import House

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    return make_house()


def browser(house: House, who: str = "Alice") -> Client:
    client = Client()
    client.force_login(house.people[who])
    return client


def told(house: House, who: str) -> list[str]:
    return list(Notice.objects.filter(to=house.people[who]).order_by("id").values_list("kind", flat=True))


def all_of(page: html.HtmlElement) -> str:
    return "".join(str(part) for part in page.itertext())


def words(client: Client, page: str) -> str:
    return " ".join(all_of(html.document_fromstring(client.get(page).content.decode())).split())


# -- who is told of what -------------------------------------------------------------------------------------------


def test_a_mention_is_told_once_however_often_the_note_is_changed(house: House) -> None:
    deal = deal_of(house, "Alice")
    note = add_note(by=house.actor("Alice"), at=NOON, deal=deal.pk, text="@Hana, @Alice: what now?")
    change_note(by=house.actor("Alice"), at=NOON, note=note.pk, text="@Hana, what now? @Zoe too")
    assert told(house, "Hana") == told(house, "Zoe") == [NoticeKind.MENTION]
    assert not told(house, "Alice")


def test_who_is_given_a_deal_is_told_by_whom(house: House) -> None:
    deal = deal_of(house, "Alice")
    assign_deal(by=house.actor("Hana"), at=NOON, deal=deal.pk, owner=house.people["Bob"].pk)
    assert "Hana gave you “Blast freezer line”" in words(browser(house, "Bob"), "/notices/")
    assert not told(house, "Alice")


def test_a_new_request_is_told_to_the_nearest_heads(house: House) -> None:
    unowned_deal(house)
    assert told(house, "Hana") == [NoticeKind.REQUEST_NEW]
    assert not told(house, "Ruth")
    assert not told(house, "Hugo")
    User.objects.filter(name="Hana").update(is_active=False)
    unowned_deal(house)
    assert told(house, "Ruth") == [NoticeKind.REQUEST_NEW]


def test_a_head_is_told_what_a_seller_asks_of_them(house: House) -> None:
    deal = deal_of(house, "Alice")
    ask_exception(
        by=house.actor("Alice"), at=NOON, deal=deal.pk, to=house.stage("Propose"), reason="Old friends"
    )
    assert "Alice asks you to let “Blast freezer line” through to Propose" in words(
        browser(house, "Hana"), "/notices/"
    )


def test_both_sides_of_a_hand_over_hear_of_each_other(house: House) -> None:
    deal = deal_of(house, "Alice")
    HandOver.objects.create(pipeline=house.pipeline, to_pipeline=house.pipeline)
    offer = offer_hand_over(
        by=house.actor("Alice"), at=NOON, deal=deal.pk, to=house.people["Charlie"].pk, words="Nice people"
    )
    assert told(house, "Charlie") == [NoticeKind.HAND_OVER_OFFERED]
    decline_hand_over(by=house.actor("Charlie"), at=NOON, offer=offer.pk, reason="Too far away")
    assert "Charlie does not take over “Blast freezer line”" in words(browser(house), "/notices/")
    assert "Too far away" in words(browser(house), "/notices/")


def test_tasks_are_told_of_before_and_when_they_are_late_and_once(house: House) -> None:
    tell_of_due_tasks(NOON)
    deal = deal_of(house, "Alice")
    due = deal.next_step_at
    assert due is not None
    for minute in range(-20, 20):
        tell_of_due_tasks(due + timedelta(minutes=minute))
    assert told(house, "Alice") == [NoticeKind.TASK_DUE, NoticeKind.TASK_OVERDUE]
    first, second = Notice.objects.filter(to=house.people["Alice"]).order_by("id")
    assert first.at == due - timedelta(minutes=10)
    assert second.at == due


def test_a_deal_that_was_put_off_asks_to_be_looked_at_when_its_day_comes(house: House) -> None:
    deal = deal_of(house, "Alice")
    away = Move(
        to=house.stage("Postponed"), postpone_reason=house.postpone_reason, postponed_until=date(2026, 12, 24)
    )
    move_deal(by=house.actor("Alice"), at=NOON, deal=deal.pk, move=away)
    task = Task.objects.get(deal=deal, state="open")
    tell_of_due_tasks(task.due_at - timedelta(hours=1))
    tell_of_due_tasks(task.due_at - timedelta(minutes=5))
    tell_of_due_tasks(task.due_at)
    assert told(house, "Alice") == [NoticeKind.WAKE_UP]
    assert "Time to look at “Blast freezer line” again" in words(browser(house), "/notices/")


def test_what_was_late_before_the_product_was_is_not_told(house: House) -> None:
    deal = deal_of(house, "Alice")
    assert deal.next_step_at is not None
    assert tell_of_due_tasks(deal.next_step_at + timedelta(days=1)) == 0


# -- the list ------------------------------------------------------------------------------------------------------


def test_a_notice_leads_to_its_deal_and_is_read_then(house: House) -> None:
    deal = deal_of(house, "Alice")
    notify(
        house.people["Alice"].pk, NoticeKind.LIMIT_NEAR, at=NOON, deal=deal.pk, payload={"stage": "Qualify"}
    )
    notice = Notice.objects.get()
    client = browser(house)
    assert "1 unread" in words(client, "/notices/")
    answer = client.get(f"/notices/{notice.pk}/")
    assert answer.headers["Location"] == f"/deals/{deal.pk}/"
    assert "All read" in words(client, "/notices/")


def test_of_a_deal_that_is_no_longer_ones_own_nothing_is_said(house: House) -> None:
    deal = deal_of(house, "Alice", title="Secret plant")
    notify(house.people["Alice"].pk, NoticeKind.MENTION, at=NOON, deal=deal.pk, payload={"text": "hush"})
    assign_deal(by=house.actor("Hana"), at=NOON, deal=deal.pk, owner=house.people["Bob"].pk)
    client = browser(house)
    shown = words(client, "/notices/")
    assert "Secret" not in shown
    assert "hush" not in shown
    assert "not yours to see any more" in shown
    assert (
        client.get(f"/notices/{Notice.objects.get(to=house.people['Alice']).pk}/").headers["Location"]
        == "/notices/"
    )


def test_all_is_marked_read_but_what_came_since_the_page_was_opened(house: House) -> None:
    alice = house.people["Alice"].pk
    for _ in range(3):
        notify(alice, NoticeKind.ADVICE, at=NOON, payload={"text": "Call them"})
    seen = list(Notice.objects.order_by("id").values_list("id", flat=True))[1]
    browser(house).post(reverse("notices-read"), {"until": seen})
    assert unread_of([alice])[alice][0] == 1


def test_the_list_goes_on(house: House) -> None:
    for number in range(45):
        notify(house.people["Alice"].pk, NoticeKind.ADVICE, at=NOON, payload={"text": f"Advice {number}."})
    client = browser(house)
    page = html.document_fromstring(client.get("/notices/").content)
    (link,) = page.cssselect(".more > a")
    assert "Advice 4." not in all_of(page)
    rest = client.get(link.get("href") or "", headers={"HX-Request": "true"}).content.decode()
    assert "Advice 4." in rest
    assert "<html" not in rest


def test_the_bell_counts_without_another_query(
    house: House, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    alice = house.actor("Alice")
    for _ in range(3):
        notify(alice.id, NoticeKind.ADVICE, at=NOON, payload={"text": "Call them"})
    with django_assert_num_queries(1):  # type: ignore[operator]  # the fixture is a callable
        waits = what_waits(alice, timezone.now())
    assert (waits.unread, waits.newest_notice) == (3, Notice.objects.latest("id").pk)
    page = html.document_fromstring(browser(house).get("/profile/").content)
    assert page.cssselect(".bell .badge")[0].text == "3"


def test_the_bell_is_told_in_words_what_is_new(house: House) -> None:
    alice = house.people["Alice"].pk
    notify(alice, NoticeKind.ADVICE, at=NOON, payload={"text": "Old"})
    known = Notice.objects.get().pk
    notify(alice, NoticeKind.ADVICE, at=NOON, payload={"text": "<b>New</b>"})
    answer = browser(house).get(f"/notices/new/?after={known}").json()
    assert answer["unread"] == 2
    assert [line["title"] for line in answer["lines"]] == ["<b>New</b>"]


def test_what_somebody_wrote_is_text_in_the_list(house: House) -> None:
    notify(house.people["Alice"].pk, NoticeKind.ADVICE, at=NOON, payload={"text": "<img src=x>"})
    assert b"<img src=x>" not in browser(house).get("/notices/").content


# -- choosing ------------------------------------------------------------------------------------------------------


def test_the_grid_is_kept_as_it_was_ticked(house: House) -> None:
    client = browser(house)
    page = html.document_fromstring(client.get("/profile/notices/").content)
    assert not page.cssselect('[value^="review_asked"]')
    form = {"wanted": ["mention:push", "limit_near:mail"], "quiet_from": "20:00", "quiet_until": "08:00"}
    assert client.post("/profile/notices/", form).status_code == 302
    page = html.document_fromstring(client.get("/profile/notices/").content)
    ticked = {box.get("value") for box in page.cssselect('[name="wanted"][checked]')}
    assert ticked == {"mention:push", "limit_near:mail"}
    wishes = wishes_of([house.people["Alice"].pk])[house.people["Alice"].pk]
    assert (wishes.quiet_from, wishes.quiet_until) == (time(20), time(8))


@pytest.mark.parametrize(
    ("begins", "ends"), [("20:00", ""), ("", "8:00"), ("25:99", "08:00"), ("08:00", "08:00")]
)
def test_hours_that_are_none_are_refused_and_nothing_typed_is_lost(
    house: House, begins: str, ends: str
) -> None:
    answer = browser(house).post(
        "/profile/notices/", {"wanted": ["mention:push"], "quiet_from": begins, "quiet_until": ends}
    )
    assert answer.status_code == 422
    page = html.document_fromstring(answer.content)
    assert page.cssselect(".error")
    assert page.cssselect("#quiet_from")[0].get("value") == begins
    assert [box.get("value") for box in page.cssselect('[name="wanted"][checked]')] == ["mention:push"]


def test_a_link_in_a_mail_ends_its_kind_without_a_log_in(house: House) -> None:
    alice = house.people["Alice"].pk
    address = reverse("notice-off", args=[off_token(alice, [NoticeKind.MENTION], Channel.MAIL)])
    stranger = Client(enforce_csrf_checks=True)
    assert "A colleague mentioned me" in stranger.get(address).content.decode()
    assert wishes_of([alice])[alice].wants(NoticeKind.MENTION, Channel.MAIL)
    assert stranger.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    wishes = wishes_of([alice])[alice]
    assert not wishes.wants(NoticeKind.MENTION, Channel.MAIL)
    assert wishes.wants(NoticeKind.MENTION, Channel.PUSH)
    assert wishes.wants(NoticeKind.LIMIT_PASSED, Channel.MAIL)
    assert stranger.post(f"{address[:-2]}x/").status_code == 404


# -- being reached -------------------------------------------------------------------------------------------------

POINT = base64.urlsafe_b64encode(b"\x04" + b"p" * 64).decode().rstrip("=")
SECRET = base64.urlsafe_b64encode(b"s" * 16).decode().rstrip("=")


def subscription(endpoint: str = "https://updates.push.services.mozilla.com/wpush/v2/1") -> dict[str, str]:
    return {"endpoint": endpoint, "p256dh": POINT, "auth": SECRET, "device": "Firefox, X11"}


def test_a_browser_subscribes_and_is_let_go_of(house: House) -> None:
    client = browser(house)
    key = client.post("/profile/push/key/").json()["key"]
    assert len(base64.urlsafe_b64decode(key + "=")) == 65
    assert client.post("/profile/push/key/").json()["key"] == key
    assert client.post("/profile/push/", subscription()).status_code == 201
    assert "Firefox, X11" in words(client, "/profile/notices/")
    row = PushSubscription.objects.get()
    assert browser(house, "Bob").post(f"/profile/push/{row.pk}/remove/").status_code == 404
    client.post(f"/profile/push/{row.pk}/remove/")
    assert not PushSubscription.objects.exists()


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://127.0.0.1/to",
        "https://evil.example/push.apple.com",
        "https://evilpush.apple.com.example/1",
        "http://web.push.apple.com/1",
        "https://xpush.apple.com/1",
        "https://[",
        "",
    ],
)
def test_nobody_makes_us_call_an_address_of_their_own(house: House, endpoint: str) -> None:
    assert browser(house).post("/profile/push/", subscription(endpoint)).status_code == 422
    assert not PushSubscription.objects.exists()


def test_the_worker_of_pushes_comes_from_our_own_origin(house: House) -> None:
    answer = browser(house).get("/notices/worker.js")
    assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert b"showNotification" in answer.content
    assert b"import" not in answer.content


def test_telegram_is_connected_by_a_link_that_is_not_kept(house: House) -> None:
    client = browser(house)
    assert client.post("/profile/telegram/").status_code == 422
    set_up_telegram(by=house.actor("Zoe"), at=NOON, token="7:secret")
    OutsideSettings.objects.update(telegram_name="stuzha_bot")
    shown = words(client, "/profile/notices/")
    assert "@stuzha_bot" in shown
    page = html.document_fromstring(client.post("/profile/telegram/").content)
    (link,) = [a.get("href") or "" for a in page.cssselect("a") if "t.me" in (a.get("href") or "")]
    code = link.partition("start=")[2]
    assert code not in str(list(TelegramCode.objects.values_list("hashed", flat=True)))


# -- the settings --------------------------------------------------------------------------------------------------

MAIL = {
    "host": "mail.stuzha.example", "port": "", "security": "tls", "user": "crm", "password": "hush-hush",
    "sender": "crm@stuzha.example", "address": "https://crm.stuzha.example/",
}  # fmt: skip


def test_a_mail_server_is_set_up_and_its_password_never_comes_back(house: House) -> None:
    client = browser(house, "Zoe")
    assert client.post("/settings/mail/", MAIL).status_code == 302
    server = mail_server()
    assert server is not None
    assert (server.port, server.password) == (465, "hush-hush")
    assert "hush-hush" not in OutsideSettings.objects.get().mail_password_sealed
    assert b"hush-hush" not in client.get("/settings/mail/").content
    client.post("/settings/mail/", {**MAIL, "password": "", "user": "other"})
    kept = mail_server()
    assert kept is not None
    assert (kept.user, kept.password) == ("other", "hush-hush")
    client.post("/settings/mail/", {**MAIL, "password": "", "forget_password": "on"})
    forgotten = mail_server()
    assert forgotten is not None
    assert forgotten.password == ""


def test_what_can_be_no_mail_server_is_refused(house: House) -> None:
    bad = {**MAIL, "host": "smtp://mail", "sender": "crm", "port": "99999999", "address": "crm"}
    answer = browser(house, "Zoe").post("/settings/mail/", bad)
    assert answer.status_code == 422
    assert len(html.document_fromstring(answer.content).cssselect("p.error")) == 4
    assert b"hush-hush" not in answer.content
    assert mail_server() is None


def test_another_secret_of_the_installation_opens_nothing(house: House, settings: Settings) -> None:
    browser(house, "Zoe").post("/settings/mail/", MAIL)
    settings.SECRET_KEY = "another one of at least fifty signs, which opens nothing here"
    server = mail_server()
    assert server is not None
    assert server.password == ""


def test_the_page_asks_again_until_the_server_has_answered(house: House) -> None:
    client = browser(house, "Zoe")
    client.post("/settings/mail/", MAIL)
    assert client.post("/settings/mail/try/", {"to": "nobody"}).status_code == 422
    assert client.post("/settings/mail/try/", {"to": "zoe@stuzha.example"}).status_code == 302
    page = html.document_fromstring(client.get("/settings/mail/").content)
    assert page.cssselect("#mail-attempt")[0].get("hx-trigger") == "load delay:1s"
