"""Rules of gates passed: the rows that are counted say what the log says."""

from collections.abc import Iterator
from typing import Any

from voronka.domain.events import EventKind
from voronka.domain.passages import was_passage, weigh_told
from voronka.management.invariants.rule import Rule, finds_nothing, ranges
from voronka.models import Event, GatePassage

# Of one pass: stage, version, asked, by word, waived, whether by exception.
_Pass = tuple[int, int, int, int, int, bool]


def _wrong_passages() -> Iterator[str]:
    for low, high in ranges("voronka_deal"):
        told, kept = _told(low, high), _kept(low, high)
        for event in sorted(told.keys() | kept.keys()):
            if told.get(event) != kept.get(event):
                yield f"event {event}: the log says {told.get(event)}, the row says {kept.get(event)}"


def _told(low: int, high: int) -> dict[int, _Pass]:
    """By the events of deals above `low`, up to `high`."""
    kinds = (EventKind.DEAL_MOVED, EventKind.UNDONE)
    events = Event.objects.filter(deal_id__gt=low, deal_id__lte=high, kind__in=kinds).order_by("id")
    found: dict[int, _Pass] = {}
    for event, kind, told in events.values_list("id", "kind", "payload").iterator():
        if kind == EventKind.UNDONE:
            found.pop(told["event"], None)
        elif was_passage(told):
            found[event] = _pass(told)
    return found


def _pass(told: dict[str, Any]) -> _Pass:
    weighed = weigh_told(told)
    version = told.get("playbook_version", 1)
    return told["from"], version, weighed.asked, weighed.by_word, weighed.waived, bool(told["exception"])


def _kept(low: int, high: int) -> dict[int, _Pass]:
    rows = GatePassage.objects.filter(deal_id__gt=low, deal_id__lte=high)
    columns = ("event_id", "stage_id", "version", "asked", "by_word", "waived", "is_exception")
    return {row[0]: (*row[1:6], row[6]) for row in rows.values_list(*columns).iterator()}


RULES: tuple[Rule, ...] = (
    Rule(
        "The gates that were passed are those of the log, with what was asked, judged and waived",
        _wrong_passages,
    ),
    finds_nothing(
        "Each criterion that was judged or waived is told once",
        "pass {0} of deal {1}",
        """SELECT p.id, p.deal_id FROM voronka_gatepassage p
        WHERE p.by_word <> (SELECT COUNT(*) FROM voronka_passedwithoutfact f WHERE f.passage_id = p.id AND NOT f.is_waived)
            OR p.waived <> (SELECT COUNT(*) FROM voronka_passedwithoutfact f WHERE f.passage_id = p.id AND f.is_waived)""",
    ),
)
