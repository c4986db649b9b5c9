"""My day: what is due by the reader's own clock, what needs a look, and whose day a head may see."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import html

from tests.factories import deal_of, make_house, unowned_deal
from tests.web.visitor import Visitor
from voronka.commands.assignments import assign_deal
from voronka.commands.clients import ClientWords
from voronka.commands.deals import ask_exception
from voronka.commands.evidence import add_note
from voronka.commands.moves import move_deal
from voronka.commands.passing import Move
from voronka.commands.task_rows import NewTask
from voronka.commands.tasks import add_task, complete_task
from voronka.domain.period import day_of, month_of
from voronka.domain.queue import is_awake
from voronka.domain.task import TaskKind
from voronka.models import Contact, Deal, Stage, Task, User
from voronka.queries import day as queries
from voronka.queries.queue import Asked, queue
from voronka.queries.whose_day import whose_day

if TYPE_CHECKING:
    from tests.factories import House

pytestmark = pytest.mark.django_db

KYIV, JAKARTA, LOS_ANGELES = (
    ZoneInfo("Europe/Kyiv"),
    ZoneInfo("Asia/Jakarta"),
    ZoneInfo("America/Los_Angeles"),
)


@pytest.fixture
def house() -> House:
    return make_house()


def deal_due(house: House, owner: str, title: str, in_hours: float) -> Deal:
    """A deal whose next step, called like the deal, is due so many hours from now."""
    now = timezone.now()
    step = NewTask(TaskKind.CALL, f"Call about {title}", now + timedelta(hours=in_hours))
    return deal_of(house, owner, at=now - timedelta(days=1), title=title, next_task=step)


def rows(visitor: Visitor, group: str, **query: object) -> list[str]:
    """The titles of a group's open tasks, in order."""
    answer = visitor.get("day", query=query)
    shown = answer.all(f"#rows-{group} .task:not(.is-done) > .title > :first-child")
    return [" ".join("".join(one.itertext()).split()).removeprefix("Call: Call about ") for one in shown]


# -- what is due -----------------------------------------------------------------------------------------------------


def test_tasks_stand_under_overdue_today_and_next(house: House) -> None:
    deal_due(house, "Alice", "Late", -2)
    deal_due(house, "Alice", "Later", 50)
    deal_due(house, "Alice", "Longer late", -30)
    alice = Visitor(house, "Alice")
    assert rows(alice, "overdue") == ["Longer late", "Late"]
    assert rows(alice, "next") == ["Later"]


@pytest.mark.parametrize(
    ("zone", "today", "later"),
    [
        # 20:30 in Kyiv: today is the 24th, ending at 22:00 UTC.
        (KYIV, ["21:30 UTC"], ["22:30 UTC", "07:30 UTC"]),
        # 01:30 on the 25th in Jakarta: today ends at 17:00 UTC on the 25th.
        (JAKARTA, ["21:30 UTC", "22:30 UTC", "07:30 UTC"], []),
        # 10:30 in Los Angeles: today ends at 08:00 UTC on the 25th.
        (LOS_ANGELES, ["21:30 UTC", "22:30 UTC", "07:30 UTC"], []),
    ],
)
def test_the_day_ends_at_the_readers_midnight(
    house: House, zone: ZoneInfo, today: list[str], later: list[str]
) -> None:
    now = datetime(2026, 11, 24, 18, 30, tzinfo=UTC)
    deal = deal_of(house, "Alice", at=now - timedelta(days=1))
    Task.objects.update(title="21:30 UTC", due_at=now + timedelta(hours=3), due_on=None)
    Deal.objects.filter(pk=deal.pk).update(next_step_at=now + timedelta(hours=3))
    for title, hours in (("22:30 UTC", 4), ("07:30 UTC", 13)):
        add_task(
            by=house.actor("Alice"),
            at=now,
            deal=deal.pk,
            task=NewTask(TaskKind.CALL, title, now + timedelta(hours=hours)),
        )
    found = queue(Asked(whose_day(house.actor("Alice"), None), now, day_of(now, zone)))
    assert [task.title for task in found.today.rows] == today
    assert [task.title for task in found.following.rows] == later


def test_the_page_uses_the_zone_of_the_profile(house: House) -> None:
    now = timezone.now()
    zones = [zone for zone in (KYIV, JAKARTA, LOS_ANGELES) if now.astimezone(zone).hour < 20]
    midnight = day_of(now, zones[0]).end
    deal_due(house, "Alice", "Before midnight", (midnight - now).total_seconds() / 3600 - 0.1)
    deal_due(house, "Alice", "After midnight", (midnight - now).total_seconds() / 3600 + 0.1)
    User.objects.filter(name="Alice").update(time_zone=zones[0].key)
    alice = Visitor(house, "Alice")
    assert rows(alice, "today") == ["Before midnight"]
    assert rows(alice, "next") == ["After midnight"]


def test_what_was_done_today_stands_above_the_line_of_now(house: House) -> None:
    now = timezone.now()
    deal = deal_due(house, "Alice", "Fridges", 1)
    following = NewTask(TaskKind.MEETING, "See them", now + timedelta(days=3))
    complete_task(by=house.actor("Alice"), at=now, task=deal.next_task_id or 0, next_task=following)
    answer = Visitor(house, "Alice").get("day")
    order = [item.get("class") for item in answer.all("#rows-today > li")]
    assert order == ["task is-done", "now-line"]
    assert "1 of 1 done" in answer.words


def test_a_long_list_goes_on_where_it_ended(house: House) -> None:
    deal = deal_due(house, "Alice", "First", 30)
    now = timezone.now()
    for number in range(17):
        step = NewTask(TaskKind.EMAIL, f"Letter {number:02}", now + timedelta(days=3, hours=number // 2))
        add_task(by=house.actor("Alice"), at=now, deal=deal.pk, task=step)
    alice = Visitor(house, "Alice")
    page = alice.get("day")
    first = [item.get("id") for item in page.all("#rows-next > li")]
    assert len(first) == 8
    button = page.one("#show-more-next")
    assert button.text_content() == "Show 10 more"
    more = alice.client.get(button.get("hx-get")).content.decode()
    assert all(f'id="{id}"' not in more for id in first)
    assert more.count("<li") == 8
    last = alice.open(
        html.fragment_fromstring(more, create_parent="div").cssselect("#show-more-next")[0].get("hx-get")
        or ""
    )
    assert len(last.all("li")) == 2
    assert not last.all("#show-more-next")


def test_a_fresh_list_shows_as_many_rows_as_were_open(house: House) -> None:
    deal = deal_due(house, "Alice", "First", 30)
    now = timezone.now()
    for number in range(49):
        step = NewTask(TaskKind.EMAIL, f"Letter {number}", now + timedelta(days=3, hours=number))
        add_task(by=house.actor("Alice"), at=now, deal=deal.pk, task=step)
    fresh = Visitor(house, "Alice").get("day-part", query={"next-shown": "40"})
    assert len(fresh.all("#rows-next > li")) == 40


def test_parts_come_for_their_own_places(house: House) -> None:
    deal_due(house, "Alice", "Fridges", -2)
    answer = Visitor(house, "Alice").get("day-part")
    places = {item.get("id") for item in answer.all("[hx-swap-oob='innerHTML']")}
    page = Visitor(house, "Alice").get("day")
    assert places <= {item.get("id") for item in page.all("[id]")}
    assert {"rows-overdue", "rows-today", "rows-next", "day-strip", "day-side"} <= places


def test_the_way_to_my_day_tells_how_much_is_overdue(house: House) -> None:
    deal_due(house, "Alice", "Fridges", -2)
    deal_due(house, "Alice", "Tanks", 3)
    alice = Visitor(house, "Alice")
    assert [badge.text_content() for badge in alice.get("profile").all(".badge")] == ["1", "1"]
    fresh = alice.get("day-part").one("[hx-swap-oob$='.overdue-badge']")
    assert fresh.cssselect(".badge")[0].text_content() == "1"
    assert not Visitor(house, "Bob").get("profile").all(".badge")


def test_a_task_of_a_deal_given_away_is_gone(house: House) -> None:
    deal = deal_due(house, "Alice", "Fridges", -2)
    assign_deal(by=house.actor("Hana"), at=timezone.now(), deal=deal.pk, owner=house.people["Bob"].pk)
    assert rows(Visitor(house, "Alice"), "overdue") == []
    assert rows(Visitor(house, "Bob"), "overdue") == ["Fridges"]


def test_an_own_task_on_a_colleagues_deal_shows_nothing_of_it(house: House) -> None:
    deal = deal_due(house, "Bob", "Secret fridges", -2)
    Task.objects.filter(deal=deal).update(assignee=house.people["Alice"].pk)
    assert "Secret fridges" not in Visitor(house, "Alice").get("day").text
    assert queries.overdue_count(house.actor("Alice"), timezone.now()) == 0


# -- numbers ---------------------------------------------------------------------------------------------------------


def test_the_strip_counts_what_is_there(house: House) -> None:
    for title, hours in (("A", -2), ("B", 3), ("C", 30)):
        deal_due(house, "Alice", title, hours)
    deal_due(house, "Bob", "Bob's", -2)
    words = Visitor(house, "Alice").get("day").one("#day-strip").text_content()
    assert "67%" in words
    assert "2 of 3 deals" in " ".join(words.split())


def test_the_won_sum_is_of_this_month_of_the_reader(house: House) -> None:
    now = datetime(2026, 12, 1, 6, tzinfo=UTC)
    for title, closed_at in (
        ("In December, in Kyiv already", datetime(2026, 11, 30, 22, 30, tzinfo=UTC)),
        ("In November everywhere", datetime(2026, 11, 30, 21, 0, tzinfo=UTC)),
    ):
        deal = deal_of(house, "Alice", at=datetime(2026, 11, 20, tzinfo=UTC), title=title, amount="1000")
        won = Stage.objects.get(kind="won")
        Deal.objects.filter(pk=deal.pk).update(stage=won, is_open=False, closed_at=closed_at)
    whose = whose_day(house.actor("Alice"), None)
    in_kyiv = queries.figures(whose, now, month_of(now, KYIV))
    in_jakarta = queries.figures(whose, now, month_of(now, JAKARTA))
    in_los_angeles = queries.figures(whose, now, month_of(now, LOS_ANGELES))
    assert [(f.won_deals, f.won_amount) for f in (in_kyiv, in_jakarta, in_los_angeles)] == [
        (1, Decimal(1000)),
        (2, Decimal(2000)),
        (2, Decimal(2000)),
    ]


def test_every_deal_has_a_next_step_is_said_when_it_is_so(house: House) -> None:
    deal_due(house, "Alice", "Fridges", 30)
    assert "Every deal has a next step" in Visitor(house, "Alice").get("day").words
    deal_due(house, "Alice", "Tanks", -1)
    assert "Every deal has a next step" not in Visitor(house, "Alice").get("day").words


def test_who_has_no_deal_is_told_how_to_begin(house: House) -> None:
    assert "No open deals yet" in Visitor(house, "Dan").get("day").words


# -- beside the tasks ------------------------------------------------------------------------------------------------


def test_deals_over_their_stages_limit_are_shown_longest_first(house: House) -> None:
    now = timezone.now()
    for title, days in (("Fresh", 1), ("Over", 4), ("Long over", 9)):
        deal_of(house, "Alice", at=now - timedelta(days=days), title=title)
    page = Visitor(house, "Alice").get("day")
    shown = page.all("section[aria-labelledby='side-limit'] .item-title")
    assert [title.text_content() for title in shown] == ["Long over", "Over"]


def test_where_more_are_over_the_limit_than_are_shown_the_list_has_them_all(house: House) -> None:
    at = timezone.now() - timedelta(days=4)
    for number in range(5):
        deal_of(house, "Alice", at=at, title=f"Over {number}")
    few = Visitor(house, "Alice").get("day")
    assert not few.all("section[aria-labelledby='side-limit'] .more-links")
    deal_of(house, "Alice", at=at, title="One more")
    deal_of(house, "Bob", at=at, title="Of a colleague")
    alice, hana = Visitor(house, "Alice").get("day"), Visitor(house, "Hana").get("day")
    address, own = f"/list/{house.pipeline.pk}/?over=1", f"&owner={house.people['Alice'].pk}"
    for page, total, link in ((alice, "6", address + own), (hana, "7", address)):
        (panel,) = page.all("section[aria-labelledby='side-limit']")
        assert panel.cssselect("header .num")[0].text_content() == total
        (more,) = panel.cssselect(".more-links a")
        assert more.get("href") == link
        listed = Visitor(house, "Hana").client.get(link).content.decode()
        assert listed.count('class="title-cell') == int(total)


def test_mentions_are_shown_to_whom_they_name(house: House) -> None:
    deal = deal_due(house, "Alice", "Fridges", 30)
    note = "@Hana may I offer the third-order price?"
    add_note(by=house.actor("Alice"), at=timezone.now(), deal=deal.pk, text=note)
    assert "third-order price" in Visitor(house, "Hana").get("day").words
    assert "third-order price" not in Visitor(house, "Hugo").get("day").words


def test_an_old_mention_rests(house: House) -> None:
    deal = deal_due(house, "Alice", "Fridges", 30)
    at = timezone.now() - timedelta(days=8)
    add_note(by=house.actor("Alice"), at=at, deal=deal.pk, text="@Hana look at this")
    assert "look at this" not in Visitor(house, "Hana").get("day").words


def test_an_exception_asked_reaches_the_head_of_the_team(house: House) -> None:
    deal = deal_due(house, "Alice", "Fridges", 30)
    ask_exception(
        by=house.actor("Alice"),
        at=timezone.now(),
        deal=deal.pk,
        to=house.stage("Propose"),
        reason="Old friends of ours",
    )
    assert "Old friends of ours" in Visitor(house, "Hana").get("day").words
    for other in ("Hugo", "Bob", "Alice"):
        assert "Old friends of ours" not in Visitor(house, other).get("day").words


def test_what_nobody_owns_can_be_taken_by_the_team(house: House) -> None:
    deal = unowned_deal(house, "Alice", at=timezone.now())
    for name, sees in (("Alice", True), ("Bob", True), ("Hana", True), ("Charlie", False), ("Hugo", False)):
        answer = Visitor(house, name).get("day")
        assert bool(answer.all(f"#take-{deal.pk}")) is sees, name
    assert not Visitor(house, "Zoe").get("day").all(f"#take-{deal.pk}")
    assert Visitor(house, "Zoe").get("day").all(f"#give-{deal.pk}")


# -- heads -----------------------------------------------------------------------------------------------------------


def test_a_head_sees_what_their_sellers_are_late_with(house: House) -> None:
    deal_due(house, "Alice", "Alice's late", -2)
    deal_due(house, "Charlie", "Charlie's late", -2)
    hana = Visitor(house, "Hana").get("day").one("#day-team").text_content()
    assert "Alice's late" in hana
    assert "Charlie's late" not in hana
    ruth = Visitor(house, "Ruth").get("day").one("#day-team").text_content()
    assert "Alice's late" in ruth
    assert "Charlie's late" in ruth
    assert not Visitor(house, "Alice").get("day").one("#day-team").text_content().strip()


def test_a_head_looks_at_the_day_of_one_of_their_sellers(house: House) -> None:
    deal_due(house, "Alice", "Fridges", -2)
    deal_due(house, "Bob", "Tanks", -2)
    alice = house.people["Alice"].pk
    assert rows(Visitor(house, "Hana"), "overdue", seller=alice) == ["Fridges"]


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("Alice", 200),
        ("Bob", 404),
        ("Charlie", 404),
        ("Hana", 200),
        ("Hugo", 404),
        ("Ruth", 200),
        ("Zoe", 200),
    ],
)
@pytest.mark.parametrize("page", ["day", "day-part"])
def test_whose_day_one_may_see(house: House, page: str, name: str, status: int) -> None:
    answer = Visitor(house, name).get(page, query={"seller": house.people["Alice"].pk})
    assert answer.status == status


@pytest.mark.parametrize(
    ("name", "people"),
    [
        ("Alice", set()),
        ("Hana", {"Alice", "Bob", "Dan"}),
        ("Hugo", {"Charlie"}),
        ("Ruth", {"Alice", "Bob", "Dan", "Charlie", "Hana", "Hugo"}),
    ],
)
def test_a_head_chooses_among_their_own_sellers(house: House, name: str, people: set[str]) -> None:
    links = Visitor(house, name).get("day").all("#whose-day [href*='seller=']")
    assert {link.text_content().strip() for link in links} == people


# -- junk and cost ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("junk", ["x", "-1", "0", "99999999999999", "1.5", "\x00", "[]", "٣"])
def test_a_seller_that_is_none_is_not_found(house: House, junk: str) -> None:
    assert Visitor(house, "Hana").get("day", query={"seller": junk}).status == 404


@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        "====",
        "W10",
        "WzEsMV0",
        "bnVsbA",
        "WyIyMDI2IiwxXQ",
        "eyJhIjoxfQ",
        "W3siYXQiOiIwMDAxLTAxLTAxVDAwOjAwOjAwKzE0OjAwIn0sMV0",
        "a" * 9000,
    ],
)
def test_a_cursor_that_is_none_is_not_found(house: House, cursor: str) -> None:
    assert Visitor(house, "Alice").get("day-more", "next", query={"after": cursor}).status == 404


def test_a_group_that_is_none_is_not_found(house: House) -> None:
    assert Visitor(house, "Alice").get("day-more", "yesterday").status == 404


def test_the_number_of_queries_does_not_grow_with_the_tasks(house: House) -> None:
    counts = []
    for _ in range(2):
        for number in range(6):
            deal_due(house, "Alice", f"Deal {number}", number - 3)
        visitor = Visitor(house, "Alice")
        # What is kept by the process is read before, whichever test is the first.
        visitor.get("day")
        with CaptureQueriesContext(connection) as queries_made:
            visitor.get("day")
        counts.append(len(queries_made))
    assert counts[0] == counts[1] <= 36


def test_a_deal_that_was_closed_leaves_the_day(house: House) -> None:
    deal = deal_due(house, "Alice", "Fridges", -2)
    move = Move(to=house.stage("Lost"), lost_reason=house.lost_reason)
    move_deal(by=house.actor("Alice"), at=timezone.now(), deal=deal.pk, move=move)
    assert rows(Visitor(house, "Alice"), "overdue") == []


# -- the queue -------------------------------------------------------------------------------------------------------


def test_each_item_has_the_action_of_its_kind_and_then_its_end(house: House) -> None:
    deal = deal_due(house, "Alice", "Fridges", 1)
    alice = Visitor(house, "Alice")
    task = deal.next_task_id or 0
    # Nobody's number is known: what was said is noted.
    act = alice.get("day").one(f"#task-{task}-act")
    assert act.get("data-dialog") == f"/deals/{deal.pk}/note/call/?task={task}"
    said = {"length": "4:00", "direction": "out", "name": "Ika Wulandari"}
    said["when"] = f"{timezone.now():%Y-%m-%dT%H:%M}"
    noted = alice.follow(act.get("data-dialog"), said)
    assert noted.status == 204
    assert noted.events["voronka:dialog"]["url"] == f"/tasks/{task}/done/"
    assert "Done: Call about Fridges" in alice.open(f"/tasks/{task}/done/").words


def test_a_known_number_is_called_from_the_row(house: House) -> None:
    client = ClientWords(phone="+380 44 555 01 42", contact="Bagus Hartanto")
    step = NewTask(TaskKind.CALL, "Call", timezone.now() + timedelta(hours=1))
    deal = deal_of(house, "Alice", at=timezone.now(), client=client, next_task=step)
    act = Visitor(house, "Alice").get("day").one(f"#task-{deal.next_task_id}-act")
    assert act.get("href") == "tel:+380445550142"
    assert act.get("data-then-dialog")


def test_a_deal_over_its_limit_stands_there_by_its_next_step_once(house: House) -> None:
    now = timezone.now()
    for title, hours in (("Over and late", -2), ("Over, due far off", 90)):
        step = NewTask(TaskKind.CALL, f"Call about {title}", now + timedelta(hours=hours))
        deal_of(house, "Alice", at=now - timedelta(days=9), title=title, next_task=step)
    alice = Visitor(house, "Alice")
    assert rows(alice, "overdue") == ["Over and late"]
    assert rows(alice, "limit") == ["Over, due far off"]
    assert rows(alice, "next") == []


def test_the_day_that_is_done_says_what_comes_first_tomorrow(house: House) -> None:
    now = timezone.now()
    deal = deal_due(house, "Alice", "Fridges", -1)
    following = NewTask(TaskKind.MEETING, "See them", now + timedelta(days=3))
    complete_task(by=house.actor("Alice"), at=now, task=deal.next_task_id or 0, next_task=following)
    words = Visitor(house, "Alice").get("day").one("#day-clear").text_content()
    assert "1 task done" in words
    assert "See them" in words


def test_who_is_asleep_goes_last_unless_it_is_switched_off(house: House) -> None:
    now = timezone.now()
    asleep = next(
        zone for zone in ("Asia/Tokyo", "America/Los_Angeles", "Asia/Kolkata") if not is_awake(zone, now)
    )
    awake = deal_due(house, "Alice", "Awake", -1)
    client = ClientWords(contact="Far away", phone="+81 3 5550 0142")
    step = NewTask(TaskKind.CALL, "Call about Asleep", now - timedelta(hours=9))
    far = deal_of(house, "Alice", at=now - timedelta(days=1), title="Asleep", client=client, next_task=step)
    Contact.objects.update(time_zone=asleep)
    assert {awake.contact_id, far.contact_id} == {None, Contact.objects.get().pk}
    alice = Visitor(house, "Alice")
    assert rows(alice, "overdue") == ["Awake", "Asleep"]
    assert rows(alice, "overdue", order="time") == ["Asleep", "Awake"]


def test_what_comes_on_another_day_goes_by_the_clock_whoever_is_asleep_now(house: House) -> None:
    now = timezone.now()
    asleep = next(zone for zone in ("Asia/Tokyo", "America/Los_Angeles") if not is_awake(zone, now))
    deal_due(house, "Alice", "Awake", 90)
    client = ClientWords(contact="Far away", phone="+81 3 5550 0142")
    step = NewTask(TaskKind.CALL, "Call about Asleep", now + timedelta(hours=80))
    deal_of(house, "Alice", at=now - timedelta(days=1), title="Asleep", client=client, next_task=step)
    Contact.objects.update(time_zone=asleep)
    assert rows(Visitor(house, "Alice"), "next") == ["Asleep", "Awake"]


def test_among_equals_what_may_wait_goes_last(house: House) -> None:
    for title in ("May wait", "As usual", "Comes first"):
        deal_due(house, "Alice", title, -2)
    for title, priority in (("May wait", "low"), ("Comes first", "high")):
        Deal.objects.filter(title=title).update(priority=priority)
    assert rows(Visitor(house, "Alice"), "overdue", order="time") == ["Comes first", "As usual", "May wait"]
