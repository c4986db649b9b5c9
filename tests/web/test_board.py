"""The board's page and parts: what they show to whom, what changes bring, and what junk gets."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories import deal_of, make_house, unowned_deal
from tests.web.visitor import Visitor
from voronka.commands.assignments import take_deal
from voronka.commands.clients import ClientWords
from voronka.commands.moves import move_deal
from voronka.commands.passing import Move
from voronka.commands.task_rows import NewTask
from voronka.commands.views import save_view
from voronka.domain.task import TaskKind
from voronka.models import Company, Contact, Deal, Pipeline, SavedView, Stage, Task
from voronka.queries import board as queries
from voronka.queries.board import Tally
from voronka.queries.board_filter import DealFilter
from voronka.queries.conversion import CACHE, Conversion
from voronka.queries.pipelines import pipeline_of
from voronka.web.board.fragments import heads

if TYPE_CHECKING:
    from lxml import html

    from tests.factories import House
    from tests.web.visitor import Answer

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    CACHE.clear()
    return make_house()


def page(house: House, who: str, **query: object) -> Answer:
    return Visitor(house, who).get("board", house.pipeline.pk, query=query)


def titles(answer: Answer, house: House, stage: str) -> list[str]:
    return [one.text_content() for one in answer.all(f"#s{house.stage(stage)} .card h3")]


def head(answer: Answer, house: House, stage: str, part: str) -> str:
    return " ".join(answer.one(f"#head-{house.stage(stage)} {part}").text_content().split())


def card(answer: Answer, deal: Deal) -> html.HtmlElement:
    return answer.one(f"#d{deal.pk}")


def late(house: House, owner: str, title: str, **new: Any) -> Deal:
    """A deal whose next step was due an hour ago."""
    now = timezone.now()
    step = NewTask(TaskKind.CALL, "Call back", now + timedelta(hours=1))
    return deal_of(house, owner, at=now - timedelta(hours=2), title=title, next_task=step, **new)


# -- the page -----------------------------------------------------------------------------------------------------


def test_a_seller_sees_their_own_deals_with_counts_and_sums(house: House) -> None:
    deal_of(house, "Alice", title="Cold room", amount="41500")
    deal_of(house, "Alice", title="Ice flaker", amount="500")
    deal_of(house, "Bob", title="Not hers", amount="7000")
    answer = page(house, "Alice")
    assert answer.status == 200
    assert titles(answer, house, "Qualify") == ["Cold room", "Ice flaker"]
    assert head(answer, house, "Qualify", ".count") == "2"
    assert head(answer, house, "Qualify", ".sum") == "$42k"
    assert head(answer, house, "Qualify", ".col-facts").startswith("limit 3 d")
    assert head(answer, house, "Unsorted", ".col-facts").startswith("sort within 3 d")
    assert answer.one("#count-all").text == "2"
    assert "Not hers" not in answer.text


def test_exits_are_no_columns(house: House) -> None:
    names = [one.text_content() for one in page(house, "Zoe").all(".col h2")]
    assert names == ["Unsorted", "Qualify", "Propose", "Sign"]


def test_a_card_shows_client_amount_owner_step_age_and_clock(house: House) -> None:
    deal = deal_of(house, "Alice", title="Blast freezer line", amount="86 400")
    Company.objects.update(name="PT Samudra Teduh", time_zone="Asia/Jakarta", city="Surabaya")
    shown = card(page(house, "Hana"), deal)
    assert shown.cssselect(".company")[0].text == "PT Samudra Teduh"
    assert shown.cssselect(".amount")[0].text == "$86,400"
    assert shown.cssselect(".av")[0].get("aria-label") == "Alice"
    assert shown.cssselect(".next-step .text")[0].text == "Qualify: what is next?"
    (age,) = shown.cssselect("stage-age")
    assert (age.get("since"), age.get("limit-minutes")) == ("2026-11-24T12:00Z", str(3 * 24 * 60))
    (clock,) = shown.cssselect("client-clock")
    assert (clock.get("zone"), clock.get("place")) == ("Asia/Jakarta", "Surabaya")
    assert [link.get("href") for link in shown.cssselect("a")] == [f"/deals/{deal.pk}/"]


def test_the_clock_is_the_contacts_else_the_companys_and_says_when_it_is_unknown(house: House) -> None:
    client = ClientWords(phone="+380 67 555 01 64", contact="Taras", company="Zernovyi Dvir")
    deal = deal_of(house, "Alice", client=client)

    def clock() -> tuple[str | None, str | None]:
        (found,) = card(page(house, "Alice"), deal).cssselect("client-clock")
        return found.get("zone"), found.get("place")

    Company.objects.update(time_zone="Europe/Kyiv", city="")
    Contact.objects.update(time_zone="Asia/Almaty", city="Astana")
    assert clock() == ("Asia/Almaty", "Astana")
    Contact.objects.update(time_zone="", city="")
    assert clock() == ("Europe/Kyiv", "Kyiv")
    Company.objects.update(time_zone="", city="Lviv")
    assert clock() == ("", "Lviv")
    Company.objects.update(city="")
    assert clock() == ("", "time unknown")


def test_a_card_names_who_the_title_does_not_name(house: House) -> None:
    nameless = deal_of(house, "Alice", title="", client=ClientWords(phone="+62 811 555 0164"))
    Contact.objects.update(name="Bagus")
    Deal.objects.filter(pk=nameless.pk).update(title="Bagus")
    assert card(page(house, "Alice"), nameless).cssselect(".company")[0].text == "+62 811-5550-164"
    company = deal_of(house, "Alice", title="", client=ClientWords(company="Zebra Ltd"))
    assert card(page(house, "Alice"), company).cssselect(".company") == []


def test_a_card_is_the_same_for_everybody_who_sees_it(house: House) -> None:
    """It is kept by its values and handed to whoever may see the deal: it must not hold anything of the reader."""
    deal = unowned_deal(house)
    cards = {_card_text(page(house, who), deal) for who in ("Alice", "Bob", "Hana", "Ruth", "Zoe")}
    assert len(cards) == 1


def _card_text(answer: Answer, deal: Deal) -> str:
    found = re.search(rf'<li class="card" id="d{deal.pk}".*?</li>', answer.text, re.DOTALL)
    assert found is not None
    return found[0]


def test_a_changed_deal_shows_its_new_values_at_once(house: House) -> None:
    deal = deal_of(house, "Alice", title="Old title")
    assert "Old title" in page(house, "Alice").text
    Deal.objects.filter(pk=deal.pk).update(title="New title")
    assert titles(page(house, "Alice"), house, "Qualify") == ["New title"]
    Company.objects.update(name="Renamed Ltd")
    assert "Renamed Ltd" in page(house, "Alice").text


def test_what_people_write_is_shown_as_text(house: House) -> None:
    deal_of(house, "Alice", title="<script>alert(1)</script>", client=ClientWords(company="<b>Bold</b>"))
    answer = page(house, "Alice")
    assert "<script>alert" not in answer.text
    assert "<b>Bold" not in answer.text


def test_an_unowned_deal_may_be_taken_by_who_has_a_team(house: House) -> None:
    deal = unowned_deal(house)
    for who in ("Alice", "Hana"):
        answer = page(house, who)
        assert card(answer, deal).cssselect(".take")[0].get("hx-post") == f"/deals/{deal.pk}/take/"
        assert answer.one("#board").get("data-no-take") is None
    # The button is in the card; the style sheet hides it for who has no team to take it for.
    assert page(house, "Zoe").one("#board").get("data-no-take") is not None


def test_only_who_leads_is_offered_owners(house: House) -> None:
    for who, offered in (("Alice", 0), ("Hana", 1), ("Zoe", 1)):
        answer = page(house, who)
        assert len(answer.all("#owner-filter")) == offered
        assert Visitor(house, who).get("board-owners", house.pipeline.pk).status == (200 if offered else 403)


def test_the_owners_menu_counts_what_the_head_sees(house: House) -> None:
    deal_of(house, "Alice")
    deal_of(house, "Charlie")
    unowned_deal(house)
    answer = Visitor(house, "Hana").get("board-owners", house.pipeline.pk, query={"sort": "amount"})
    told = [one.text_content().strip() for one in answer.all("[role=menuitemradio]")]
    assert told == ["Everyone", "Nobody1", "ALAlice1"]
    assert (
        answer.all("a")[2].get("href")
        == f"/board/{house.pipeline.pk}/?owner={house.people['Alice'].pk}&sort=amount"
    )


def test_the_owner_of_the_address_narrows_for_a_head_and_means_nothing_to_a_seller(house: House) -> None:
    deal_of(house, "Alice", title="Hers")
    deal_of(house, "Bob", title="His")
    bob = house.people["Bob"].pk
    assert titles(page(house, "Hana", owner=bob), house, "Qualify") == ["His"]
    assert "Owner: Bob" in page(house, "Hana", owner=bob).words
    assert titles(page(house, "Alice", owner=bob), house, "Qualify") == ["Hers"]
    assert "Charlie" not in page(house, "Hana", owner=house.people["Charlie"].pk).text


def test_the_first_board_is_the_first_pipelines(house: House) -> None:
    answer = Visitor(house, "Alice").get("board-first")
    assert (answer.status, answer.headers["Location"]) == (302, f"/board/{house.pipeline.pk}/")


def test_without_a_pipeline_the_board_says_what_to_do(house: House) -> None:
    Stage.objects.all().delete()
    Pipeline.objects.all().delete()
    assert "Choose how you sell" in Visitor(house, "Hana").get("board-first").words
    seller = Visitor(house, "Alice").get("board-first").words
    assert "Ask your head of sales" in seller
    assert "Choose how you sell" not in seller


def test_an_empty_column_says_why(house: House) -> None:
    answer = page(house, "Alice")
    assert "All sorted" in answer.one(f"#s{house.stage('Unsorted')} .empty").text_content()
    assert "A new deal begins here" in answer.one(f"#s{house.stage('Qualify')} .empty").text_content()
    filtered = page(house, "Alice", text="quokka")
    assert (
        "No deal of this stage passes the filter"
        in filtered.one(f"#s{house.stage('Sign')} .empty").text_content()
    )


def test_a_gate_before_an_empty_column_is_named(db: None) -> None:
    house = make_house({"Qualify": [("field", "Need recorded", {"field": "need"})]})
    empty = page(house, "Alice").one(f"#s{house.stage('Propose')} .empty")
    assert "exit criteria of Qualify" in empty.text_content()
    assert empty.cssselect("a")[0].get("href").startswith(f"/playbook/{house.pipeline.pk}/")


# -- the funnel ---------------------------------------------------------------------------------------------------


def test_the_ribbon_is_as_thick_as_its_column_and_meets_the_next(house: House) -> None:
    stages = pipeline_of(house.pipeline.pk).columns
    tallies = {stage.id: Tally(deals) for stage, deals in zip(stages, (4, 12, 0, 6), strict=True)}
    made = heads(stages, tallies, {stage.id: Conversion() for stage in stages}, None, "USD", sets_up=False)
    points = [[tuple(map(float, p.split(","))) for p in one.ribbon.split()] for one in made]
    widths = [(p[5][1] - p[0][1], p[3][1] - p[2][1]) for p in points]
    assert widths == [(10, 30), (30, 2), (2, 15), (15, 2)]
    assert all(
        y_top + y_bottom == 34 for p in points for (_, y_top), (_, y_bottom) in [(p[0], p[5]), (p[2], p[3])]
    )


def test_the_neck_of_the_funnel_is_named_in_words(house: House) -> None:
    for number in range(8):
        deal = deal_of(house, "Alice", at=timezone.now())
        if number < 6:
            move_deal(
                by=house.actor("Alice"), at=timezone.now(), deal=deal.pk, move=Move(house.stage("Propose"))
            )
        lost = Move(house.stage("Lost"), lost_reason=house.lost_reason)
        move_deal(by=house.actor("Alice"), at=timezone.now(), deal=deal.pk, move=lost)
    answer = page(house, "Alice")
    (pill,) = answer.all(".conversion.low")
    assert pill.get("title") == (
        "The neck of the funnel: only 0% of the deals that left Propose in the last 90 days went on to Sign"
    )
    assert (
        answer.one(f"#head-{house.stage('Qualify')} .conversion").get("title").startswith("75% of the deals")
    )


# -- pages and changes --------------------------------------------------------------------------------------------


def test_more_cards_come_page_by_page_until_there_are_no_more(house: House) -> None:
    for number in range(queries.FIRST_CARDS + 3):
        deal_of(house, "Alice", title=f"Deal {number}")
    visitor = Visitor(house, "Alice")
    first = visitor.get("board", house.pipeline.pk)
    button = first.one(f"#s{house.stage('Qualify')} .more button")
    assert button.text_content() == "Show 3 more"
    assert len(first.all(f"#s{house.stage('Qualify')} .card")) == queries.FIRST_CARDS
    rest = visitor.client.get(button.get("hx-get")).content.decode()
    shown = {int(n) for n in re.findall(r'id="d(\d+)"', first.text)}
    appended = [int(n) for n in re.findall(r'id="d(\d+)"', rest)]
    assert len(appended) == 3
    assert shown.isdisjoint(appended)
    assert "show-more" not in rest


@pytest.mark.parametrize("after", ["", "x", "W10", "WyJ4IiwxXQ", "🙂", "A" * 5000, "WzEsMl0"])
def test_a_made_up_place_in_a_column_is_not_found(house: House, after: str) -> None:
    answer = Visitor(house, "Alice").get(
        "board-column", house.pipeline.pk, house.stage("Qualify"), query={"after": after}
    )
    assert answer.status == 404


def test_a_column_is_of_this_pipeline_and_open(house: House) -> None:
    for stage in (house.stage("Won"), 10**6):
        assert Visitor(house, "Zoe").get("board-column", house.pipeline.pk, stage).status == 404


def test_after_a_change_the_card_comes_with_its_place_and_all_heads(house: House) -> None:
    visitor = Visitor(house, "Alice")
    first, second, third = (late(house, "Alice", title) for title in ("One", "Two", "Three"))
    answer = visitor.get("board-cards", house.pipeline.pk, query={"deals": f"{first.pk},{second.pk}"})
    places = {
        p.cssselect(".card")[0].get("id"): (p.get("data-stage"), p.get("data-before"))
        for p in answer.all("[data-place]")
    }
    qualify = str(house.stage("Qualify"))
    assert places == {
        f"d{first.pk}": (qualify, f"d{second.pk}"),
        f"d{second.pk}": (qualify, f"d{third.pk}"),
    }
    assert len(answer.all(".col-head")) == 4
    assert head(answer, house, "Qualify", ".count") == "3"


def test_a_deal_that_left_ones_sight_comes_without_a_card(house: House) -> None:
    deal = unowned_deal(house)
    before = Visitor(house, "Alice").get("board-cards", house.pipeline.pk, query={"deals": deal.pk})
    assert len(before.all("[data-place]")) == 1
    take_deal(by=house.actor("Bob"), at=timezone.now(), deal=deal.pk)
    after = Visitor(house, "Alice").get("board-cards", house.pipeline.pk, query={"deals": deal.pk})
    assert after.all("[data-place]") == []
    assert head(after, house, "Unsorted", ".count") == "0"


def test_a_deal_that_no_longer_passes_the_filter_comes_without_a_card(house: House) -> None:
    deal = deal_of(house, "Alice", title="Cold room")
    visitor = Visitor(house, "Alice")
    for text, cards in (("cold", 1), ("warm", 0)):
        answer = visitor.get("board-cards", house.pipeline.pk, query={"deals": deal.pk, "text": text})
        assert len(answer.all("[data-place]")) == cards
        assert head(answer, house, "Qualify", ".count") == str(cards)


@pytest.mark.parametrize(
    "deals", ["", ",", "x", "-1", "1,1,1", "9" * 30, "1;DROP", ",".join(map(str, range(500)))]
)
def test_made_up_deals_bring_heads_only(house: House, deals: str) -> None:
    answer = Visitor(house, "Alice").get("board-cards", house.pipeline.pk, query={"deals": deals})
    assert (answer.status, answer.all("[data-place]"), len(answer.all(".col-head"))) == (200, [], 4)


# -- views and filters --------------------------------------------------------------------------------------------


def test_counts_of_the_views_come_afterwards(house: House) -> None:
    late(house, "Alice", "Late")
    deal_of(house, "Alice", at=timezone.now() - timedelta(days=4), title="Long here")
    deal_of(house, "Alice", at=timezone.now(), title="Fresh")
    late(house, "Bob", "Not hers")
    save_view(by=house.actor("Alice"), pipeline=house.pipeline.pk, name="Fresh ones", query="text=fresh")
    Deal.objects.filter(title="Late").update(version=2)
    _let_time_pass()
    answer = Visitor(house, "Alice").get("board-counts", house.pipeline.pk)
    view = SavedView.objects.get()
    assert answer.one("#count-all").text == "3"
    assert answer.one("#count-over").text == "1"
    assert answer.one(f"#count-view-{view.pk}").text == "1"
    assert answer.one(f"#over-{house.stage('Qualify')}").text == "1 over"
    assert (answer.one(f"#over-{house.stage('Sign')}").text or "") == ""
    assert all(one.get("hx-swap-oob") == "true" for one in answer.all("b, span.over"))


def _let_time_pass() -> None:
    """Nothing here is stubbed: the next step of one deal is put into the past, with its task."""
    deal = Deal.objects.get(title="Late")
    past = timezone.now() - timedelta(hours=1)
    Task.objects.filter(deal=deal).update(due_at=past)
    Deal.objects.filter(pk=deal.pk).update(next_step_at=past)


def test_overdue_steps_are_counted_and_shown_by_the_view(house: House) -> None:
    late(house, "Alice", "Late")
    deal_of(house, "Alice", at=timezone.now(), title="Fresh")
    _let_time_pass()
    assert Visitor(house, "Alice").get("board-counts", house.pipeline.pk).one("#count-late").text == "1"
    answer = page(house, "Alice", late="1")
    assert titles(answer, house, "Qualify") == ["Late"]
    assert answer.one("#chip-late").get("aria-current") == "true"
    assert answer.one("#chip-all").get("aria-current") is None


def test_a_filter_is_shown_with_a_way_out_of_each_part(house: House) -> None:
    answer = page(house, "Hana", text="cold room", to="5k", days="3")
    chips = [
        (" ".join(c.text_content().split()), c.cssselect("a")[0].get("href"))
        for c in answer.all(".filters-on .chip")
    ]
    here = f"/board/{house.pipeline.pk}/"
    assert chips == [
        ("3 days in the stage", f"{here}?to=5000&text=cold+room"),
        ("Up to $5k", f"{here}?days=3&text=cold+room"),
        ("“cold room”", f"{here}?days=3&to=5000"),
    ]


def test_what_cant_be_read_is_said_beside_what_was_typed(house: House) -> None:
    deal_of(house, "Alice", title="Still shown")
    answer = page(house, "Alice", days="soon", **{"from": "a lot"})
    assert answer.status == 200
    assert titles(answer, house, "Qualify") == ["Still shown"]
    assert (answer.one("#filter-days").get("value"), answer.one("#filter-from").get("value")) == (
        "soon",
        "a lot",
    )
    assert "Write a whole number of days" in answer.one("#filter-days-error").text_content()
    assert "This is no amount" in answer.one("#filter-from-error").text_content()


def test_the_list_opens_with_the_boards_filter(house: House) -> None:
    deal_of(house, "Alice", title="Cold room")
    deal_of(house, "Alice", title="Ice flaker")
    link = page(house, "Alice", text="cold", sort="amount").one('a[href^="/list/"]').get("href")
    assert link == f"/list/{house.pipeline.pk}/?text=cold"
    shown = Visitor(house, "Alice").client.get(link).content.decode()
    assert "Cold room" in shown
    assert "Ice flaker" not in shown


def test_the_order_of_the_address_is_the_order_of_the_cards(house: House) -> None:
    deal_of(house, "Alice", title="Small", amount="5")
    deal_of(house, "Alice", title="Large", amount="50000")
    assert titles(page(house, "Alice", sort="amount"), house, "Qualify") == ["Large", "Small"]
    assert titles(page(house, "Alice", sort="next"), house, "Qualify") == ["Small", "Large"]


def test_a_view_is_saved_under_a_name_and_stands_among_the_chips(house: House) -> None:
    visitor = Visitor(house, "Alice")
    asked = visitor.get("view-save", query={"pipeline": house.pipeline.pk, "query": "text=cold&junk=1"})
    assert (asked.value("query"), asked.all("[name=shared]")) == ("text=cold", [])
    data = {"pipeline": house.pipeline.pk, "query": "text=cold", "name": "Cold ones"}
    saved = visitor.post("view-save", data=data)
    assert (saved.status, saved.headers["HX-Redirect"]) == (204, f"/board/{house.pipeline.pk}/?text=cold")
    view = SavedView.objects.get()
    chip = page(house, "Alice", text="cold").one(f"#chip-view-{view.pk}")
    assert (chip.text, chip.get("aria-current"), chip.get("href")) == (
        "Cold ones",
        "true",
        f"/board/{house.pipeline.pk}/?text=cold",
    )
    assert page(house, "Bob").all(f"#chip-view-{view.pk}") == []


def test_a_name_that_is_taken_is_refused_and_kept(house: House) -> None:
    visitor = Visitor(house, "Hana")
    data = {"pipeline": house.pipeline.pk, "query": "late=1", "name": "Late", "shared": "on"}
    assert visitor.post("view-save", data=data).status == 204
    again = visitor.post("view-save", data=data)
    assert again.status == 422
    assert again.value("name") == "Late"
    assert again.one("[name=shared]").get("checked") is not None
    assert "already" in again.one(".error").text_content()
    assert SavedView.objects.get().is_shared


def test_a_seller_who_asks_to_share_saves_for_themselves(house: House) -> None:
    data = {"pipeline": house.pipeline.pk, "query": "late=1", "name": "Late", "shared": "on"}
    assert Visitor(house, "Alice").post("view-save", data=data).status == 204
    assert not SavedView.objects.get().is_shared


def test_one_removes_ones_own_views_only(house: House) -> None:
    view = save_view(
        by=house.actor("Hana"), pipeline=house.pipeline.pk, name="Late", query="late=1", shared=True
    )
    assert Visitor(house, "Alice").post("view-remove", view.pk).status == 404
    assert page(house, "Alice", late="1").all("[hx-post*=remove]") == []
    assert len(page(house, "Hana", late="1").all("[hx-post*=remove]")) == 1
    removed = Visitor(house, "Hana").post("view-remove", view.pk)
    assert (removed.status, removed.headers["HX-Redirect"]) == (204, f"/board/{house.pipeline.pk}/")
    assert not SavedView.objects.exists()


def test_views_of_the_list_are_no_chips_of_the_board(house: House) -> None:
    save_view(
        by=house.actor("Alice"), pipeline=house.pipeline.pk, name="Lost ones", query="status=lost&text=cold"
    )
    assert "Lost ones" not in page(house, "Alice").text


# -- junk and cost ------------------------------------------------------------------------------------------------

JUNK = [
    "\x00",
    "🙂" * 400,
    "'\"><script>",
    "-1",
    "1e309",
    "9" * 40,
    "٣",
    "%",
    "[[",
    "../..",
    "NaN",
    "\ud800".encode("utf-8", "replace").decode(),
]


@pytest.mark.parametrize("junk", JUNK)
def test_no_junk_in_an_address_breaks_the_board(house: House, junk: str) -> None:
    deal_of(house, "Alice")
    query = dict.fromkeys(
        ("owner", "days", "from", "to", "text", "late", "over", "sort", "after", "shown", "deals"), junk
    )
    for who in ("Alice", "Zoe"):
        visitor = Visitor(house, who)
        assert visitor.get("board", house.pipeline.pk, query=query).status == 200
        assert visitor.get("board-cards", house.pipeline.pk, query=query).status == 200
        assert visitor.get("board-counts", house.pipeline.pk, query=query).status == 200
        assert visitor.get("board-owners", house.pipeline.pk, query=query).status in {200, 403}
        assert (
            visitor.get("board-column", house.pipeline.pk, house.stage("Qualify"), query=query).status == 404
        )
        assert (
            visitor.get("view-save", query=query | {"pipeline": house.pipeline.pk, "query": junk}).status
            == 200
        )
        assert visitor.post("view-save", data=query | {"pipeline": junk}).status == 404
        answer = visitor.post("view-save", data={"pipeline": house.pipeline.pk, "query": junk, "name": junk})
        assert answer.status in {204, 422}
        assert visitor.get("view-save", query={"pipeline": house.pipeline.pk, "on": junk}).status == 404


@pytest.mark.parametrize("pipeline", [0, 10**6, 2**31, 2**63, 10**30])
def test_an_unknown_pipeline_is_not_found(house: House, pipeline: int) -> None:
    for part in ("board", "board-cards", "board-counts", "board-owners"):
        assert Visitor(house, "Zoe").get(part, pipeline).status == 404


def test_parts_are_read_not_written(house: House) -> None:
    visitor = Visitor(house, "Zoe")
    for part in ("board", "board-cards", "board-counts", "board-owners"):
        assert visitor.post(part, house.pipeline.pk).status == 405
    assert visitor.get("view-remove", 1).status == 405


@pytest.mark.parametrize(("who", "most"), [("Alice", 9), ("Hana", 10), ("Zoe", 9)])
def test_the_page_costs_a_handful_of_queries_however_many_deals_there_are(
    house: House, who: str, most: int
) -> None:
    visitor = Visitor(house, who)
    visitor.get("board", house.pipeline.pk)
    for _ in range(3):
        deal_of(house, "Alice", amount="10")
    with CaptureQueriesContext(connection) as queries_:
        answer = visitor.get("board", house.pipeline.pk)
    assert len(answer.all(".card")) == 3
    # Session, user and (a head's) teams; then pipelines, currency, cards, counters, views, and the rail's count.
    assert len(queries_) <= most, [query["sql"][:80] for query in queries_]


def test_sums_are_exact_to_the_cent(house: House) -> None:
    for _ in range(3):
        deal_of(house, "Alice", amount="0.10")
    tallies = queries.tallies(
        house.actor("Alice"), pipeline_of(house.pipeline.pk).columns, DealFilter(), timezone.now()
    )
    assert sum(tally.amount for tally in tallies.values()) == Decimal("0.30")
