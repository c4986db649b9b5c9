"""What a tab hears while another process writes, on a real server and both databases."""

from __future__ import annotations

import random
import time
from typing import TYPE_CHECKING, Any

from tests.live.listener import Listener

if TYPE_CHECKING:
    from tests.live.conftest import World


def test_a_change_made_by_another_process_arrives_within_a_second(world: World) -> None:
    made = world.do("make", who="Alice")
    tab = world.listen("Alice")
    tab.hear_event("here")
    waits = []
    for count in (1, 2, 3):
        began = time.monotonic()
        world.do("note", who="Alice", deal=made["deal"])
        told = tab.hear_deal()
        waits.append(time.monotonic() - began)
        assert (told["deal"], told["version"]) == (made["deal"], made["version"] + count)
        assert (told["kind"], told["pipeline"]) == ("note_added", world.do("pipeline"))
    # The best of three: a busy machine may stop us for a moment.
    assert min(waits) < 1


def test_a_move_tells_both_stages_and_who_did_it(world: World) -> None:
    made = world.do("make", who="Alice")
    tab = world.listen("Hana")
    world.do("move", who="Alice", deal=made["deal"], to="Propose")
    told = tab.hear_deal()
    assert told["kind"] == "deal_moved"
    assert told["stage"] != told["stageBefore"]
    assert told["actor"] is not None
    assert told["requestId"] == ""


def test_a_request_id_reaches_only_the_one_who_sent_the_request(world: World) -> None:
    deal = world.do("make", who="Alice")["deal"]
    own, head = world.listen("Alice"), world.listen("Hana")
    world.do("note", who="Alice", deal=deal, request_id="abc-123")
    assert own.hear_deal()["requestId"] == "abc-123"
    assert head.hear_deal()["requestId"] == ""


def test_a_changed_client_is_told_to_those_who_see_it(world: World) -> None:
    contact, own = world.do("make_client", who="Alice"), world.do("make_client", who="Bob")
    alice, bob, hana, charlie = (world.listen(who) for who in ("Alice", "Bob", "Hana", "Charlie"))
    world.do("rename_client", who="Alice", contact=contact, name="Dewi L.", request_id="abc-7")
    world.do("rename_client", who="Bob", contact=own, name="Sari")
    theirs = alice.hear_event("client").told
    assert (theirs["contact"], theirs["kind"], theirs["requestId"]) == (contact, "contact_changed", "abc-7")
    assert [hana.hear_event("client").told["contact"] for _ in range(2)] == [contact, own]
    # The first that Bob hears of is his own.
    assert bob.hear_event("client").told["contact"] == own
    world.do("deal_with", who="Charlie", contact=contact)
    world.do("rename_client", who="Alice", contact=contact, name="Dewi Lestari")
    # By his deal he sees the client now, and never heard of what was before.
    told = charlie.hear_event("client").told
    assert (told["contact"], told["requestId"]) == (contact, "")


def test_a_client_that_is_given_away_is_gone_for_who_had_it(world: World) -> None:
    contact = world.do("make_client", who="Alice")
    alice, dan = world.listen("Alice"), world.listen("Dan")
    world.do("give_client", who="Hana", contact=contact, to="Dan")
    gone = alice.hear_event("client").told
    assert (gone["contact"], gone["kind"], gone["actor"]) == (contact, "gone", None)
    assert dan.hear_event("client").told["kind"] == "contact_changed"


def test_streams_of_one_pipeline_hear_of_no_client(world: World) -> None:
    contact, deal = world.do("make_client", who="Alice"), world.do("make", who="Alice")["deal"]
    board = world.listen("Alice", f"?pipeline={world.do('pipeline')}")
    world.do("rename_client", who="Alice", contact=contact, name="Dewi L.")
    world.do("note", who="Alice", deal=deal)
    heard = board.hear()
    while heard is not None and heard.event in {"here", "notices"}:
        heard = board.hear()
    assert heard is not None
    assert heard.event == "deal"


def test_a_deal_tells_whose_it_is(world: World) -> None:
    contact = world.do("make_client", who="Alice")
    deal = world.do("deal_with", who="Alice", contact=contact)
    tab = world.listen("Alice")
    world.do("note", who="Alice", deal=deal)
    assert tab.hear_deal()["contact"] == contact


def test_a_seller_never_hears_of_another_sellers_deals(world: World) -> None:
    theirs = world.do("make", who="Alice")["deal"]
    own = world.do("make", who="Charlie")["deal"]
    mate_own = world.do("make", who="Bob")["deal"]
    stranger, mate = world.listen("Charlie"), world.listen("Bob")
    world.do("note", who="Alice", deal=theirs)
    world.do("move", who="Alice", deal=theirs, to="Propose")
    world.do("move", who="Alice", deal=theirs, to="Lost")
    world.do("note", who="Charlie", deal=own)
    world.do("note", who="Bob", deal=mate_own)
    assert [told["deal"] for told in stranger.deals_until(own)] == [own]
    assert [told["deal"] for told in mate.deals_until(mate_own)] == [mate_own]


def test_a_head_hears_of_their_teams_and_of_no_other(world: World) -> None:
    north, south = world.do("make", who="Alice")["deal"], world.do("make", who="Charlie")["deal"]
    hana, ruth = world.listen("Hana"), world.listen("Ruth")
    world.do("note", who="Charlie", deal=south)
    world.do("note", who="Alice", deal=north)
    assert [told["deal"] for told in hana.deals_until(north)] == [north]
    assert [told["deal"] for told in ruth.deals_until(north)] == [south, north]


def test_a_deal_that_is_given_away_is_gone_for_the_one_and_there_for_the_other(world: World) -> None:
    deal = world.do("make", who="Alice")["deal"]
    before, after = world.listen("Alice"), world.listen("Bob")
    world.do("give", who="Hana", deal=deal, to="Bob")
    gone, come = before.hear_deal(), after.hear_deal()
    assert gone["kind"] == "gone"
    assert gone["deal"] == deal
    assert (gone["stage"], gone["version"], gone["actor"]) == (None, None, None)
    assert gone["stageBefore"] is not None
    assert come["kind"] == "deal_assigned"
    assert come["stage"] is not None


def test_a_taken_deal_is_gone_for_the_rest_of_the_team(world: World) -> None:
    deal = world.do("make_unowned", who="Alice")
    mate, stranger = world.listen("Bob"), world.listen("Charlie")
    own = world.do("make", who="Charlie")["deal"]
    world.do("take", who="Alice", deal=deal)
    world.do("note", who="Charlie", deal=own)
    assert mate.hear_deal()["kind"] == "gone"
    assert {told["deal"] for told in stranger.deals_until(own)} == {own}


def test_a_stream_of_one_pipeline_hears_nothing_of_others(world: World) -> None:
    deal = world.do("make", who="Alice")["deal"]
    here, elsewhere = (
        world.listen("Alice", f"?pipeline={world.do('pipeline')}"),
        world.listen("Alice", "?pipeline=999999"),
    )
    world.do("note", who="Alice", deal=deal)
    assert here.hear_deal()["deal"] == deal
    elsewhere.hear_event("here")
    world.do("note", who="Alice", deal=deal)
    here.hear_deal()
    try:
        elsewhere.hear_deal(patience=0.5)
    except AssertionError:
        return
    raise AssertionError("it heard of another pipeline")


def test_after_a_broken_connection_what_was_missed_comes_first(world: World) -> None:
    deal = world.do("make", who="Alice")["deal"]
    tab = world.listen("Alice")
    world.do("note", who="Alice", deal=deal)
    heard = tab.hear_event("deal")
    tab.close()
    world.do("move", who="Alice", deal=deal, to="Propose")
    world.do("note", who="Alice", deal=deal)
    # A move may bring entries with it (the client's relation, the first time), so the log says what was missed.
    missed = world.do("logged", deal=deal, after=int(heard.id))
    assert (missed[0], missed[-1]) == ("deal_moved", "note_added")
    again = world.listen("Alice", headers={"Last-Event-ID": heard.id})
    assert [again.hear_deal()["kind"] for _ in missed] == missed


def test_a_page_goes_on_from_the_entry_that_it_was_drawn_at(world: World) -> None:
    deal = world.do("make", who="Alice")["deal"]
    drawn_at = world.do("position")
    world.do("note", who="Alice", deal=deal)
    tab = world.listen("Alice", f"?after={drawn_at}")
    assert tab.hear_deal()["kind"] == "note_added"
    fresh = world.listen("Alice", f"?after={world.do('position')}")
    assert fresh.hear_event("here").id == str(world.do("position"))


def test_whoever_missed_too_much_is_told_to_read_anew(world: World) -> None:
    deal = world.do("make", who="Bob")["deal"]
    drawn_at = world.do("position")
    world.do("fill_log", deal=deal, count=1001)
    heard = world.listen("Bob", f"?after={drawn_at}").hear()
    assert heard is not None
    assert heard.event == "refetch"


def test_a_burst_larger_than_a_batch_arrives_whole_and_in_order(world: World) -> None:
    made = world.do("make", who="Dan")
    tab = world.listen("Dan")
    tab.hear_event("here")
    world.do("notes", who="Dan", deal=made["deal"], count=150)
    versions = [tab.hear_deal()["version"] for _ in range(150)]
    assert versions == list(range(made["version"] + 1, made["version"] + 151))


def test_a_slow_writer_beside_a_quick_one_loses_nothing(world: World) -> None:
    slow, quick = world.do("make", who="Alice")["deal"], world.do("make", who="Bob")["deal"]
    tab = world.listen("Hana")
    tab.hear_event("here")
    world.do("two_writers", first="Alice", first_deal=slow, second="Bob", second_deal=quick, hold=0.7)
    assert [tab.hear_deal()["deal"] for _ in range(2)] == [slow, quick]


def test_old_state_and_events_together_are_the_fresh_state(world: World) -> None:
    """A tab that applies what it hears shows what a page read anew would show, for everybody."""
    chance = random.Random(7)
    sellers = ["Alice", "Bob", "Charlie"]
    deals = [(who, world.do("make", who=who)["deal"]) for who in sellers for _ in range(2)]
    watchers = [*sellers, "Hana", "Ruth", "Zoe"]
    states = {who: world.do("state", who=who) for who in watchers}
    tabs = {who: world.listen(who, f"?after={world.do('position')}") for who in watchers}
    owners = {deal: who for who, deal in deals}
    for _ in range(30):
        deal = chance.choice(list(owners))
        who = owners[deal]
        match chance.randrange(4):
            case 0:
                world.do("note", who=who, deal=deal)
            case 1:
                owners[deal] = chance.choice(sellers)
                world.do("give", who="Ruth", deal=deal, to=owners[deal])
            case 2:
                world.do("note", who="Zoe", deal=deal)
            case _:
                owners[made := world.do("make", who=who)["deal"]] = who
                world.do("move", who=who, deal=made, to="Propose")
    last = {who: world.do("make", who=who)["deal"] for who in sellers}
    for who in watchers:
        heard_last = last[who] if who in last else last["Alice" if who == "Hana" else "Charlie"]
        for told in tabs[who].deals_until(heard_last):
            apply(states[who], told)
        fresh = world.do("state", who=who)
        made_after = {str(deal) for seller, deal in last.items() if seller in {"Bob", "Charlie"}}
        for deal in made_after - {str(heard_last)}:
            fresh.pop(deal, None)
            states[who].pop(deal, None)
        assert states[who] == fresh


def apply(state: dict[str, list[int]], told: dict[str, Any]) -> None:
    if told["kind"] == "gone":
        state.pop(str(told["deal"]), None)
    else:
        state[str(told["deal"])] = [told["version"], told["stage"]]


def test_a_stream_ends_soon_after_its_person_has_logged_out(world: World) -> None:
    session = world.do("session", who="Alice")
    other = world.listen("Alice")
    tab = world.listen_as(session)
    world.do("log_out", session=session)
    assert tab.hear_event("end").data == "signed_out"
    assert tab.ends()
    assert not other.response.closed


def test_a_new_password_ends_the_streams_of_the_old_one(world: World) -> None:
    tab = world.listen("Dan")
    given = world.do("new_password", who="Dan")
    assert tab.hear_event("end").data == "signed_out"
    # By the password that the administrator has seen there is nothing to hear either.
    assert refused(world, "", world.do("session", who="Dan")) == 401
    world.do("own_password", who="Dan", given=given)
    world.listen("Dan").hear_event("here")


def test_who_is_promoted_hears_of_the_team_and_reads_anew(world: World) -> None:
    deal = world.do("make", who="Alice")["deal"]
    tab = world.listen("Dan")
    tab.hear_event("here")
    world.do("promote", who="Dan", role="head", team="North")
    world.do("note", who="Alice", deal=deal)
    tab.hear_event("refetch")
    assert tab.hear_deal()["deal"] == deal
    world.do("promote", who="Dan", role="seller", team="North")
    world.do("note", who="Alice", deal=deal)
    own = world.do("make", who="Dan")["deal"]
    assert tab.deals_until(own)[-1]["deal"] == own


def test_who_is_demoted_hears_nothing_more_of_the_team(world: World) -> None:
    deal = world.do("make", who="Alice")["deal"]
    world.do("promote", who="Dan", role="head", team="North")
    tab = world.listen("Dan")
    tab.hear_event("here")
    world.do("promote", who="Dan", role="seller", team="North")
    world.do("note", who="Alice", deal=deal)
    own = world.do("make", who="Dan")["deal"]
    assert [told["deal"] for told in tab.deals_until(own)] == [own]


def test_who_is_shut_out_hears_nothing_more(world: World) -> None:
    tab = world.listen("Hugo")
    world.do("shut_out", who="Hugo")
    assert tab.hear_event("end").data == "signed_out"
    assert tab.ends()


def test_the_oldest_of_too_many_tabs_makes_room(world: World) -> None:
    session = world.do("session", who="Charlie")
    tabs = [world.listen_as(session) for _ in range(12)]
    for tab in tabs:
        tab.hear_event("here")
    newest = world.listen_as(session)
    newest.hear_event("here")
    assert tabs[0].hear_event("end").data == "replaced"
    assert tabs[0].ends()
    deal = world.do("make", who="Charlie")["deal"]
    assert tabs[1].hear_deal()["deal"] == newest.hear_deal()["deal"] == deal


def test_a_closed_tab_leaves_the_others_alone(world: World) -> None:
    deal = world.do("make", who="Alice")["deal"]
    leaving, staying = world.listen("Alice"), world.listen("Alice")
    leaving.hear_event("here")
    leaving.close()
    world.do("note", who="Alice", deal=deal)
    assert staying.hear_deal()["deal"] == deal


def test_a_stream_says_how_it_wants_to_be_treated(world: World) -> None:
    headers = world.listen("Alice").response.headers
    assert headers["Content-Type"] == "text/event-stream; charset=utf-8"
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Accel-Buffering"] == "no"
    assert headers["Content-Encoding"] is None


def refused(world: World, query: str, session: str = "", headers: dict[str, str] | None = None) -> int:
    listener = Listener(world.port, session, query, headers)
    listener.close()
    return listener.response.status


def test_junk_is_refused_in_words(world: World) -> None:
    session = world.do("session", who="Alice")
    for query in (
        "?pipeline=abc",
        "?pipeline=-1",
        "?pipeline=1.5",
        "?after=x",
        f"?after={'9' * 40}",
        "?pipeline=%00",
    ):
        assert refused(world, query, session) == 400, query
    assert refused(world, "", session, {"Last-Event-ID": "ü"}) == 400
    assert refused(world, "nowhere", session) == 404


def test_without_a_session_there_is_no_stream(world: World) -> None:
    for session in ("", "unknown", "a" * 5000, '"; x', "%ff"):
        assert refused(world, "", session) == 401
