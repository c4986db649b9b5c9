"""What is so of every kind of notice."""

from __future__ import annotations

from voronka.domain.notices import KEY_LENGTH, KINDS, NoticeKind, kinds_for
from voronka.domain.permissions import Role

KIND_LENGTH = 24


def test_every_kind_is_told_about_and_fits_its_column() -> None:
    assert set(KINDS) == set(NoticeKind)
    assert all(len(kind) <= KIND_LENGTH for kind in NoticeKind)
    assert KEY_LENGTH > KIND_LENGTH


def test_sellers_are_offered_no_kind_of_their_heads() -> None:
    of_heads = set(kinds_for(Role.HEAD)) - set(kinds_for(Role.SELLER))
    assert NoticeKind.REVIEW_ASKED in of_heads
    assert NoticeKind.REVIEW_DECIDED in kinds_for(Role.SELLER)


def test_letters_are_no_lines_in_the_page() -> None:
    assert {kind for kind, about in KINDS.items() if about.is_letter} == {
        NoticeKind.DIGEST_MORNING,
        NoticeKind.DIGEST_EVENING,
    }
