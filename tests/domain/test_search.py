"""What the search makes of texts, queries and access."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from voronka.domain.ids import TeamId, UserId
from voronka.domain.permissions import Everything, Holding, OfOwner, OfTeams, Scope
from voronka.domain.search_access import (
    LARGEST_ID,
    DocumentKind,
    access_keys,
    document_id,
    documents_of,
    kind_key,
    object_of,
    owner_key,
    scope_keys,
    team_key,
    unowned_key,
)
from voronka.domain.search_text import document, fold, phone_digits, readings


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Самойлова Лидия", "samoilova lidiia"),
        ("Samoylova", "samoilova"),
        ("Київ, Хрещатик", "kiiv khreschatik"),
        ("PT  Samudra Teduh", "pt samudra teduh"),
        ("Café Łódź", "cafe łodz"),
        ("+62 812-5550", "+62 812-5550"),
        ("  ", ""),
    ],
)
def test_texts_fold_to_one_form(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_a_query_in_one_script_finds_a_name_in_another() -> None:
    assert fold("sam") in fold("Самойлова")
    assert fold("Самудра") in fold("PT Samudra Teduh")


def test_a_query_on_the_wrong_layout_is_read_in_the_right_one() -> None:
    assert fold("сам") in readings("cfv")
    assert "samudra" in readings("ыфьгвкф")


@pytest.mark.parametrize(
    ("query", "digits"),
    [
        ("+62 812 5550 0142", "6281255500142"),
        ("5550", "5550"),
        ("8 (916) 555-01-42", "9165550142"),
        ("0812 5550 0142", "81255500142"),
        ("0062-812 5550 0142", "6281255500142"),
        ("8 10 62 812 5550 0142", "6281255500142"),
        ("+49 (0) 30 1234567", "49301234567"),
        ("0810 5550", "8105550"),
        ("12", None),
        ("Blast 12", None),
        ("", None),
    ],
)
def test_phone_fragments_are_found_by_their_digits(query: str, digits: str | None) -> None:
    assert phone_digits(query) == digits


def test_empty_parts_leave_no_trace_in_a_document() -> None:
    assert document(["Blast", "", " ", "Ива"]) == "^blast iva"
    assert fold("^ Blast^") == "blast"


@given(st.text(max_size=40))
@example("𝛢")
@example("Ў")
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.integers(0, LARGEST_ID), st.integers(0, LARGEST_ID))
def test_keys_of_users_teams_and_kinds_never_meet(user: int, team: int) -> None:
    keys = {owner_key(UserId(user)), team_key(TeamId(team)), unowned_key(TeamId(team))}
    keys |= {kind_key(kind) for kind in DocumentKind}
    assert len(keys) == len(DocumentKind) + 3
    assert all(len(key) == 3 for key in keys)


def test_an_id_too_large_for_a_key_is_refused() -> None:
    with pytest.raises(ValueError, match="does not fit"):
        unowned_key(TeamId(LARGEST_ID + 1))


@given(st.sampled_from(DocumentKind), st.integers(0, 10**9))
def test_a_document_id_leads_back_to_its_object(kind: DocumentKind, number: int) -> None:
    assert object_of(document_id(kind, number)) == (kind, number)
    least, largest = documents_of(kind)
    assert least <= document_id(kind, number) <= largest


def test_kinds_of_documents_lie_apart() -> None:
    assert documents_of(DocumentKind.DEAL)[1] < documents_of(DocumentKind.CONTACT)[0]
    assert documents_of(DocumentKind.CONTACT)[1] < documents_of(DocumentKind.COMPANY)[0]


def test_access_names_each_key_once() -> None:
    keys = access_keys(DocumentKind.DEAL, [Holding(UserId(3), TeamId(2))] * 2)
    assert keys.split() == sorted({kind_key(DocumentKind.DEAL), team_key(TeamId(2)), owner_key(UserId(3))})


SCOPES: list[Scope] = [
    Everything(),
    OfOwner(UserId(1), TeamId(1)),
    OfOwner(UserId(2), TeamId(1)),
    OfOwner(UserId(3), TeamId(2)),
    OfOwner(UserId(4), None),
    OfTeams(frozenset({TeamId(1)})),
    OfTeams(frozenset({TeamId(1), TeamId(2)})),
    OfTeams(frozenset()),
]
HOLDINGS = [Holding(None, TeamId(1)), Holding(UserId(1), TeamId(1)), Holding(UserId(3), TeamId(2))]


@pytest.mark.parametrize("scope", SCOPES, ids=str)
@pytest.mark.parametrize("held", HOLDINGS, ids=str)
def test_a_scope_s_keys_open_exactly_the_deals_that_the_policy_shows(scope: Scope, held: Holding) -> None:
    wanted, carried = scope_keys(scope), set(access_keys(DocumentKind.DEAL, [held]).split())
    assert (not wanted or bool(wanted & carried)) == sees(scope, held)


def sees(scope: Scope, held: Holding) -> bool:
    match scope:
        case Everything():
            return True
        case OfTeams(teams):
            return held.team in teams
        case OfOwner(user, team):
            return held.owner == user or (held.owner is None and held.team == team)


def test_an_unowned_client_is_not_the_sellers_to_find() -> None:
    keys = access_keys(DocumentKind.CONTACT, [], Holding(None, TeamId(1))).split()
    assert keys == sorted([kind_key(DocumentKind.CONTACT), team_key(TeamId(1))])
