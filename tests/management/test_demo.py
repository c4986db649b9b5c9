"""The demo workspace: the figures of the design, in four languages, the same for the same seed."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import product
from random import Random
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction

from tests.management.soundness import assert_sound
from voronka.commands.demo_workspace import cast, invented, playbook, texts
from voronka.commands.demo_workspace.history import pasts
from voronka.commands.demo_workspace.load import Demo, entered_before, load_demo
from voronka.commands.demo_workspace.open_deals import Due
from voronka.commands.demo_workspace.translations import TABLES
from voronka.commands.first_start import NewStage
from voronka.domain.working_time import OFFICE_WEEK, Calendar
from voronka.models import Attachment, Deal, Event, Stage, StageFlow, Task, Team, User

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytest_django import DjangoDbBlocker

    from voronka.commands.first_start import NewStage

NOW = datetime(2026, 11, 24, 9, 42, tzinfo=UTC)
# Longer at their stages than these allow, in the design's pictures.
OVER = {
    "Reefer dock refit, 6 bays",
    "Walk-in coolers ×3",
    "Display fridges, 14 shops",
    "Roastery cold chain",
    "Bakery blast chillers",
    "Grain-dryer cooling loop",
}


def conversion(stage: Stage) -> float:
    """Who left the stage onwards in the last 90 days, of all who left it."""
    since = (NOW - timedelta(days=90)).date()
    left = dict.fromkeys(("forward", "won"), 0)
    everybody = 0
    for how, visits in StageFlow.objects.filter(stage=stage, day__gt=since).values_list("left_how", "visits"):
        left[how] = left.get(how, 0) + visits
        everybody += visits
    return (left["forward"] + left["won"]) / everybody


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the demo's files are."""
    return tmp_path_factory.mktemp("files")


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: DjangoDbBlocker, folder: Path) -> Iterator[Demo]:
    """The base set, loaded once for all tests here: it takes seconds."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield load_demo(at=NOW, seed=1, language="en", folder=folder)
        transaction.set_rollback(True)


@pytest.mark.slow
@pytest.mark.django_db
def test_the_base_set_is_sound(demo: Demo) -> None:
    assert_sound()
    assert demo.deals == Deal.objects.count()
    ats = list(Event.objects.order_by("id").values_list("at", flat=True))
    assert ats == sorted(ats)
    assert ats[-1] <= NOW


@pytest.mark.slow
@pytest.mark.django_db
def test_the_base_set_has_the_figures_of_the_design(demo: Demo) -> None:
    stages = {stage.name: stage for stage in Stage.objects.filter(pipeline__position=0)}
    columns = [
        ("Unsorted", 4, 70_900, 0.75), ("Qualify", 12, 286_000, 0.58), ("Meet", 9, 342_000, 0.67),
        ("Propose", 11, 418_000, 0.36), ("Agree terms", 4, 236_000, 0.75), ("Sign & pay", 2, 61_000, 0.81),
    ]  # fmt: skip
    for name, count, amount, share in columns:
        deals = Deal.objects.filter(stage=stages[name])
        assert deals.count() == count, name
        assert sum((deal.amount_base for deal in deals), Decimal(0)) == amount, name
        assert round(conversion(stages[name]), 2) == pytest.approx(share, abs=0.011), name
    open_deals = Deal.objects.filter(is_open=True, pipeline__position=0)
    assert open_deals.count() == 42
    assert open_deals.filter(next_step_at__lt=NOW).count() == 7
    assert {deal.title for deal in open_deals.filter(limit_at__lt=NOW)} == OVER
    assert Task.objects.filter(state="done").count() > 200
    assert Deal.objects.filter(pipeline__position=1, is_open=True).count() == 5


@pytest.mark.slow
@pytest.mark.django_db
def test_the_deal_of_the_design_has_its_client_and_files(demo: Demo, folder: Path) -> None:
    told = Deal.objects.get(title="Blast freezer line, 12 t/day")
    assert told.amount == 86_400
    assert told.contact is not None
    assert told.contact.name == "Bagus Hartanto"
    assert {a.name for a in Attachment.objects.filter(deal=told)} == {"Site-checklist.pdf", "Offer-v2.pdf"}
    files = [folder / path for path in Attachment.objects.values_list("path", flat=True)]
    assert all(file.read_bytes().startswith(b"%PDF-1.4") for file in files)


@pytest.mark.slow
@pytest.mark.django_db
def test_the_told_people_can_log_in_and_nobody_else(demo: Demo) -> None:
    assert [log_in.role.value for log_in in demo.log_ins] == ["admin", "head", "seller", "seller"]
    assert len({log_in.password for log_in in demo.log_ins}) == 4
    users = {user.email: user for user in User.objects.all()}
    for log_in in demo.log_ins:
        assert users.pop(log_in.email).check_password(log_in.password)
    assert all(not user.has_usable_password() for user in users.values())
    sales = Team.objects.get(name="Sales")
    assert {team.name for team in sales.children.all()} == {"Sales West", "Sales East", "Installation"}


@pytest.mark.parametrize("hour", [0, 9, 13, 18, 23])
@pytest.mark.parametrize("day", range(7))
def test_the_same_deals_are_over_their_limits_whenever_the_demo_is_made(day: int, hour: int) -> None:
    office = Calendar("Europe/Kyiv", OFFICE_WEEK)
    now = datetime(2026, 11, 23, hour, 5, tzinfo=UTC) + timedelta(days=day)
    for limit, days in product((timedelta(days=5), timedelta(days=7)), range(1, 10)):
        # Some minutes more or less are left to chance.
        for less in (42, 132):
            entered = entered_before(office, now, days, limit) - timedelta(minutes=less)
            is_over = office.after(entered, limit) <= now
            assert is_over == (timedelta(days=days) >= limit)
            assert office.stay(entered, now, limit).days == days or (is_over and limit.days == 7)


def test_every_text_has_a_translation_and_no_translation_is_spare() -> None:
    ru, uk, id_ = (set(TABLES[language]) for language in ("ru", "uk", "id"))
    assert ru == uk == id_
    said = {text for name in vars(texts) if name.isupper() for text in strings(getattr(texts, name))}
    said -= set(texts.COMPETITORS)
    said |= {
        text for stage in (*playbook.NEW_EQUIPMENT, *playbook.INSTALLATION) for text in stage_texts(stage)
    }
    said |= {*invented.THINGS, *invented.SIZES, *invented.SOURCES, *invented.SECTORS}
    said |= {reason.name for reason in playbook.REASONS} | {card.city for card in cast.CLIENTS}
    assert said <= ru


def strings(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for inner in value.values() for text in strings(inner)]
    return [text for inner in value for text in strings(inner)] if isinstance(value, tuple) else []


def stage_texts(stage: NewStage) -> list[str]:
    titles = [criterion.title for criterion in stage.criteria]
    steps = [text for step in stage.steps for text in (step.what, *step.actions, *step.tools)]
    return [stage.name, stage.purpose, stage.step_title, *steps, *titles]


@pytest.mark.parametrize("language", list(TABLES))
def test_stage_names_fit_their_columns(language: str) -> None:
    for stage in (*playbook.NEW_EQUIPMENT, *playbook.INSTALLATION):
        assert len(TABLES[language][stage.name]) <= 24


def test_nobody_real_can_be_reached() -> None:
    for card in cast.CLIENTS:
        assert card.email.endswith(".example")
        assert re.search(r"555|55 0|55 ", card.phone)
    assert len({card.phone for card in cast.CLIENTS}) == len(cast.CLIENTS)
    cards = [past.client for past in pasts(Random(1), NOW)]
    assert {card.company: card.phone for card in cards}.keys() == {card.company for card in cards}
    assert len({card.phone for card in cards}) == len({card.company for card in cards})


@pytest.mark.django_db
@pytest.mark.usefixtures("demo")
def test_no_next_step_is_due_before_it_was_given() -> None:
    given = [
        (at, told["next"]) for at, told in Event.objects.values_list("at", "payload") if told.get("next")
    ]
    assert len(given) > 100
    assert all(at < datetime.fromisoformat(step["due_at"]) for at, step in given)


def test_clients_are_not_all_led_by_the_same_people() -> None:
    people = {past.client.company: past.client.contact for past in pasts(Random(1), NOW)}
    assert len(set(people.values())) == len(people)


def test_another_seed_makes_another_past() -> None:
    assert list(pasts(Random(1), NOW)) == list(pasts(Random(1), NOW)) != list(pasts(Random(2), NOW))


def test_what_is_due_today_is_due_by_day_whatever_the_hour() -> None:
    zone = cast.HOMES["en"][1]

    for hour in range(24):
        now = datetime(2026, 11, 24, hour, 17, tzinfo=ZoneInfo(zone))
        due = Due(3).at(now, ZoneInfo(zone))
        assert due > now
        assert 9 <= due.hour <= 20
        assert Due(-20).at(now, ZoneInfo(zone)) < now
