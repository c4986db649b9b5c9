"""What a stream sends for an entry of the log, in the format of server-sent events. Pure.

Source of the format: the HTML standard, "Server-sent events". Ids only: the page fetches what it shows,
so the rights of the page hold for what is seen.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from voronka.domain.events import FEEDBACK, SANCTIONS, EventKind
from voronka.domain.permissions import Policy
from voronka.domain.search_access import may_find
from voronka.queries.live import CLIENT_CHANGES, LogEntry

# How long a browser waits before it comes back after a broken connection.
RETRY = b"retry: 2000\n\n"
# Nothing can be replayed: the page has to read its state anew.
REFETCH = b"event: refetch\ndata: 1\n\n"
SIGNED_OUT = b"event: end\ndata: signed_out\n\n"
# Another tab of the same person took this stream's place.
REPLACED = b"event: end\ndata: replaced\n\n"


def position(id: int) -> bytes:
    """Tells where the log stands, also when nothing was for this stream; keeps proxies from hanging up."""
    return b"id: %d\nevent: here\ndata: 1\n\n" % id


def notices(unread: int, newest: int) -> bytes:
    """How many notices wait for the reader, and the newest of them. No entry of the log, so no id."""
    return b'event: notices\ndata: {"unread":%d,"newest":%d}\n\n' % (unread, newest)


@dataclass(slots=True)
class Wording:
    """The messages of one entry, made once for all streams that get the same."""

    entry: LogEntry
    _made: dict[tuple[bool, bool, bool], bytes] = field(default_factory=dict)

    def for_watcher(self, policy: Policy) -> bytes | None:
        """What this person gets; None when the entry is none of their business."""
        before, after = self._sight(policy)
        if not (before or after):
            return None
        return self._once((before, after, policy.actor.id == self.entry.actor))

    def _sight(self, policy: Policy) -> tuple[bool, bool]:
        """Whether the person saw what the entry is about, and whether they see it now."""
        entry = self.entry
        if entry.deal is not None:
            return policy.may_see(entry.held_before), policy.may_read(entry.held, entry.receiving)
        if entry.kind in FEEDBACK:
            return policy.may_answer_feedback, policy.may_answer_feedback
        if entry.kind in CLIENT_CHANGES:
            return may_find(policy.scope, entry.keys_before), may_find(policy.scope, entry.keys)
        return False, False

    def _once(self, key: tuple[bool, bool, bool]) -> bytes:
        if key not in self._made:
            self._made[key] = self._maker()(self.entry, *key)
        return self._made[key]

    def _maker(self) -> Callable[[LogEntry, bool, bool, bool], bytes]:
        if self.entry.deal is not None:
            return _deal_message
        return _feedback_message if self.entry.kind in FEEDBACK else _client_message


def _feedback_message(entry: LogEntry, before: bool, after: bool, own: bool) -> bytes:  # noqa: ARG001, FBT001 - as below
    """Something on the board of product feedback; told to who keeps it."""
    return _message(entry, "feedback", {"requestId": entry.request_id if own else ""})


def _client_message(entry: LogEntry, before: bool, after: bool, own: bool) -> bytes:  # noqa: ARG001, FBT001 - as below
    """A client that left the person's sight is gone."""
    told = {
        "contact": entry.contact,
        "company": entry.company,
        "kind": entry.kind.value if after else "gone",
        "actor": entry.actor if after else None,
        "requestId": entry.request_id if own else "",
    }
    return _message(entry, "client", told)


def _deal_message(entry: LogEntry, before: bool, after: bool, own: bool) -> bytes:  # noqa: FBT001 - a cache's key
    """A deal that left the person's sight is gone: where it went is not told."""
    told = {
        "deal": entry.deal,
        "version": entry.version if after else None,
        "stage": entry.stage if after else None,
        "stageBefore": entry.stage_before if before else entry.stage,
        "pipeline": entry.pipeline,
        "kind": _told_kind(entry.kind) if after else "gone",
        "actor": entry.actor if after else None,
        "requestId": entry.request_id if own else "",
        "contact": entry.contact if after else None,
        "company": entry.company if after else None,
    }
    return _message(entry, "deal", told)


def _told_kind(kind: EventKind) -> str:
    """Whoever holds the deal now need not learn what its former seller answers for."""
    return EventKind.DEAL_CHANGED.value if kind in SANCTIONS else kind.value


def _message(entry: LogEntry, event: str, told: Mapping[str, object]) -> bytes:
    data = json.dumps(told, separators=(",", ":"))
    return f"id: {entry.id}\nevent: {event}\ndata: {data}\n\n".encode()
