"""A first start for real: asked or told, checked, and done once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.management.base import CommandError
from django.test import Client
from django.utils import timezone

from voronka.commands.deals import NewDeal, create_deal
from voronka.commands.setup.pipelines import FirstWords, create_pipeline
from voronka.models import Deal, ObjectionKind, Pipeline, Reason, Stage, User, Workspace
from voronka.queries.actors import actor_of

if TYPE_CHECKING:
    from collections.abc import Callable

PASSWORD = "zokamuti-83-vel"
TOLD = {
    "VORONKA_NEW_COMPANY": "Acme",
    "VORONKA_NEW_CURRENCY": "uah",
    "VORONKA_NEW_COUNTRY": "ua",
    "VORONKA_NEW_TIME_ZONE": "Europe/Kyiv",
    "VORONKA_NEW_LANGUAGE": "uk",
    "VORONKA_NEW_ADMIN_NAME": "Ann Bee",
    "VORONKA_NEW_ADMIN_EMAIL": "Ann@acme.example",
    "VORONKA_NEW_ADMIN_PASSWORD": PASSWORD,
}
pytestmark = pytest.mark.django_db


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """The environment tells everything."""
    for name, value in TOLD.items():
        monkeypatch.setenv(name, value)
    return monkeypatch


def test_the_environment_is_enough(told: pytest.MonkeyPatch, said: Callable[..., str]) -> None:
    assert "“Acme” is ready. Log in as ann@acme.example." in said("create_workspace")
    workspace = Workspace.objects.get()
    assert (workspace.name, workspace.currency, workspace.country) == ("Acme", "UAH", "UA")
    assert (workspace.time_zone, workspace.language) == ("Europe/Kyiv", "uk")
    admin = User.objects.get()
    assert admin.role == "admin"
    assert admin.check_password(PASSWORD)
    assert Client().login(username="ann@acme.example", password=PASSWORD)


def test_work_can_begin_at_once(told: pytest.MonkeyPatch, said: Callable[..., str]) -> None:
    said("create_workspace")
    pipeline = Pipeline.objects.get()
    names = list(Stage.objects.filter(pipeline=pipeline).order_by("position").values_list("name", flat=True))
    assert names[:3] == ["Нерозібране", "Кваліфікувати", "Зустрітися"]
    assert Reason.objects.filter(exit="lost").count() == 4
    assert ObjectionKind.objects.filter(is_retired=False).exclude(answers=[]).exists()
    admin = actor_of(User.objects.get())
    create_deal(by=admin, at=timezone.now(), new=NewDeal(pipeline.pk, title="First"))
    assert Deal.objects.get().next_task is not None


def test_an_option_counts_more_than_the_environment(
    told: pytest.MonkeyPatch, said: Callable[..., str]
) -> None:
    assert "“Apex” is ready" in said("create_workspace", name="Apex")


@pytest.mark.parametrize(
    ("variable", "value", "why"),
    [
        ("VORONKA_NEW_COMPANY", "", "Company is not told. Set VORONKA_NEW_COMPANY, or give --name."),
        ("VORONKA_NEW_COMPANY", "x" * 121, "Write 1 to 120 characters."),
        ("VORONKA_NEW_CURRENCY", "EURO", "That is no currency."),
        ("VORONKA_NEW_COUNTRY", "Ukraine", "That is no country."),
        ("VORONKA_NEW_TIME_ZONE", "Kyiv", "That is no time zone."),
        ("VORONKA_NEW_LANGUAGE", "de", "Write one of: en, ru, uk, id."),
        ("VORONKA_NEW_ADMIN_EMAIL", "ann", "That is no e-mail address."),
        ("VORONKA_NEW_ADMIN_PASSWORD", "", "Set VORONKA_NEW_ADMIN_PASSWORD."),
        ("VORONKA_NEW_ADMIN_PASSWORD", "password12", "too easy to guess"),
    ],
)
def test_what_does_not_fit_is_refused_in_words(
    told: pytest.MonkeyPatch, said: Callable[..., str], variable: str, value: str, why: str
) -> None:
    told.setenv(variable, value)
    with pytest.raises(CommandError) as refused:
        said("create_workspace")
    assert why in str(refused.value)
    assert not Workspace.objects.exists()


def test_a_second_workspace_is_refused(told: pytest.MonkeyPatch, said: Callable[..., str]) -> None:
    said("create_workspace")
    with pytest.raises(CommandError, match="There is a workspace in this database already"):
        said("create_workspace")


def test_it_may_begin_with_a_playbook(told: pytest.MonkeyPatch, said: Callable[..., str]) -> None:
    said("create_workspace", "--playbook", "lead-customer-client")
    pipelines = list(Pipeline.objects.order_by("position"))
    assert [pipeline.key for pipeline in pipelines] == ["lead-generation", "sales", "fulfilment", "ltv"]
    assert all(pipeline.playbook is not None for pipeline in pipelines)
    admin = actor_of(User.objects.get())
    create_deal(by=admin, at=timezone.now(), new=NewDeal(pipelines[1].pk, title="First"))
    assert Deal.objects.get().next_task is not None


def test_the_playbook_may_be_chosen_later(told: pytest.MonkeyPatch, said: Callable[..., str]) -> None:
    said("create_workspace", "--playbook", "later")
    assert not Pipeline.objects.exists()
    admin = actor_of(User.objects.get())
    words = FirstWords("Unsorted", "Won", "Lost", "Postponed", "Get in touch")
    create_pipeline(by=admin, at=timezone.now(), name="Ours", kind="sale", stages="Do it", words=words)
    assert Reason.objects.filter(exit="lost").exists()


def test_an_unknown_playbook_is_refused_with_those_there_are(
    told: pytest.MonkeyPatch, said: Callable[..., str]
) -> None:
    with pytest.raises(CommandError, match=r"“best”\. Write one of: starter, four-stages, "):
        said("create_workspace", "--playbook", "best")
    assert not Workspace.objects.exists()
