"""Searches for those who are in the base twice: asked for, told of, cancelled; and two who are kept apart."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import islice

from voronka.commands.jobs import enqueue
from voronka.commands.transaction import writing
from voronka.domain.duplicates.audit import Step, is_due, is_gone
from voronka.domain.errors import Invalid, NotAllowed, NotFound, Problem
from voronka.domain.jobs import JobKind
from voronka.domain.merging import ClientKind
from voronka.domain.permissions import Actor
from voronka.models import DuplicateAudit, DuplicatePair
from voronka.queries.merges import TABLES, Client
from voronka.queries.visibility import holding_of

_CHUNK = 500
FoundPair = tuple[int, int, float, Mapping[str, str]]


def ask_audit(*, by: Actor, at: datetime) -> DuplicateAudit:
    """Have the whole base searched, beside the requests.

    Raises:
        NotAllowed
        Invalid: audit: UNCHANGED where one is on.
    """
    if not by.policy.may_audit:
        raise NotAllowed
    return _begin(at, by.id)


def ask_audit_if_due(*, at: datetime) -> bool:
    """Have the base searched if the last time is half a year ago. Whether it is."""
    last = DuplicateAudit.objects.order_by("-id").first()
    if last is None or last.finished_at is None or not is_due(last.asked_at, at):
        return False
    _begin(at, None)
    return True


def _begin(at: datetime, by: int | None) -> DuplicateAudit:
    with writing():
        running = DuplicateAudit.objects.select_for_update().filter(finished_at=None).order_by("id").first()
        if running is not None:
            if not is_gone(running.seen_at, at):
                raise Invalid({"audit": Problem.UNCHANGED})
            DuplicateAudit.objects.filter(pk=running.pk).update(finished_at=at, is_cancelled=True)
        audit = DuplicateAudit.objects.create(asked_at=at, seen_at=at, by_id=by, step=Step.WAITING)
        enqueue(JobKind.DUPLICATE_AUDIT, {"audit": audit.pk}, at=at)
        return audit


def cancel_audit(*, by: Actor, at: datetime) -> None:
    """End the search that is on; what it has found by now stays.

    Raises:
        NotAllowed
        NotFound: none is on.
    """
    if not by.policy.may_audit:
        raise NotAllowed
    with writing():
        if not DuplicateAudit.objects.filter(finished_at=None).update(finished_at=at, is_cancelled=True):
            raise NotFound


def tell_audit(audit: int, step: Step, *, at: datetime, **counts: int) -> bool:
    """What a search does now. Whether it is still wanted: who is told no stops. Told by the worker."""
    with writing():
        ends = {"finished_at": at} if step is Step.DONE else {}
        running = DuplicateAudit.objects.filter(pk=audit, finished_at=None)
        return bool(running.update(step=step, seen_at=at, **counts, **ends))


def keep_found(kind: ClientKind, found: Iterable[FoundPair], *, at: datetime) -> int:
    """Keep what a search of one kind found, and forget what earlier ones found and this one did not. How many.

    What a person keeps apart stays so. In portions: told by the worker, who may be cut off anywhere.
    """
    count, rest = 0, iter(found)
    while chunk := list(islice(rest, _CHUNK)):
        rows = [
            DuplicatePair(
                kind=kind,
                one=min(one, other),
                other=max(one, other),
                surely=surely,
                reasons=dict(reasons),
                found_at=at,
            )
            for one, other, surely, reasons in chunk
        ]
        with writing():
            DuplicatePair.objects.bulk_create(
                rows,
                update_conflicts=True,
                unique_fields=["kind", "one", "other"],
                update_fields=["surely", "reasons", "found_at"],
            )
        count += len(rows)
    with writing():
        DuplicatePair.objects.filter(kind=kind, found_at__lt=at, apart_at=None).delete()
    return count


def keep_apart(*, by: Actor, at: datetime, kind: ClientKind, one: int, other: int) -> None:
    """Say that these two are two; no search shows them again.

    Raises:
        NotFound: they are no pair that was found, or either is gone.
        NotAllowed: who may not merge them.
    """
    first, second = min(one, other), max(one, other)
    rows: Iterable[Client] = TABLES[kind].objects.filter(pk__in=(first, second)).order_by("id")
    with writing():
        pair = DuplicatePair.objects.filter(kind=kind, one=first, other=second)
        held = [holding_of(row) for row in rows]
        if len(held) != len({first, second}) or not pair.exists() or not all(map(by.policy.may_see, held)):
            raise NotFound
        if not by.policy.may_merge(held):
            raise NotAllowed
        pair.update(apart_at=at, apart_by_id=by.id)
