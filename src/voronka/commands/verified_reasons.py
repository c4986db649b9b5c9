"""Verifying why a deal was lost: by somebody who leads and did not sell it, and how they know (R103, R104).

What the seller chose at the exit stays what the client said; this stands beside it. It belongs to that exit alone.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from voronka.commands import values
from voronka.commands.deal_rows import load_deal, refuse_if_stale, write_deal
from voronka.commands.event_log import record
from voronka.commands.transaction import writing
from voronka.commands.values import Bad
from voronka.domain.errors import NotAllowed, NotFound, Problem
from voronka.domain.events import EventKind
from voronka.domain.objections import VerifiedHow
from voronka.domain.permissions import Actor
from voronka.domain.pipeline import StageKind
from voronka.models import Deal, Event, Reason, VerifiedReason
from voronka.queries.verified_reasons import may_verify, standing_reason

WORDS_LENGTH = 2000
COMPETITOR_LENGTH = 120


def verify_reason(
    *,
    by: Actor,
    at: datetime,
    deal: int,
    reason: int | None,
    how: VerifiedHow | None,
    competitor: str = "",
    words: str = "",
    version: int | None = None,
    request_id: str = "",
) -> Event:
    """Say why a lost deal was really lost, and how that is known; said once more, the later word stands.

    `version` is what the person saw: a deal that was taken up again since is refused with who and where.

    Raises:
        NotFound: also for a deal that is not lost.
        NotAllowed: the actor doesn't lead, or sold it.
        StaleVersion
        Invalid: also when the reason asks which competitor it was, and none is named.
    """
    with writing():
        row = load_deal(by, deal)
        _refuse_unless_theirs(by, row)
        refuse_if_stale(row, version)
        if row.closed_at is None or row.stage.kind != StageKind.LOST:
            raise NotFound
        replaced = standing_reason(row)
        clean = _checked(row, replaced, reason, how, competitor, words)
        if replaced is not None:
            VerifiedReason.objects.filter(pk=replaced.pk).update(removed_at=at)
        made = VerifiedReason.objects.create(deal=row, lost_at=row.closed_at, by_id=by.id, at=at, **clean)
        write_deal(row, by=by, at=at)
        told = {
            "verified": made.pk,
            "replaced": None if replaced is None else replaced.pk,
            "lost_reason": made.reason_id,
            "stated": row.lost_reason_id,
            "how": str(made.how),
            "competitor": made.competitor,
            "words": made.words,
        }
        return record(EventKind.REASON_VERIFIED, by=by, at=at, deal=row, payload=told, request_id=request_id)


def take_back_verified(by: Actor, deal: Deal, told: Mapping[str, Any], at: datetime) -> bool:
    """Undo a verifying, within another command's transaction; what it had replaced stands again. Whether it still stood.

    Raises:
        NotAllowed
    """
    _refuse_unless_theirs(by, deal)
    taken = VerifiedReason.objects.filter(pk=told["verified"], removed_at=None).update(removed_at=at)
    if taken and told["replaced"] is not None:
        VerifiedReason.objects.filter(pk=told["replaced"]).update(removed_at=None)
    return bool(taken)


def forget_exit(deal: Deal, at: datetime) -> None:
    """The deal's exit is being undone: what was verified of it is said of nothing any more."""
    if deal.closed_at is not None:
        stood = VerifiedReason.objects.filter(deal=deal, lost_at=deal.closed_at, removed_at=None)
        stood.update(removed_at=at)


def _refuse_unless_theirs(by: Actor, deal: Deal) -> None:
    if not may_verify(by, deal):
        raise NotAllowed


def _checked(
    deal: Deal,
    replaced: VerifiedReason | None,
    reason: int | None,
    how: VerifiedHow | None,
    competitor: str,
    words: str,
) -> dict[str, Any]:
    known = {deal.lost_reason_id, None if replaced is None else replaced.reason_id}
    found = Reason.objects.filter(pk=reason or 0, exit=StageKind.LOST).first()

    def chosen() -> Reason:
        if found is None or (found.is_retired and found.pk not in known):
            raise Bad(Problem.REQUIRED if reason is None else Problem.UNKNOWN_CHOICE)
        return found

    def known_how() -> VerifiedHow:
        if how is None:
            raise Bad(Problem.REQUIRED)
        return how

    def whom() -> str:
        asked = found is not None and found.asks_competitor
        name = values.line(competitor, COMPETITOR_LENGTH, required=asked)
        return name if asked else ""

    return values.checked(
        {
            "reason": chosen,
            "how": known_how,
            "competitor": whom,
            "words": lambda: values.prose(words, WORDS_LENGTH),
        }
    )
