"""A robot's message to a client: over a real mail server, and among what was sent."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.factories import NOON, deal_of, make_house
from tests.robots.making import make_robot
from tests.servers.mail import mail_box
from voronka.commands.clients import ClientWords
from voronka.domain.jobs import JobKind, JobState
from voronka.domain.robot import Channel, Entered, SendMessage
from voronka.models import Dispatch, Event, Job
from voronka.robots.runner import run_robots
from voronka.worker.due import run_jobs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django import Settings

    from tests.factories import House
    from tests.servers.mail import MailBox
    from voronka.models import Deal

pytestmark = pytest.mark.django_db
TEXT = "Good day {contact}, what holds you back?\nYours, {owner}"


@pytest.fixture
def house() -> House:
    house = make_house()
    make_robot(house, "Qualify", Entered(), SendMessage(Channel.EMAIL, "Your {deal}", TEXT))
    return house


@pytest.fixture
def box(settings: Settings) -> Iterator[MailBox]:
    with mail_box() as box:
        settings.SMTP = box.server
        yield box


@pytest.fixture
def deal(house: House) -> Deal:
    """Its robot has acted, and the mail waits to be carried."""
    client = ClientWords(contact="Dewi Santoso", email="dewi@samudra.example")
    made = deal_of(house, "Alice", client=client)
    run_robots(NOON)
    return made


def sent() -> list[tuple[str, str, bool]]:
    rows = Dispatch.objects.order_by("id")
    return [(row.what, row.subject, row.sent_at == row.created_at) for row in rows]


def test_it_reaches_the_client_and_answers_reach_the_owner(deal: Deal, box: MailBox) -> None:
    run_jobs(NOON)
    [mail] = box.mails
    assert (mail["To"], mail["Reply-To"]) == ("dewi@samudra.example", "alice@stuzha.example")
    assert mail["Subject"] == "Your Blast freezer line"
    text = mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]  # it has one
    assert text.split("\r\n") == ["Good day Dewi Santoso, what holds you back?", "Yours, Alice", ""]
    assert Job.objects.get(kind=JobKind.CLIENT_MAIL).state == JobState.DONE


def test_it_stands_among_what_was_sent_by_the_robot(deal: Deal, box: MailBox) -> None:
    run_jobs(NOON)
    assert sent() == [("email", "Your Blast freezer line", True)]
    told = Event.objects.get(kind="dispatch_noted", deal_id=deal.pk)
    assert told.request_id.startswith("robot:")
    assert Dispatch.objects.values_list("by__name", flat=True).get() == "Robot"


def test_taken_by_a_server_that_hung_up_it_is_the_same_mail_again_and_noted_once(
    deal: Deal, box: MailBox
) -> None:
    box.answers = ["hang up"]
    run_jobs(NOON)
    assert sent() == []
    run_jobs(NOON + timedelta(minutes=5))
    job = Job.objects.get(kind=JobKind.CLIENT_MAIL)
    assert [mail["Message-ID"] for mail in box.mails] == [f"<{job.key}@stuzha.example>"]
    # As if the process had died before it told that the job was done.
    Job.objects.filter(pk=job.pk).update(state=JobState.WAITING, finished_at=None)
    run_jobs(NOON + timedelta(minutes=6))
    assert [mail["Message-ID"] for mail in box.mails] == [f"<{job.key}@stuzha.example>"] * 2
    assert len(sent()) == 1


def test_what_was_refused_for_good_is_not_among_what_was_sent(deal: Deal, box: MailBox) -> None:
    box.answers = ["554 No such thing here"]
    run_jobs(NOON)
    assert Job.objects.get(kind=JobKind.CLIENT_MAIL).state == JobState.FAILED
    assert sent() == []
