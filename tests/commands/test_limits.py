"""The limits of deals: written by whatever changes what they follow from, by the calendar of the team."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from tests.factories import House, deal_of, make_house
from tests.truths import assert_all_true
from voronka.commands.assignments import assign_deal
from voronka.commands.calendar_rows import insert_first_calendar, renew_calendars
from voronka.commands.deals import change_deal
from voronka.commands.limits import recompute_limits
from voronka.commands.moves import move_deal
from voronka.commands.passing import Move
from voronka.commands.past_deals import PastDeal, PastExit, PastStay, write_past_deals
from voronka.commands.setup.drafts import Publication, publish_draft
from voronka.commands.setup.next_version import take_playbook
from voronka.commands.setup.stages import change_stage
from voronka.commands.task_rows import NewTask
from voronka.commands.undo import undo
from voronka.domain.errors import Invalid, Problem
from voronka.domain.playbook.read import read_playbook
from voronka.domain.playbook.write import write_playbook
from voronka.domain.task import TaskKind
from voronka.models import Deal, Pipeline, Stage, Team, WorkCalendar, Workspace
from voronka.queries.calendars import calendar_of
from voronka.queries.pipelines import pipeline_of
from voronka.queries.playbook_now import playbook_now
from voronka.queries.publishing import preview

pytestmark = pytest.mark.django_db

# A Friday, ten in the morning in Kyiv.
FRIDAY = datetime(2026, 11, 6, 8, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def house() -> House:
    made = make_house()
    insert_first_calendar(Workspace.objects.get())
    return made


@pytest.fixture
def asking() -> House:
    """Every stage is entered by a fact, so that its playbook may be published."""
    need = [("field", "Need is known", {"field": "need"})]
    made = make_house({"Qualify": need, "Propose": [("file", "Offer attached", {"file": "offer"})]})
    insert_first_calendar(Workspace.objects.get())
    return made


def kept(deal: Deal) -> tuple[datetime | None, datetime | None]:
    deal.refresh_from_db()
    return deal.limit_at, deal.warn_at


def test_the_limit_of_a_new_deal_is_counted_in_working_days(house: House) -> None:
    deal = deal_of(house, "Alice", at=FRIDAY)
    # Three working days of nine hours; four fifths of them are 21.6 hours of work.
    assert kept(deal) == (FRIDAY + 5 * DAY, FRIDAY + 4 * DAY + timedelta(hours=3, minutes=36))
    assert_all_true()


def test_it_begins_anew_at_the_next_stage_and_comes_back_with_the_undo(house: House) -> None:
    deal = deal_of(house, "Alice", at=FRIDAY)
    first = kept(deal)
    alice, later = house.actor("Alice"), FRIDAY + 3 * DAY
    moved = move_deal(by=alice, at=later, deal=deal.pk, move=Move(to=house.stage("Propose")))
    assert kept(deal)[0] == later + 3 * DAY
    undo(by=alice, at=later + DAY, event=moved.event.pk)
    assert kept(deal) == first
    assert_all_true()


def test_a_closed_deal_has_none(house: House) -> None:
    deal = deal_of(house, "Alice", at=FRIDAY)
    lost = Move(to=house.stage("Lost"), lost_reason=house.lost_reason, reason="Bought elsewhere")
    move_deal(by=house.actor("Alice"), at=FRIDAY + DAY, deal=deal.pk, move=lost)
    assert kept(deal) == (None, None)
    assert_all_true()


def test_another_team_counts_by_its_own_calendar(house: House) -> None:
    always = WorkCalendar.objects.create(name="Always", time_zone="UTC", week=[[["00:00", "00:00"]]] * 7)
    Team.objects.filter(name="South").update(calendar=always)
    renew_calendars()
    deal = deal_of(house, "Alice", at=FRIDAY)
    charlie = house.people["Charlie"].pk
    assign_deal(by=house.actor("Zoe"), at=FRIDAY + DAY, deal=deal.pk, owner=charlie)
    assert kept(deal)[0] == FRIDAY + 3 * DAY
    assert_all_true()


def test_a_team_works_as_the_nearest_above_it_that_says_how(house: House) -> None:
    jakarta = WorkCalendar.objects.create(
        name="Jakarta", time_zone="Asia/Jakarta", week=[[["08:00", "17:00"]]] * 7
    )
    Team.objects.filter(name="Region").update(calendar=jakarta)
    renew_calendars()
    assert calendar_of(house.teams["North"].pk).zone == "Asia/Jakarta"
    assert calendar_of(None).zone == "Europe/Kyiv"


def test_large_deals_and_those_of_a_source_have_limits_of_their_own(house: House) -> None:
    Stage.objects.filter(pk=house.stage("Qualify")).update(
        limits=[
            {"seconds": 86400, "amount_from": None, "source": "Website"},
            {"seconds": 5 * 86400, "amount_from": "10000.00", "source": ""},
        ]
    )
    Pipeline.objects.update(version=2)
    alice = house.actor("Alice")
    small = deal_of(house, "Alice", at=FRIDAY, amount="100")
    assert kept(small)[0] == FRIDAY + 5 * DAY
    change_deal(by=alice, at=FRIDAY, deal=small.pk, fields={"amount": "10000"})
    assert kept(small)[0] == FRIDAY + 7 * DAY
    change_deal(by=alice, at=FRIDAY, deal=small.pk, fields={"source": "website"})
    assert kept(small)[0] == FRIDAY + 3 * DAY
    assert small.amount_base == Decimal(10000)
    assert_all_true()


def test_what_is_counted_anew_is_only_what_differs(house: House) -> None:
    one, other = deal_of(house, "Alice", at=FRIDAY), deal_of(house, "Bob", at=FRIDAY)
    right = kept(one)
    Deal.objects.filter(pk=one.pk).update(limit_at=None)
    assert recompute_limits(Deal.objects.all()) == 1
    assert kept(one) == right == kept(other)


ROWS = {
    "limits": "3",
    "limit-0-from": "10,000",
    "limit-0-source": "Referral",
    "limit-0-length": "2",
    "limit-0-length_unit": "weeks",
    "limit-1-source": "Website",
    "limit-1-length": "4",
    "limit-1-length_unit": "hours",
    "limit-2-from": " ",
}


def change(house: House, fields: dict[str, str], at: datetime = FRIDAY) -> None:
    change_stage(by=house.actor("Hana"), at=at, stage=house.stage("Qualify"), fields=fields)


def draft_stage(house: House) -> Stage:
    return Stage.objects.get(draft_of=house.stage("Qualify"))


def test_rows_of_a_form_become_limits_of_some_deals(house: House) -> None:
    change(house, {"limit": "3", **ROWS})
    assert draft_stage(house).limits == [
        {"seconds": 14 * 86400, "amount_from": "10000", "source": "Referral"},
        {"seconds": 4 * 3600, "amount_from": None, "source": "Website"},
    ]
    change(house, {"limits": "0"})
    assert not Pipeline.objects.exclude(draft_of=None).exists() or draft_stage(house).limits == []


@pytest.mark.parametrize(
    ("row", "field", "problem"),
    [
        ({"length": "3"}, "limit-0-from", Problem.REQUIRED),
        ({"from": "0", "length": "3"}, "limit-0-from", Problem.NEGATIVE),
        ({"from": "much", "length": "3"}, "limit-0-from", Problem.NOT_A_NUMBER),
        ({"source": "Fair"}, "limit-0-length", Problem.REQUIRED),
        ({"source": "Fair", "length": "some"}, "limit-0-length", Problem.NOT_A_NUMBER),
        (
            {"source": "Fair", "length": "3", "length_unit": "moons"},
            "limit-0-length",
            Problem.UNKNOWN_CHOICE,
        ),
        ({"source": "F" * 81, "length": "3"}, "limit-0-source", Problem.TOO_LONG),
    ],
)
def test_what_is_wrong_in_a_row_is_told_by_its_field(
    house: House, row: dict[str, str], field: str, problem: Problem
) -> None:
    with pytest.raises(Invalid) as refused:
        change(
            house,
            {"limits": "1", "limit": "nothing", **{f"limit-0-{name}": text for name, text in row.items()}},
        )
    assert refused.value.problems == {field: problem, "limit": Problem.NOT_A_NUMBER}


def test_two_rows_of_the_same_deals_are_one_too_many(house: House) -> None:
    fields = {
        "limit-0-source": "Fair",
        "limit-0-length": "1",
        "limit-3-source": "fair",
        "limit-3-length": "2",
    }
    with pytest.raises(Invalid) as refused:
        change(house, {"limits": "4", **fields})
    assert refused.value.problems == {"limit-3-from": Problem.ALREADY_TAKEN}


def test_publishing_gives_every_deal_its_own_limit_and_the_preview_says_of_how_many(asking: House) -> None:
    small = deal_of(asking, "Alice", at=FRIDAY, amount="100")
    large = deal_of(asking, "Alice", at=FRIDAY, amount="20000")
    site = deal_of(asking, "Bob", at=FRIDAY, source="website")
    moved = deal_of(asking, "Bob", at=FRIDAY, amount="30000")
    set_by_review = FRIDAY + 9 * DAY
    Deal.objects.filter(pk=moved.pk).update(limit_moved_to=set_by_review)
    recompute_limits(Deal.objects.all())
    before = kept(small)
    change(asking, {"limits": "2", "limit-0-from": "10000", "limit-0-length": "5", "limit-0-length_unit": "days",
                   "limit-1-source": "Website", "limit-1-length": "1", "limit-1-length_unit": "days"})  # fmt: skip
    assert kept(large) == before
    found = preview(asking.actor("Hana"), asking.pipeline.pk)
    assert found is not None
    assert [one.limited for one in found.in_flight if one.stage.name == "Qualify"] == [2]
    (stage,) = found.changes
    assert [(old, new and new.limit) for old, new in stage.limits] == [(None, 5 * DAY), (None, DAY)]
    publication = Publication(seen=found.draft_version, into={})
    publish_draft(by=asking.actor("Hana"), at=FRIDAY, pipeline=asking.pipeline.pk, publication=publication)
    assert kept(small) == before
    assert kept(large)[0] == FRIDAY + 7 * DAY
    assert kept(site)[0] == FRIDAY + 3 * DAY
    assert kept(moved)[0] == set_by_review
    assert_all_true()


def test_limits_of_some_deals_go_out_in_the_file_and_come_in_again(asking: House) -> None:
    limits = [{"seconds": 5 * 86400, "amount_from": "10000", "source": "Referral"}]
    Stage.objects.filter(pk__in=[asking.stage("Qualify"), asking.stage("Unsorted")]).update(limits=limits)
    Pipeline.objects.update(version=2)
    written = write_playbook(playbook_now("en"))
    assert "limits:\n          - from: 10000\n            source: Referral\n            limit: 5d" in written
    assert write_playbook(read_playbook(written)) == written
    changed = written.replace("limit: 5d", "limit: 6d")
    taken = take_playbook(
        by=asking.actor("Hana"), at=FRIDAY, playbook=read_playbook(changed), text=changed, language="en"
    )
    assert [row.pk for row in taken.drafted] == [asking.pipeline.pk]
    assert draft_stage(asking).limits == [{**limits[0], "seconds": 6 * 86400}]


def test_deals_brought_over_have_the_limit_of_their_amount_at_once(house: House) -> None:
    Stage.objects.filter(pk=house.stage("Qualify")).update(
        limits=[{"seconds": 5 * 86400, "amount_from": "10000", "source": ""}]
    )
    Pipeline.objects.update(version=2)
    pipeline = pipeline_of(house.pipeline.pk)
    alice, stay = house.people["Alice"], PastStay(pipeline.working[0], FRIDAY)
    brought = [
        PastDeal(
            pipeline=pipeline, title="Old base", owner=alice.pk, team=alice.team_id or 0, by=house.people["Hana"].pk,
            stays=(stay,), amount=Decimal(amount), currency="USD", exception="From the old base", exit=PastExit(),
            next_task=NewTask(TaskKind.CALL, "Call", FRIDAY + DAY),
        )
        for amount in (100, 20_000)
    ]  # fmt: skip
    small, large = write_past_deals(brought, at=FRIDAY + DAY)
    assert kept(Deal.objects.get(pk=small))[0] == FRIDAY + 5 * DAY
    assert kept(Deal.objects.get(pk=large))[0] == FRIDAY + 7 * DAY
    assert_all_true()
