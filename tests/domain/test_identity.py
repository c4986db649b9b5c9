"""Who is meant by a number, an address and a name."""

from datetime import UTC, datetime
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from voronka.domain.identity import By, Candidate, Identified, Outcome, Why, identify, same_name

MONDAY = datetime(2026, 11, 23, tzinfo=UTC)
TUESDAY = datetime(2026, 11, 24, tzinfo=UTC)
PHONE, EMAIL = frozenset({By.PHONE}), frozenset({By.EMAIL})


def who(
    *candidates: Candidate, name: str = "", company: int | None = None, switchboard: bool = False
) -> Identified:
    return identify(candidates, name=name, company=company, is_switchboard=switchboard)


def test_nobody_has_the_number() -> None:
    assert who(name="Ika").outcome is Outcome.NOBODY


def test_one_who_has_the_number_is_meant_whatever_the_name() -> None:
    found = who(Candidate(7, "Юлія Марченко", None, PHONE), name="Yuliia")
    assert (found.contact, found.by, found.outcome, found.why) == (7, PHONE, Outcome.FOUND, None)
    assert who(Candidate(7, "Olha", None, PHONE), name="Petro").contact == 7


def test_who_has_number_and_address_comes_before_who_has_one() -> None:
    found = who(Candidate(1, "Ika", None, PHONE, TUESDAY), Candidate(2, "Dewi", None, PHONE | EMAIL, MONDAY))
    assert (found.contact, found.why, found.others) == (2, Why.BOTH, (1,))
    assert found.outcome is Outcome.AMBIGUOUS


def test_the_name_then_the_company_then_the_latest_deal_decide() -> None:
    ika, dewi = (
        Candidate(1, "Ika Wulandari", 5, PHONE, MONDAY),
        Candidate(2, "Dewi Lestari", 6, PHONE, TUESDAY),
    )
    assert (who(ika, dewi, name="ika").contact, who(ika, dewi, name="ika").why) == (1, Why.NAME)
    assert (who(ika, dewi, company=5).contact, who(ika, dewi, company=5).why) == (1, Why.COMPANY)
    assert (who(ika, dewi).contact, who(ika, dewi).why) == (2, Why.LATEST)


def test_a_new_name_at_a_shared_number_is_somebody_new() -> None:
    ika, dewi = Candidate(1, "Ika", None, PHONE), Candidate(2, "Dewi", None, PHONE)
    found = who(ika, dewi, name="Bagus")
    assert (found.contact, found.why, found.others) == (None, Why.NEW_NAME, (1, 2))
    assert who(ika, name="Bagus", switchboard=True).contact is None
    assert who(ika, switchboard=True).contact == 1


def test_an_address_is_no_switchboard() -> None:
    found = who(Candidate(1, "Ika", None, EMAIL), Candidate(2, "Dewi", None, EMAIL, MONDAY), name="Bagus")
    assert (found.contact, found.why) == (2, Why.LATEST)


def test_whose_name_is_not_known_may_bear_any() -> None:
    assert who(Candidate(1, "+380445550142", None, PHONE), name="Bagus", switchboard=True).contact == 1


def test_names_are_compared_by_their_words_in_any_order_and_script() -> None:
    assert same_name("Марченко Юлия", "yulija marchenko") or same_name("Марченко Юлия", "Iuliia Marchenko")
    assert not same_name("", "Ika")
    assert not same_name("Ika Wulandari", "Ika Lestari")


@given(
    st.lists(st.tuples(st.sampled_from([PHONE, EMAIL, PHONE | EMAIL]), st.sampled_from(["Ika", "Dewi"])), max_size=5),
    st.sampled_from(["", "Ika", "Bagus"]),
    st.sampled_from([(), (9,)]),
    st.randoms(),
)  # fmt: skip
def test_the_same_one_is_meant_in_whatever_order_they_are_read(
    rows: list[tuple[frozenset[By], str]], name: str, companies: tuple[int, ...], random: Random
) -> None:
    people = [Candidate(id, who_is, None, by) for id, (by, who_is) in enumerate(rows, 1)]
    found = who(*people, name=name, switchboard=bool(companies))
    random.shuffle(people)
    assert who(*people, name=name, switchboard=bool(companies)) == found
    assert found.contact not in found.others
    if found.contact is not None:
        assert {found.contact, *found.others} == {one.contact for one in people}
