"""What is known of a client: how much of it, and since when nobody has checked it."""

from datetime import UTC, datetime, timedelta

from voronka.domain.freshness import Checked, KeyFact, is_stale, profile_of

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
OLD = NOW - timedelta(days=200)


def test_what_nobody_checked_was_told_when_the_client_came() -> None:
    known = {KeyFact.PHONES, KeyFact.POSITION}
    found = profile_of("contact", known, {KeyFact.PHONES: Checked(NOW, "Alice")}, since=OLD, at=NOW, days=180)
    assert (found.known, found.of) == (2, 5)
    assert found.checked == {KeyFact.POSITION: Checked(OLD), KeyFact.PHONES: Checked(NOW, "Alice")}
    assert found.missing == (KeyFact.COMPANY, KeyFact.EMAILS, KeyFact.CITY)
    assert found.stale == (KeyFact.POSITION,)


def test_a_check_is_good_for_so_long_or_for_ever() -> None:
    assert [is_stale(NOW - timedelta(days=days), NOW, 180) for days in (0, 179, 180, 400)] == [
        False,
        False,
        True,
        True,
    ]
    assert not is_stale(OLD, NOW, 0)


def test_what_is_not_known_is_not_stale() -> None:
    found = profile_of("company", set(), {KeyFact.SITE: Checked(OLD)}, since=OLD, at=NOW, days=1)
    assert (found.known, found.of, found.stale) == (0, 8, ())
