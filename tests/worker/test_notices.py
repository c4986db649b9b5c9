"""From what somebody was told to what reaches them: over a real mail server, and stand-ins that check the real protocols."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.factories import NOON, deal_of, make_house
from tests.servers.mail import mail_box
from tests.servers.push import push_service
from tests.servers.telegram import TOKEN, telegram
from voronka.commands.assignments import assign_deal
from voronka.commands.notice_reading import choose_channels, mark_read
from voronka.commands.notifications import notify, send_digest
from voronka.commands.reaching import add_browser, ensure_push_key, make_telegram_code
from voronka.commands.setup.outside import set_up_telegram, try_mail
from voronka.commands.spreading import clear_old_notices, gather_messages, spread_notices
from voronka.domain.jobs import JobState
from voronka.domain.notices import KINDS, Channel, NoticeKind
from voronka.domain.outside import MailServer, Outside, Security
from voronka.models import (
    Job,
    Notice,
    NoticeDelivery,
    NoticeMessage,
    OutsideSettings,
    PushSubscription,
    TelegramLink,
    User,
)
from voronka.queries.outside import attempt_at
from voronka.worker.due import run_jobs
from voronka.worker.notice_rounds import read_telegram, send_notices

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from pytest_django import Settings

    from tests.factories import House
    from tests.servers.mail import MailBox
    from tests.servers.push import PushService
    from tests.servers.telegram import Telegram

pytestmark = pytest.mark.django_db
SITE = "https://crm.stuzha.example"
# What is told at noon has been gathered by then.
GATHERED = NOON + timedelta(minutes=2)


@pytest.fixture
def house(settings: Settings) -> House:
    settings.SITE = SITE
    return make_house()


@pytest.fixture
def box(settings: Settings) -> Iterator[MailBox]:
    with mail_box() as box:
        settings.SMTP = box.server
        yield box


@pytest.fixture
def service(house: House, settings: Settings) -> Iterator[PushService]:
    """A push service with Alice's browser behind it."""
    settings.PUSH_HOSTS = ["127.0.0.1"]
    with push_service() as service:
        service.public, service.now = ensure_push_key(), NOON.timestamp()
        add_browser(by=house.actor("Alice"), at=NOON, device="Firefox", **service.subscription)
        yield service


@pytest.fixture
def bot(house: House, settings: Settings) -> Iterator[Telegram]:
    """The bot, which Alice has said who she is."""
    with telegram() as bot:
        settings.TELEGRAM_API = bot.address
        set_up_telegram(by=house.actor("Zoe"), at=NOON, token=TOKEN)
        run_jobs(NOON)
        name, code = make_telegram_code(by=house.actor("Alice"), at=NOON)
        assert name == "stuzha_bot"
        bot.write(f"/start {code}")
        read_telegram(NOON)
        bot.sent.clear()
        yield bot


def tell(
    house: House,
    kind: NoticeKind = NoticeKind.LIMIT_PASSED,
    *,
    at: datetime = NOON,
    who: str = "Alice",
    **payload: str,
) -> None:
    """Somebody is told something of a deal of theirs."""
    deal = deal_of(house, who, at=at)
    notify(house.people[who].pk, kind, at=at, deal=deal.pk, payload={"stage": "Qualify", **payload})


def work(at: datetime) -> None:
    """One look of the worker."""
    send_notices(at)
    while run_jobs(at):
        pass


def only(*channels: Channel) -> set[tuple[NoticeKind, Channel]]:
    return {(kind, channel) for kind in KINDS for channel in channels}


def test_twenty_things_are_one_mail_that_opens_each(house: House, box: MailBox) -> None:
    for minute in range(20):
        tell(house, at=NOON + timedelta(seconds=minute))
        work(NOON + timedelta(seconds=minute))
    assert not box.mails
    work(GATHERED)
    [mail] = box.mails
    text = mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]  # it has one
    html = mail.get_body(("html",)).get_content()  # type: ignore[union-attr]  # it has one
    assert mail["To"] == "Alice <alice@stuzha.example>"
    assert "and 19 more" in mail["Subject"]
    assert text.count("over its limit at Qualify") == 20
    links = [f"{SITE}/notices/{id}/" for id in Notice.objects.values_list("id", flat=True)]
    assert all(link in text and link in html for link in links)
    work(GATHERED + timedelta(hours=2))
    assert len(box.mails) == 1


def test_a_mail_is_in_its_readers_language_and_offers_to_end_such_mails(house: House, box: MailBox) -> None:
    User.objects.filter(name="Alice").update(language="ru")
    tell(house)
    work(GATHERED)
    [mail] = box.mails
    assert mail["Content-Language"] == "ru"
    assert "Blast freezer line" in mail["Subject"]
    assert "limit" not in mail["Subject"]
    assert mail["List-Unsubscribe"].startswith(f"<{SITE}/notices/off/")
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_what_people_wrote_is_no_html_in_a_mail(house: House, box: MailBox) -> None:
    tell(house, NoticeKind.MENTION, text="<script>alert(1)</script>")
    work(GATHERED)
    html = box.mails[0].get_body(("html",)).get_content()  # type: ignore[union-attr]  # it has one
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


@pytest.mark.parametrize(
    ("answer", "state"), [("451 Try again", JobState.WAITING), ("554 No such thing here", JobState.FAILED)]
)
def test_a_server_that_says_no_is_asked_again_only_where_that_helps(
    house: House, box: MailBox, answer: str, state: JobState
) -> None:
    box.answers = [answer]
    tell(house)
    work(GATHERED)
    job = Job.objects.get()
    assert job.state == state
    assert answer in job.error
    assert not NoticeMessage.objects.exclude(sent_at=None).exists()


def test_a_second_attempt_is_known_as_the_same_mail(house: House, box: MailBox) -> None:
    """The server took it and hung up before saying so: what comes again carries the same id."""
    box.answers = ["hang up"]
    tell(house)
    work(GATHERED)
    token = NoticeMessage.objects.get().token
    assert Job.objects.get().state == JobState.WAITING
    work(GATHERED + timedelta(minutes=5))
    assert [mail["Message-ID"] for mail in box.mails] == [f"<notice-{token}@stuzha.example>"]
    assert Job.objects.get().state == JobState.DONE


def test_an_address_that_is_refused_for_good_is_told_as_the_server_said_it(
    house: House, box: MailBox
) -> None:
    box.refuses = "550 No mailbox here"
    tell(house)
    work(GATHERED)
    assert "550 No mailbox here" in Job.objects.get().error
    assert Job.objects.get().state == JobState.FAILED


def test_a_server_that_is_not_there_is_tried_again(house: House, box: MailBox, settings: Settings) -> None:
    settings.SMTP = replace(box.server, port=1)
    tell(house)
    work(GATHERED)
    job = Job.objects.get()
    assert job.state == JobState.WAITING
    assert "can’t be reached" in job.error


def test_nothing_is_sent_of_what_was_read_in_the_page_meanwhile(house: House, box: MailBox) -> None:
    tell(house)
    work(NOON)
    mark_read(by=house.actor("Alice"), at=NOON, until=Notice.objects.latest("id").pk)
    work(GATHERED)
    assert not box.mails
    assert NoticeDelivery.objects.exclude(dropped_at=None).count() == 1


def test_nothing_is_sent_of_a_deal_that_has_gone_to_somebody_else(house: House, box: MailBox) -> None:
    tell(house)
    deal = Notice.objects.get().deal_id or 0
    assign_deal(by=house.actor("Hana"), at=NOON, deal=deal, owner=house.people["Bob"].pk)
    work(GATHERED)
    assert [mail["To"] for mail in box.mails] == ["Bob <bob@stuzha.example>"]
    assert "Hana gave you" in box.mails[0]["Subject"]


def test_who_left_is_told_nothing(house: House, box: MailBox) -> None:
    tell(house)
    work(NOON)
    User.objects.filter(name="Alice").update(is_active=False)
    work(GATHERED)
    assert not box.mails


def test_who_wants_it_in_the_page_only_gets_nothing_else(house: House, box: MailBox) -> None:
    alice = house.actor("Alice")
    choose_channels(by=alice, wanted=only(*Channel), only_in_page=True)
    tell(house)
    work(GATHERED)
    assert not NoticeDelivery.objects.exists()
    assert not box.mails


def test_quiet_hours_hold_back_until_they_are_over(house: House, box: MailBox) -> None:
    User.objects.filter(name="Alice").update(time_zone="Europe/Kyiv")
    choose_channels(
        by=house.actor("Alice"),
        wanted=only(Channel.MAIL),
        only_in_page=False,
        quiet_from="20:00",
        quiet_until="08:00",
    )
    evening = NOON + timedelta(hours=7)
    for hour in range(3):
        tell(house, at=evening + timedelta(hours=hour))
        work(evening + timedelta(hours=hour, minutes=5))
    assert not box.mails
    work(evening + timedelta(hours=10, minutes=59))
    assert not box.mails
    work(evening + timedelta(hours=11))
    assert len(box.mails) == 1


def test_a_digest_goes_as_it_was_written_and_once(house: House, box: MailBox) -> None:
    for _ in range(2):
        send_digest(
            house.people["Alice"].pk, NoticeKind.DIGEST_MORNING, at=NOON, subject="Your Tuesday",
            text="Two tasks", html="<p>Two <b>tasks</b></p>", key="digest_morning:2026-11-24",
        )  # fmt: skip
    work(NOON)
    [mail] = box.mails
    assert mail["Subject"] == "Your Tuesday"
    assert "<p>Two <b>tasks</b></p>" in mail.get_body(("html",)).get_content()  # type: ignore[union-attr]  # it has one


def test_a_browser_opens_what_was_pushed_to_it(house: House, service: PushService) -> None:
    tell(house)
    work(NOON)
    work(NOON + timedelta(seconds=15))
    assert not service.faults
    [got] = service.got
    assert got["title"] == "“Blast freezer line” is over its limit at Qualify"
    assert got["url"] == f"/notices/{Notice.objects.get().pk}/"
    assert service.headers[0]["topic"] == NoticeMessage.objects.get().token


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_is_gone_is_forgotten(house: House, service: PushService, status: int) -> None:
    service.statuses = [status]
    tell(house)
    work(NOON + timedelta(seconds=15))
    assert not PushSubscription.objects.exists()
    assert Job.objects.get().state == JobState.DONE


@pytest.mark.parametrize(
    ("status", "state"), [(429, JobState.WAITING), (503, JobState.WAITING), (413, JobState.FAILED)]
)
def test_a_push_service_that_says_no_is_told_of(
    house: House, service: PushService, status: int, state: JobState
) -> None:
    service.statuses = [status]
    tell(house)
    work(NOON + timedelta(seconds=15))
    job = Job.objects.get()
    assert job.state == state
    assert str(status) in job.error
    assert PushSubscription.objects.exists()


def test_a_browser_that_has_it_is_not_told_again_because_of_another(
    house: House, service: PushService
) -> None:
    with push_service() as other:
        other.public, other.now = service.public, service.now
        add_browser(by=house.actor("Alice"), at=NOON, device="Chrome", **other.subscription)
        other.statuses = [503, 503]
        tell(house)
        for seconds in (15, 45, 50, 200):
            work(NOON + timedelta(seconds=seconds))
        assert (len(service.got), len(other.got)) == (1, 1)
        assert not other.statuses
        assert other.got == service.got
    assert NoticeMessage.objects.get().sent_at == NOON + timedelta(seconds=200)
    assert set(Job.objects.values_list("state", flat=True)) == {JobState.DONE}


def test_the_bot_writes_to_whom_it_knows(house: House, bot: Telegram) -> None:
    tell(house)
    tell(house)
    work(NOON + timedelta(seconds=15))
    [sent] = bot.sent
    assert sent["chat_id"] == 900
    assert sent["text"].count("over its limit at Qualify") == 2
    assert f"{SITE}/notices/" in sent["text"]


def test_a_code_opens_once_and_not_for_long(house: House, bot: Telegram) -> None:
    _, code = make_telegram_code(by=house.actor("Bob"), at=NOON)
    bot.write(f"/start {code}", chat=901)
    read_telegram(NOON + timedelta(minutes=15))
    assert "too old" in bot.sent[-1]["text"]
    _, code = make_telegram_code(by=house.actor("Bob"), at=NOON)
    bot.write(f"/start {code}", chat=-5, kind="group")
    bot.write(f"/start {code}", chat=902)
    bot.write(f"/start {code}", chat=903)
    read_telegram(NOON)
    assert list(TelegramLink.objects.order_by("chat").values_list("chat", flat=True)) == [900, 902]
    read_telegram(NOON)
    assert len(bot.sent) == 3


def test_stop_ends_it(house: House, bot: Telegram) -> None:
    bot.write("/stop")
    read_telegram(NOON)
    tell(house)
    work(NOON + timedelta(seconds=15))
    assert not TelegramLink.objects.exists()
    assert len(bot.sent) == 1


def test_who_has_blocked_the_bot_is_left_alone(house: House, bot: Telegram) -> None:
    bot.refusals = [(403, {"description": "Forbidden: bot was blocked by the user"})]
    tell(house)
    work(NOON + timedelta(seconds=15))
    assert not TelegramLink.objects.exists()
    assert not Job.objects.filter(state=JobState.FAILED).exists()


def test_the_bot_waits_as_long_as_it_is_asked_to(house: House, bot: Telegram) -> None:
    bot.refusals = [(429, {"description": "Too Many Requests", "parameters": {"retry_after": 40}})]
    tell(house)
    work(NOON + timedelta(seconds=15))
    assert not bot.sent
    work(NOON + timedelta(seconds=54))
    assert not bot.sent
    work(NOON + timedelta(seconds=55))
    assert len(bot.sent) == 1


def test_a_trial_says_what_the_server_answered(house: House, box: MailBox) -> None:
    zoe = house.actor("Zoe")
    try_mail(by=zoe, at=NOON, to="zoe@stuzha.example", language="uk")
    waiting = attempt_at(Outside.MAIL)
    assert waiting is not None
    assert waiting.went_well is None
    run_jobs(NOON)
    done = attempt_at(Outside.MAIL)
    assert done is not None
    assert (done.went_well, done.answer) == (True, "250 Taken as 42")
    box.answers = ["535 Who are you"]
    try_mail(by=zoe, at=NOON, to="zoe@stuzha.example", language="en")
    run_jobs(NOON)
    refused = attempt_at(Outside.MAIL)
    assert refused is not None
    assert refused.went_well is False
    assert "535 Who are you" in refused.answer


def test_a_server_that_knows_no_starttls_gets_no_mail_in_the_open(
    house: House, box: MailBox, settings: Settings
) -> None:
    settings.SMTP = replace(box.server, security=Security.STARTTLS)
    try_mail(by=house.actor("Zoe"), at=NOON, to="zoe@stuzha.example", language="en")
    run_jobs(NOON)
    refused = attempt_at(Outside.MAIL)
    assert refused is not None
    assert refused.went_well is False
    assert not box.mails


def test_the_address_says_nothing_of_the_password() -> None:
    server = MailServer("mail.example", 587, Security.TLS, "crm", "hush-hush", "crm@stuzha.example")
    assert "hush" not in repr(server)


def test_each_step_may_be_taken_twice(house: House, box: MailBox) -> None:
    """Cut off anywhere, the worker begins anew; nothing is spread, gathered or sent a second time."""
    tell(house)
    for _ in range(2):
        spread_notices(NOON)
    Notice.objects.update(spread_at=None)
    spread_notices(NOON)
    assert NoticeDelivery.objects.count() == 1
    for _ in range(2):
        gather_messages(GATHERED)
    assert Job.objects.count() == 1
    work(GATHERED)
    Job.objects.update(state=JobState.WAITING, finished_at=None)
    work(GATHERED)
    assert len(box.mails) == 1


def test_what_was_told_long_ago_is_let_go(house: House, box: MailBox) -> None:
    tell(house)
    work(GATHERED)
    assert len(box.mails) == 1
    assert clear_old_notices(NOON) == 0
    assert clear_old_notices(NOON + timedelta(days=1)) == 1
    assert not NoticeMessage.objects.exists()


def test_the_keys_are_no_plain_text_in_the_database(house: House, bot: Telegram) -> None:
    assert house.people
    assert bot.address
    ensure_push_key()
    row = OutsideSettings.objects.get()
    assert TOKEN not in row.telegram_token_sealed
    assert "PRIVATE" not in row.push_key_sealed
