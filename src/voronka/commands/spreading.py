"""From what people were told to what goes out to them: spread over their channels, gathered into messages, handed to jobs.

Each step is a transaction that may be cut off anywhere: what it had not done yet is done the next time (ADR 0031).
"""

import secrets
from collections.abc import Mapping
from datetime import datetime

from voronka.commands.jobs import enqueue
from voronka.commands.transaction import writing
from voronka.domain.bundling import PACES, Plan, Waiting, plan
from voronka.domain.jobs import JobKind
from voronka.domain.notices import KINDS, Channel, NoticeKind
from voronka.models import Notice, NoticeDelivery, NoticeMessage, User
from voronka.queries.actors import actor_of
from voronka.queries.notices import Wishes, wishes_of
from voronka.queries.outside import reachable
from voronka.queries.visibility import readable_deals

_CHUNK = 500
# As many of the latest messages as decide the pace.
_LATEST = 20


def spread_notices(at: datetime) -> int:
    """Put down for each new notice by which channels it is to go out; how many notices there were.

    Portions of 500, each a transaction of its own.
    """
    spread = 0
    while True:
        with writing():
            rows = list(Notice.objects.select_for_update().filter(spread_at=None).order_by("id")[:_CHUNK])
            NoticeDelivery.objects.bulk_create(_deliveries(rows, at), ignore_conflicts=True)
            Notice.objects.filter(pk__in=[row.pk for row in rows]).update(spread_at=at)
        spread += len(rows)
        if len(rows) < _CHUNK:
            return spread


def _deliveries(rows: list[Notice], at: datetime) -> list[NoticeDelivery]:
    people = {row.to_id for row in rows}
    ways, wishes = reachable(people), wishes_of(people)
    return [
        NoticeDelivery(notice=row, to_id=row.to_id, channel=channel, due_at=max(at, row.at))
        for row in rows
        for channel in Channel
        if row.to_id in ways[channel] and wishes[row.to_id].wants(NoticeKind(row.kind), channel)
    ]


def gather_messages(at: datetime) -> int:
    """Make messages of what is due to go out, each with its job; how many were made."""
    due = NoticeDelivery.objects.filter(message=None, dropped_at=None, due_at__lte=at)
    pairs = sorted(set(due.values_list("to_id", "channel")))
    wishes = wishes_of({to for to, _ in pairs})
    return sum(_gather(to, Channel(channel), wishes[to], at) for to, channel in pairs)


def _gather(to: int, channel: Channel, wishes: Wishes, at: datetime) -> int:
    with writing():
        # The person's row is locked: two workers that meet for a moment make no two messages of one notice.
        user = User.objects.select_for_update().get(pk=to)
        waiting = NoticeDelivery.objects.filter(to=to, channel=channel, message=None, dropped_at=None)
        rows = list(waiting.select_related("notice").order_by("id"))
        useless = _useless(user, channel, wishes, rows)
        waiting.filter(pk__in=useless).update(dropped_at=at)
        left = [row for row in rows if row.pk not in useless]
        made = plan(
            [_waiting(row) for row in left],
            _sent(to, channel),
            PACES[channel],
            wishes.quiet(user.time_zone),
            at,
        )
        _make(to, channel, made, {row.pk: row for row in left}, at)
        if made.again_at is not None:
            waiting.update(due_at=made.again_at)
        return len(made.messages)


def _useless(user: User, channel: Channel, wishes: Wishes, rows: list[NoticeDelivery]) -> set[int]:
    """What is read already, wanted no longer, out of reach, or about what its reader may not read any more."""
    if not user.is_active or user.pk not in reachable([user.pk])[channel]:
        return {row.pk for row in rows}
    deals = {row.notice.deal_id for row in rows} - {None}
    readable = set(readable_deals(actor_of(user)).filter(pk__in=deals).values_list("id", flat=True)) | {None}
    return {row.pk for row in rows if not _is_of_use(row.notice, channel, wishes, readable)}


def _is_of_use(notice: Notice, channel: Channel, wishes: Wishes, readable: set[int | None]) -> bool:
    kind = NoticeKind(notice.kind)
    is_news = KINDS[kind].is_letter or notice.read_at is None
    return is_news and notice.deal_id in readable and wishes.wants(kind, channel)


def _waiting(row: NoticeDelivery) -> Waiting:
    about = KINDS[NoticeKind(row.notice.kind)]
    return Waiting(row.pk, row.notice.at, about.is_urgent, about.is_letter)


def _sent(to: int, channel: Channel) -> list[datetime]:
    made = NoticeMessage.objects.filter(to=to, channel=channel, is_letter=False).order_by("-made_at")
    return list(made.values_list("made_at", flat=True)[:_LATEST])


def _make(to: int, channel: Channel, made: Plan, rows: Mapping[int, NoticeDelivery], at: datetime) -> None:
    for ids in made.messages:
        is_letter = KINDS[NoticeKind(rows[ids[0]].notice.kind)].is_letter
        message = NoticeMessage.objects.create(
            to_id=to, channel=channel, token=secrets.token_hex(12), is_letter=is_letter, made_at=at
        )
        NoticeDelivery.objects.filter(pk__in=ids).update(message=message)
        enqueue(JobKind.NOTICE_MESSAGE, {"message": message.pk}, at=at, key=f"notice-message:{message.pk}")


def message_is_sent(message: int, at: datetime) -> None:
    """The message has been carried, or there was nothing left to carry."""
    with writing():
        NoticeMessage.objects.filter(pk=message, sent_at=None).update(sent_at=at)


def clear_old_notices(before: datetime) -> int:
    """Delete what was told before, with all that went out of it, a portion at a time; how many there were."""
    gone = 0
    while True:
        with writing():
            ids = list(
                Notice.objects.filter(at__lt=before).order_by("id").values_list("id", flat=True)[:_CHUNK]
            )
            Notice.objects.filter(pk__in=ids).delete()
            NoticeMessage.objects.filter(made_at__lt=before, deliveries=None).delete()
        gone += len(ids)
        if len(ids) < _CHUNK:
            return gone
