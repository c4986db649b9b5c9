"""What a stream sends for an entry of the log, in the format of server-sent events. Pure.

Source of the format: the HTML standard, "Server-sent events". Ids only: the page fetches what it shows,
so the rights of the page hold for what is seen.
"""

import json
from dataclasses import dataclass, field

from voronka.domain.permissions import Policy
from voronka.queries.live import LogEntry

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


@dataclass(slots=True)
class Wording:
    """The messages of one entry, made once for all streams that get the same."""

    entry: LogEntry
    _made: dict[tuple[bool, bool, bool], bytes] = field(default_factory=dict)

    def for_watcher(self, policy: Policy) -> bytes | None:
        """What this person gets; None when the entry is none of their business."""
        entry = self.entry
        if entry.deal is None:
            return None
        before, after = policy.may_see(entry.held_before), policy.may_see(entry.held)
        if not (before or after):
            return None
        return self._once((before, after, policy.actor.id == entry.actor))

    def _once(self, key: tuple[bool, bool, bool]) -> bytes:
        if key not in self._made:
            self._made[key] = _deal_message(self.entry, *key)
        return self._made[key]


def _deal_message(entry: LogEntry, before: bool, after: bool, own: bool) -> bytes:  # noqa: FBT001 - a cache's key
    """A deal that left the person's sight is gone: where it went is not told."""
    told = {
        "deal": entry.deal,
        "version": entry.version if after else None,
        "stage": entry.stage if after else None,
        "stageBefore": entry.stage_before if before else entry.stage,
        "pipeline": entry.pipeline,
        "kind": entry.kind.value if after else "gone",
        "actor": entry.actor if after else None,
        "requestId": entry.request_id if own else "",
    }
    data = json.dumps(told, separators=(",", ":"))
    return f"id: {entry.id}\nevent: deal\ndata: {data}\n\n".encode()
