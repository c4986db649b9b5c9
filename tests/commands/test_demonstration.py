"""A demonstration: laid in the pipelines of any shipped playbook by the real commands, and cleared without a trace."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.apps import apps
from django.db import DatabaseError, transaction

from tests.factories import NOON, House, deal_of, make_house, make_user
from tests.truths import assert_all_true
from voronka.commands.clients import ClientWords, create_company
from voronka.commands.deals import NewDeal, create_deal
from voronka.commands.demonstration.clearing import GOES, clear_demonstration
from voronka.commands.demonstration.laying import NoDemonstration, begin_demonstration, lay_more
from voronka.commands.setup.playbooks import install_playbook
from voronka.domain.demonstration import WhyNot
from voronka.domain.errors import NotAllowed, NotFound
from voronka.domain.events import EventKind
from voronka.domain.permissions import Role
from voronka.domain.pipeline import StageKind
from voronka.models import (
    Deal,
    Demonstration,
    Event,
    HandOver,
    HandOverOffer,
    Objection,
    ObjectionKind,
    Pipeline,
    Stage,
    StageCriterion,
    StageVisit,
    Team,
    User,
    Workspace,
)
from voronka.queries.demonstration import demonstration, what_goes
from voronka.queries.shipped_playbooks import Shipped, shipped_playbook, shipped_playbooks

if TYPE_CHECKING:
    from pathlib import Path

    from django.db.models import Model
    from pytest_django import DjangoCaptureOnCommitCallbacks as Callbacks

pytestmark = pytest.mark.django_db
FEW = 1
LANGUAGES = ("en", "ru", "uk", "id")
IN_SOME_LANGUAGE = [
    pytest.param(one, LANGUAGES[place % 4], id=f"{one.playbook.key}-{LANGUAGES[place % 4]}")
    for place, one in enumerate(shipped_playbooks())
]


@pytest.fixture
def bare() -> House:
    """The cast without a pipeline of its own, and without sellers."""
    house = make_house()
    Stage.objects.all().delete()
    Pipeline.objects.all().delete()
    User.objects.filter(role=Role.SELLER).delete()
    return house


def taken_in(house: House, shipped: Shipped, language: str = "en") -> None:
    install_playbook(
        by=house.actor("Zoe"), at=NOON, playbook=shipped.playbook, text=shipped.text, language=language
    )


def laid(house: House, folder: Path, key: str, deals: int = FEW, by: str = "Zoe") -> Demonstration:
    row = begin_demonstration(by=house.actor(by), at=NOON, playbook=key, deals=deals)
    while row.laid < row.planned:
        row = lay_more(by=house.actor(by), folder=folder)
    return row


def rows() -> dict[str, int]:
    models: list[type[Model]] = list(apps.get_app_config("voronka").get_models(include_auto_created=True))
    return {model.__name__: model._default_manager.count() for model in models}  # noqa: SLF001 - Django's public name


@pytest.mark.once
@pytest.mark.parametrize(("shipped", "language"), IN_SOME_LANGUAGE)
def test_every_shipped_playbook_is_shown_and_cleared_again(
    bare: House,
    tmp_path: Path,
    shipped: Shipped,
    language: str,
    django_capture_on_commit_callbacks: Callbacks,
) -> None:
    taken_in(bare, shipped, language)
    before = rows()
    row = laid(bare, tmp_path, shipped.playbook.key)
    assert_all_true()
    for stage in Stage.objects.filter(kind=StageKind.WORKING):
        assert StageVisit.objects.filter(stage=stage).exists(), stage.name
        assert Deal.objects.filter(stage=stage, is_open=True).exists(), stage.name
    assert set(Deal.objects.values_list("stage__kind", flat=True)) == {kind.value for kind in StageKind}
    assert not Deal.objects.filter(created_at__gt=NOON).exists()
    assert not Event.objects.filter(at__gt=NOON).exists()
    went_on = Deal.objects.filter(link__isnull=False).count() if HandOver.objects.exists() else 0
    assert bool(went_on) == HandOver.objects.exists()
    assert Objection.objects.exists()
    assert row.sellers.count() == 4
    assert not any(seller.has_usable_password() for seller in row.sellers.all())

    with django_capture_on_commit_callbacks(execute=True):
        clear_demonstration(by=bare.actor("Zoe"), at=NOON, folder=tmp_path)
    assert_all_true()
    # The log has two lines more: that it began, and that it was cleared.
    assert rows() == before | {"Event": before["Event"] + 2}
    assert not any(path.is_file() for path in tmp_path.rglob("*"))


@pytest.mark.once
def test_every_gate_was_passed_by_facts(bare: House, tmp_path: Path) -> None:
    taken_in(bare, shipped_playbook("nine-statuses"))
    laid(bare, tmp_path, "nine-statuses")
    moves = Event.objects.filter(kind=EventKind.DEAL_MOVED, payload__how__in=["forward", "won"])
    assert moves.exists()
    for move in moves:
        assert not move.payload["waived"]
        assert not move.payload["exception"]
    assert HandOverOffer.objects.filter(state="accepted").exists()


def test_a_table_is_either_the_method_s_or_goes(bare: House) -> None:
    stays = {
        *(
            "Workspace",
            "ExchangeRate",
            "Team",
            "User",
            "Source",
            "SourceName",
            "ImportLayout",
            "WebForm",
            "CampaignCost",
            "MarketCapacity",
            "ConsentWording",
            "RegisterEntry",
            "Webhook",
            "SavedView",
            "LoginFailure",
            "Event",
            "Demonstration",
        ),
        *("Demonstration_owners", "Demonstration_sellers", "Pipeline", "PipelineVersion", "PlaybookVersion"),
        *("Stage", "StageCriterion", "Reason", "HandOver", "NurtureTrack", "TrackTouch", "ObjectionKind"),
        *(
            "QualificationQuestion",
            "RoundClock",
            "WorkerLease",
            "CalendarFeed",
            "Robot",
            "RobotCursor",
            "UserSeen",
            "DelayCause",
            "ApiToken",
            "ApiAnswer",
        ),
        *("WorkCalendar", "CalendarDay", "PlannedMonth", "SanctionRule", "SanctionRule_teams"),
        *("NoticeSettings", "NoticeChoice", "OutsideSettings", "OutsideCheck", "PushSubscription"),
        *("TelegramLink", "TelegramCode", "CustomField", "CustomChoice"),
    }
    assert {model.__name__ for model in GOES} == set(rows()) - stays


def test_the_sellers_that_are_there_work_the_deals(house: House, tmp_path: Path) -> None:
    taken_in(house, shipped_playbook("four-stages"))
    row = laid(house, tmp_path, "four-stages", by="Hana")
    assert row.sellers.count() == 0
    owners = set(Deal.objects.exclude(owner=None).values_list("owner__name", flat=True))
    assert owners == {"Alice", "Bob", "Dan"}


def test_what_people_have_added_is_counted_and_goes(bare: House, tmp_path: Path) -> None:
    taken_in(bare, shipped_playbook("four-stages"))
    row = laid(bare, tmp_path, "four-stages")
    later = NOON.replace(hour=18)
    pipeline = Pipeline.objects.get()
    bare.people["Alice"] = make_user("Alice", Role.SELLER, bare.teams["North"])
    new = NewDeal(pipeline.pk, title="A real one", client=ClientWords(company="PT Samudra Teduh"))
    deal = create_deal(by=bare.actor("Alice"), at=later, new=new)
    goes = what_goes()
    assert (goes.deals.added, goes.deals.all) == (1, Deal.objects.count())
    assert goes.sellers == 4
    given = row.sellers.order_by("id")[0]
    given.set_password("somebody is this now")
    given.save()
    clear_demonstration(by=bare.actor("Zoe"), at=later, folder=tmp_path)
    assert not Deal.objects.filter(pk=deal.pk).exists()
    # Whoever got a password is a person now, and so is who was there.
    assert set(User.objects.filter(role=Role.SELLER)) == {given, bare.people["Alice"]}
    told = Event.objects.order_by("-id")[0].payload
    assert told["what"] == "demonstration"
    assert told["before"]["deals"] == goes.deals.all


def test_it_is_laid_only_where_nobody_has_deals_or_clients(house: House, tmp_path: Path) -> None:
    zoe = house.actor("Zoe")
    taken_in(house, shipped_playbook("four-stages"))

    def why() -> WhyNot:
        with pytest.raises(NoDemonstration) as refused:
            begin_demonstration(by=zoe, at=NOON, playbook="four-stages")
        return refused.value.why

    company = create_company(by=house.actor("Alice"), at=NOON, fields={"name": "PT Samudra Teduh"})
    assert why() is WhyNot.CLIENTS
    deal_of(house, "Alice")
    assert why() is WhyNot.DEALS
    assert company.pk
    with pytest.raises(NotFound):
        clear_demonstration(by=zoe, at=NOON, folder=tmp_path)
    assert Deal.objects.count() == 1


def test_there_is_one_and_it_needs_a_team_and_a_playbook_that_is_there(bare: House, tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        begin_demonstration(by=bare.actor("Zoe"), at=NOON, playbook="four-stages")
    taken_in(bare, shipped_playbook("four-stages"))
    begin_demonstration(by=bare.actor("Zoe"), at=NOON, playbook="four-stages")
    with pytest.raises(NoDemonstration) as refused:
        begin_demonstration(by=bare.actor("Zoe"), at=NOON, playbook="four-stages")
    assert refused.value.why is WhyNot.THERE
    clear_demonstration(by=bare.actor("Zoe"), at=NOON, folder=tmp_path)
    User.objects.exclude(role=Role.ADMIN).delete()
    Team.objects.exclude(parent=None).delete()
    Team.objects.all().delete()
    with pytest.raises(NoDemonstration) as refused:
        begin_demonstration(by=bare.actor("Zoe"), at=NOON, playbook="four-stages")
    assert refused.value.why is WhyNot.NO_TEAM
    with pytest.raises(NotFound):
        lay_more(by=bare.actor("Zoe"), folder=tmp_path)


@pytest.mark.once
def test_it_is_the_same_however_it_is_cut(bare: House, tmp_path: Path) -> None:
    taken_in(bare, shipped_playbook("six-stages"))
    row = begin_demonstration(by=bare.actor("Zoe"), at=NOON, playbook="six-stages", deals=FEW)
    steps = [0]
    while row.laid < row.planned:
        row = lay_more(by=bare.actor("Zoe"), folder=tmp_path)
        shown = demonstration()
        assert shown is not None
        steps.append(shown.laid)
    assert steps == sorted(set(steps))
    assert len(steps) > 2
    assert lay_more(by=bare.actor("Zoe"), folder=tmp_path).laid == row.planned
    titles = sorted(Deal.objects.values_list("title", "stage__name", "entered_at"))
    clear_demonstration(by=bare.actor("Zoe"), at=NOON, folder=tmp_path)
    laid(bare, tmp_path, "six-stages")
    assert sorted(Deal.objects.values_list("title", "stage__name", "entered_at")) == titles


def test_it_goes_on_though_the_set_up_is_changed_meanwhile(bare: House, tmp_path: Path) -> None:
    taken_in(bare, shipped_playbook("six-stages"))
    begin_demonstration(by=bare.actor("Zoe"), at=NOON, playbook="six-stages", deals=FEW)
    # Nobody can have accepted: there is no way on to be accepted for.
    criterion = StageCriterion.objects.filter(stage__key="opportunity", gate="exit")[0]
    StageCriterion.objects.filter(pk=criterion.pk).update(kind="hand_over", params={})
    Pipeline.objects.update(version=2)
    ObjectionKind.objects.update(is_retired=True)
    row = lay_more(by=bare.actor("Zoe"), folder=tmp_path)
    while row.laid < row.planned:
        row = lay_more(by=bare.actor("Zoe"), folder=tmp_path)
    assert_all_true()
    assert Deal.objects.count() == row.planned
    assert not Deal.objects.filter(stage__kind=StageKind.WON).exists()


def test_sellers_neither_lay_nor_clear_and_a_head_clears_only_what_they_see(
    house: House, tmp_path: Path
) -> None:
    taken_in(house, shipped_playbook("four-stages"))
    alice, hana = house.actor("Alice"), house.actor("Hana")
    with pytest.raises(NotAllowed):
        begin_demonstration(by=alice, at=NOON, playbook="four-stages")
    laid(house, tmp_path, "four-stages", by="Hana")
    for refused in (
        lambda: lay_more(by=alice, folder=tmp_path),
        lambda: clear_demonstration(by=alice, at=NOON, folder=tmp_path),
    ):
        with pytest.raises(NotAllowed):
            refused()
    deal_of(house, "Charlie")
    with pytest.raises(NotAllowed):
        clear_demonstration(by=hana, at=NOON, folder=tmp_path)
    clear_demonstration(by=house.actor("Zoe"), at=NOON, folder=tmp_path)
    assert Deal.objects.count() == 0


def test_the_log_lets_go_of_nothing_else(bare: House, tmp_path: Path) -> None:
    def erased(**which: object) -> int:
        with transaction.atomic():
            return Event.objects.filter(**which).delete()[0]

    taken_in(bare, shipped_playbook("four-stages"))
    with pytest.raises(DatabaseError):
        erased(kind=EventKind.SETUP_CHANGED)
    laid(bare, tmp_path, "four-stages", deals=1)
    with pytest.raises(DatabaseError):
        erased(kind=EventKind.DEAL_CREATED)
    Demonstration.objects.update(is_clearing=True)
    with pytest.raises(DatabaseError):
        erased(kind=EventKind.SETUP_CHANGED)
    assert erased(kind=EventKind.DEAL_CREATED)
    latest = Event.objects.order_by("-id").values_list("id", flat=True)[0]
    Demonstration.objects.update(since_event=latest)
    with pytest.raises(DatabaseError):
        erased(kind=EventKind.DEAL_MOVED)
    with pytest.raises(DatabaseError), transaction.atomic():
        Event.objects.filter(pk=latest).update(request_id="rewritten")


@pytest.mark.once
def test_amounts_and_words_are_those_of_the_country(bare: House, tmp_path: Path) -> None:
    Workspace.objects.update(currency="IDR", time_zone="Asia/Jakarta", language="id")
    taken_in(bare, shipped_playbook("four-stages"), "id")
    laid(bare, tmp_path, "four-stages")
    amounts = [amount for amount in Deal.objects.values_list("amount", flat=True) if amount is not None]
    assert min(amounts) > 10_000_000
    assert set(Deal.objects.values_list("currency", flat=True)) == {"IDR"}
    assert Deal.objects.filter(title="Rak gudang").exists()
