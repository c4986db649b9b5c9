"""Robots act once when they should, through the same commands and gates as people, and say what they did or why not."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest

from tests.factories import NOON, House, deal_of, make_house, make_user, unowned_deal
from tests.robots.making import make_robot, runs, told
from voronka.commands.assignments import assign_deal
from voronka.commands.clients import ClientWords, change_contact
from voronka.commands.deals import change_deal
from voronka.commands.moves import move_deal
from voronka.commands.passing import Move
from voronka.commands.presence import seen
from voronka.commands.records import note_payment
from voronka.commands.robot_actor import robot_actor
from voronka.commands.task_rows import NewTask
from voronka.commands.tasks import complete_task
from voronka.domain.errors import Invalid
from voronka.domain.permissions import Role
from voronka.domain.robot import (
    AddTag,
    AddTask,
    Advise,
    Arrived,
    Assign,
    CallWebhook,
    Channel,
    Choosing,
    Condition,
    DateField,
    Enrol,
    Entered,
    Fact,
    Is,
    Left,
    MoveTo,
    OfferHandOver,
    OnDate,
    Priority,
    SendMessage,
    SetField,
    SetPriority,
    Stayed,
    Untouched,
    Whom,
    Woke,
)
from voronka.domain.task import TaskKind
from voronka.models import (
    Contact,
    Deal,
    Job,
    Notice,
    RobotAlarm,
    RobotCursor,
    RobotRun,
    RobotStepRun,
    Task,
    User,
)
from voronka.queries.accounts import users
from voronka.robots.runner import run_robots

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
CALL = AddTask(TaskKind.CALL, "Call back", 3 * DAY, question="What holds you back?")
TAG = AddTag("seen")


@pytest.fixture
def house() -> House:
    return make_house()


def moved(house: House, deal: Deal, to: str, *, by: str = "Alice", at: datetime = NOON) -> None:
    move_deal(by=house.actor(by), at=at, deal=deal.pk, move=Move(house.stage(to)))


def tags(deal: Deal) -> list[str]:
    return sorted(deal.tags.values_list("name", flat=True))


# -- when ----------------------------------------------------------------------------------------------------------


def test_a_deal_that_comes_gets_a_task_whose_question_has_to_be_answered(house: House) -> None:
    make_robot(house, "Propose", Entered(), CALL)
    deal = deal_of(house, "Alice")
    moved(house, deal, "Propose")
    run_robots(NOON)
    run_robots(NOON)
    task = Task.objects.get(title="Call back")
    assert (task.assignee, task.question) == (house.people["Alice"], "What holds you back?")
    assert told() == [("done", "", [("add_task", "done", "")])]
    with pytest.raises(Invalid) as refused:
        complete_task(by=house.actor("Alice"), at=NOON, task=task.pk)
    assert refused.value.problems.keys() == {"words"}
    complete_task(by=house.actor("Alice"), at=NOON, task=task.pk, outcome="The price.")
    assert Task.objects.get(pk=task.pk).outcome == "The price."


def test_a_task_is_due_in_working_time(house: House) -> None:
    make_robot(house, "Qualify", Entered(), AddTask(TaskKind.CALL, "Ring", timedelta(hours=1)))
    friday_night = datetime(2026, 11, 27, 22, tzinfo=UTC)
    deal_of(house, "Alice", at=friday_night)
    run_robots(friday_night)
    due = Task.objects.get(title="Ring").due_at
    assert due.weekday() in {0, 5, 4}
    assert due >= friday_night + timedelta(hours=1)


def test_a_deal_that_leaves(house: House) -> None:
    make_robot(house, "Qualify", Left(), TAG)
    deal = deal_of(house, "Alice")
    run_robots(NOON)
    assert tags(deal) == []
    moved(house, deal, "Propose")
    run_robots(NOON)
    assert tags(deal) == ["seen"]


def test_a_fact_that_arrives_at_the_stage_and_nowhere_else(house: House) -> None:
    make_robot(house, "Qualify", Arrived(Fact.PAYMENT), TAG)
    here, there = deal_of(house, "Alice"), deal_of(house, "Bob")
    moved(house, there, "Propose", by="Bob")
    for deal, who in ((here, "Alice"), (there, "Bob")):
        note_payment(
            by=house.actor(who), at=NOON, deal=deal.pk, amount="10", currency="USD", paid_on=NOON.date()
        )
    run_robots(NOON)
    assert (tags(here), tags(there)) == (["seen"], [])


def test_a_deal_that_stayed_too_long_also_one_that_stood_there_before(house: House) -> None:
    before = deal_of(house, "Alice")
    make_robot(house, "Qualify", Stayed(2 * DAY), TAG)
    after, gone = deal_of(house, "Alice"), deal_of(house, "Alice")
    run_robots(NOON)
    assert RobotAlarm.objects.count() == 3
    moved(house, gone, "Propose")
    for at in (NOON, NOON + DAY, NOON + 3 * DAY, NOON + 9 * DAY):
        run_robots(at)
    assert (tags(before), tags(after), tags(gone)) == (["seen"], ["seen"], [])
    assert runs() == 2
    assert not RobotAlarm.objects.exists()


def test_who_may_act_again_does_so_in_the_same_stay(house: House) -> None:
    make_robot(house, "Qualify", Stayed(DAY), AddTask(TaskKind.CALL, "Ask", DAY), again=True)
    deal_of(house, "Alice")
    for days in range(8):
        run_robots(NOON + days * DAY)
    assert Task.objects.filter(title="Ask").count() >= 3


def test_a_client_whom_nobody_touched(house: House) -> None:
    make_robot(house, "Qualify", Untouched(2 * DAY), TAG)
    left, called = deal_of(house, "Alice"), deal_of(house, "Alice")
    run_robots(NOON)
    tomorrow = NOON + DAY
    task = Task.objects.get(deal=called)
    Task.objects.filter(pk=task.pk).update(kind=TaskKind.CALL)
    step = NewTask(TaskKind.CALL, "And then?", NOON + 30 * DAY)
    complete_task(by=house.actor("Alice"), at=tomorrow, task=task.pk, next_task=step)
    run_robots(NOON + 2 * DAY + timedelta(hours=1))
    assert (tags(left), tags(called)) == (["seen"], [])
    run_robots(NOON + 9 * DAY)
    assert tags(called) == ["seen"]


def test_a_day_of_the_deal_that_was_put_off_meanwhile(house: House) -> None:
    make_robot(house, "Qualify", OnDate(DateField.EXPECTED_CLOSE, -2, time(9)), TAG)
    deal = deal_of(house, "Alice", expected_close_on="2026-12-01")
    run_robots(NOON)
    change_deal(by=house.actor("Alice"), at=NOON, deal=deal.pk, fields={"expected_close_on": "2026-12-11"})
    run_robots(datetime(2026, 11, 30, 9, tzinfo=UTC))
    assert tags(deal) == []
    run_robots(datetime(2026, 12, 9, 12, tzinfo=UTC))
    assert tags(deal) == ["seen"]


def test_a_birthday_comes_each_year(house: House) -> None:
    make_robot(
        house,
        "Qualify",
        OnDate(DateField.BIRTHDAY),
        AddTask(TaskKind.CALL, "Congratulate", timedelta(hours=1)),
    )
    from_client = deal_of(house, "Alice")
    contact = house_contact(from_client)
    run_robots(NOON)
    change_contact(by=house.actor("Alice"), at=NOON, contact=contact, fields={"birthday": "1990-12-05"})
    for day in (datetime(2026, 12, 4, 20, tzinfo=UTC), datetime(2026, 12, 5, 12, tzinfo=UTC)):
        run_robots(day)
    assert Task.objects.filter(title="Congratulate").count() == 1
    run_robots(datetime(2027, 12, 5, 12, tzinfo=UTC))
    assert Task.objects.filter(title="Congratulate").count() == 2


def house_contact(deal: Deal) -> int:
    contact = Contact.objects.create(name="Olena", created_at=NOON, owner=deal.owner, team=deal.team)
    Deal.objects.filter(pk=deal.pk).update(contact=contact)
    return contact.pk


def test_a_postponed_deal_wakes(house: House) -> None:
    make_robot(house, "Postponed", Woke(), TAG)
    deal = deal_of(house, "Alice")
    until = (NOON + 20 * DAY).date()
    move = Move(house.stage("Postponed"), postpone_reason=house.postpone_reason, postponed_until=until)
    move_deal(by=house.actor("Alice"), at=NOON, deal=deal.pk, move=move)
    run_robots(NOON + 19 * DAY)
    assert tags(deal) == []
    run_robots(NOON + 21 * DAY)
    assert tags(deal) == ["seen"]


def test_only_deals_of_which_the_conditions_hold(house: House) -> None:
    dear = Condition("amount", Is.LEAST, ("1000",))
    make_robot(house, "Qualify", Entered(), TAG, conditions=(dear,))
    much, little = deal_of(house, "Alice", amount="5000"), deal_of(house, "Alice", amount="10")
    run_robots(NOON)
    assert (tags(much), tags(little)) == (["seen"], [])
    assert runs() == 1


def test_what_happened_before_a_robot_was_switched_on_is_no_occasion(house: House) -> None:
    deal = deal_of(house, "Alice")
    make_robot(house, "Qualify", Entered(), TAG)
    RobotCursor.objects.update(position=0)
    run_robots(NOON)
    assert tags(deal) == []


def test_a_robot_acts_once_a_stay_and_once_more_in_the_next(house: House) -> None:
    make_robot(house, "Qualify", Arrived(Fact.PAYMENT), AddTask(TaskKind.CALL, "Thank", DAY))
    deal = deal_of(house, "Alice")
    for minutes in (1, 2):
        pay(house, deal, NOON + timedelta(minutes=minutes))
    assert Task.objects.filter(title="Thank").count() == 1
    assign_deal(
        by=house.actor("Hana"), at=NOON + timedelta(minutes=3), deal=deal.pk, owner=house.people["Bob"].pk
    )
    pay(house, deal, NOON + timedelta(minutes=4), by="Bob")
    assert Task.objects.filter(title="Thank").count() == 1
    moved(house, deal, "Propose", by="Bob", at=NOON + timedelta(minutes=5))
    back = Move(house.stage("Qualify"), reason="Not yet")
    move_deal(by=house.actor("Bob"), at=NOON + timedelta(minutes=6), deal=deal.pk, move=back)
    pay(house, deal, NOON + timedelta(minutes=7), by="Bob")
    assert Task.objects.filter(title="Thank").count() == 2


def pay(house: House, deal: Deal, at: datetime, by: str = "Alice") -> None:
    note_payment(by=house.actor(by), at=at, deal=deal.pk, amount="5", currency="USD", paid_on=at.date())
    run_robots(at)


# -- what ----------------------------------------------------------------------------------------------------------


def test_all_in_order_and_one_line_that_says_so(house: House) -> None:
    steps = (
        SetField("source", "fair"),
        SetPriority(Priority.LOW, "Nobody answers"),
        TAG,
        Advise("{stage} for {stayed}: time for {next}.", offers_lower=True),
        Advise("Look here.", to=Whom.HEAD),
        MoveTo(),
    )
    make_robot(house, "Qualify", Entered(), *steps)
    deal = deal_of(house, "Alice")
    run_robots(NOON)
    deal.refresh_from_db()
    assert (deal.source, deal.priority, tags(deal)) == ("fair", "low", ["seen"])
    assert deal.stage_id == house.stage("Propose")
    assert [how for _, how, _ in told()[0][2]] == ["done"] * 6
    to_owner = Notice.objects.get(to=house.people["Alice"], kind="advice")
    assert to_owner.payload["text"].startswith("Qualify for ")
    assert to_owner.payload["text"].endswith("time for Propose.")
    assert Notice.objects.filter(to=house.people["Hana"], kind="advice").exists()


def test_a_gate_stops_a_robot_and_the_line_says_by_what() -> None:
    house = make_house({"Qualify": [("field", "Need is known", {"field": "need"})]})
    make_robot(house, "Qualify", Entered(), MoveTo(), TAG)
    deal = deal_of(house, "Alice")
    run_robots(NOON)
    deal.refresh_from_db()
    assert deal.stage_id == house.stage("Qualify")
    assert told() == [("done", "", [("move_to", "refused", "gate"), ("add_tag", "done", "")])]
    result = RobotStepRun.objects.get(position=0).result
    assert result["criteria"] == ["Need is known"]


def test_nobody_s_deal_is_not_moved_and_never_becomes_the_robot_s(house: House) -> None:
    make_robot(house, "Unsorted", Entered(), MoveTo(), TAG)
    deal = unowned_deal(house)
    run_robots(NOON)
    deal.refresh_from_db()
    assert deal.owner is None
    assert [why for _, _, why in told()[0][2]] == ["no_owner", ""]


@pytest.mark.parametrize(
    ("step", "why"),
    [
        (SetField("colour", "blue"), "not_there"),
        (SetPriority(Priority.NORMAL, "As it is"), "already"),
        (Enrol("nowhere"), "not_there"),
        (OfferHandOver("nowhere"), "not_there"),
        (SendMessage(Channel.EMAIL, "Hello", "Text"), "no_address"),
        (Assign(Choosing.LANGUAGE), "nobody"),
        (MoveTo("nowhere"), "not_there"),
    ],
)
def test_what_cannot_be_done_is_said_and_the_rest_goes_on(house: House, step: AddTag, why: str) -> None:
    make_robot(house, "Qualify", Entered(), step, TAG)
    deal = deal_of(house, "Alice")
    run_robots(NOON)
    assert told()[0][2] == [(told()[0][2][0][0], "refused", why), ("add_tag", "done", "")]
    assert tags(deal) == ["seen"]


def test_what_goes_outside_becomes_a_job_with_the_same_id_at_every_attempt(house: House) -> None:
    make_robot(house, "Qualify", Entered(), CallWebhook("https://erp.example/deals"))
    deal_of(house, "Alice", amount="41500")
    run_robots(NOON)
    job = Job.objects.get(kind="webhook")
    run = RobotRun.objects.get()
    assert job.payload["id"] == job.key == f"robot-{run.pk}-0"
    assert job.payload["body"]["deal"]["amount"] == "41500.00"


def test_owners_in_turn_by_load_and_by_who_is_there(house: House) -> None:
    robot = make_robot(house, "Qualify", Entered(), Assign(Choosing.ROUND_ROBIN))
    got = []
    for minute in range(4):
        deal = deal_of(house, "Hana", at=NOON + timedelta(minutes=minute))
        run_robots(NOON + timedelta(minutes=minute))
        got.append(User.objects.get(deals=deal.pk).name)
    assert got == ["Alice", "Bob", "Dan", "Alice"]
    robot.steps = [{"is": "assign", "choosing": "least_loaded"}]
    robot.save()
    assert _given(house, NOON + timedelta(minutes=5)) == "Bob"
    robot.steps = [{"is": "assign", "choosing": "online"}]
    robot.save()
    seen([house.people["Alice"].pk, house.people["Charlie"].pk], at=NOON + timedelta(minutes=6))
    assert _given(house, NOON + timedelta(minutes=6)) == "Alice"


def _given(house: House, at: datetime) -> str:
    deal = deal_of(house, "Hana", at=at)
    run_robots(at)
    return User.objects.get(deals=deal.pk).name


def test_owners_by_the_language_of_the_client_before_that_of_the_number_s_country(house: House) -> None:
    make_robot(house, "Qualify", Entered(), Assign(Choosing.LANGUAGE))
    User.objects.filter(name="Bob").update(language="uk")
    User.objects.filter(name="Dan").update(language="id")
    spoken = {}
    for language in ("", "id"):
        client = ClientWords(contact=f"Oksana {language}", phone="+380 44 555 01 42")
        deal = deal_of(house, "Hana", client=client)
        Contact.objects.filter(deals=deal).update(language=language)
        run_robots(NOON)
        spoken[language] = User.objects.get(deals=deal.pk).name
    assert spoken == {"": "Bob", "id": "Dan"}


def test_owners_by_the_client_s_clock_and_by_working_hours(house: House) -> None:
    robot = make_robot(house, "Qualify", Entered(), Assign(Choosing.REGION))
    User.objects.filter(name="Alice").update(time_zone="America/New_York")
    User.objects.filter(name__in=["Bob", "Dan"]).update(time_zone="Asia/Jakarta")
    assert _given(house, NOON) in {"Alice", "Bob"}
    robot.steps = [{"is": "assign", "choosing": "at_work"}]
    robot.save()
    # 03:00 in Kyiv, 08:00 in Jakarta, 20:00 in New York.
    early = datetime(2026, 11, 25, 3, tzinfo=UTC)
    make_user("Rara", Role.SELLER, house.teams["North"])
    User.objects.filter(name="Rara").update(time_zone="Asia/Jakarta")
    assert _given(house, early) in {"Bob", "Dan", "Rara"}


# -- what must not happen ------------------------------------------------------------------------------------------


def test_robots_that_set_each_other_off_are_stopped(house: House) -> None:
    forth = make_robot(house, "Qualify", Entered(), MoveTo(), name="Forth")
    make_robot(house, "Propose", Entered(), MoveTo(), name="On")
    deal = deal_of(house, "Alice")
    run_robots(NOON)
    deal.refresh_from_db()
    assert deal.stage_id == house.stage("Sign")
    assert RobotRun.objects.get(robot=forth).depth == 0
    assert RobotRun.objects.get(robot__name="On").depth == 1
    deep = RobotRun.objects.create(robot=forth, deal=deal, moment="x", at=NOON, depth=5, steps=[])
    move_deal(
        by=house.actor("Alice"), at=NOON + DAY, deal=deal.pk,
        move=Move(house.stage("Qualify"), reason="Once more"), request_id=f"robot:{deep.pk}",
    )  # fmt: skip
    run_robots(NOON + DAY)
    assert ("refused", "loop", []) in told()


def test_a_step_that_fails_is_tried_again_and_then_shown(
    house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    # A row that no command can take: the owner's language is none that durations can be spelled in.
    make_robot(house, "Qualify", Entered(), Advise("{stayed}"), TAG)
    User.objects.filter(name="Alice").update(language="x-bad")
    deal = deal_of(house, "Alice")
    at = NOON
    for _ in range(9):
        run_robots(at)
        at += timedelta(hours=8)
    assert told() == [("failed", "", [("advise", "failed", "error"), ("add_tag", "done", "")])]
    assert tags(deal) == ["seen"]
    assert Notice.objects.filter(to=house.people["Hana"], kind="robot_failed").count() == 1
    assert "failed" in caplog.text


def test_a_retired_or_silent_robot_does_nothing(house: House) -> None:
    robot = make_robot(house, "Qualify", Stayed(DAY), TAG)
    deal = deal_of(house, "Alice")
    run_robots(NOON)
    robot.is_on = False
    robot.save()
    run_robots(NOON + 9 * DAY)
    assert tags(deal) == []
    assert not RobotAlarm.objects.exists()


def test_the_robot_is_in_no_list_of_people_and_passes_no_gate_by_exception(house: House) -> None:
    robot = robot_actor(NOON)
    assert robot_actor(NOON).id == robot.id
    assert robot.id not in {user.id for user in users()}
    assert not robot.policy.may_make_exceptions
    assert not robot.policy.may_set_up_method
    assert not robot.policy.may_manage_users
