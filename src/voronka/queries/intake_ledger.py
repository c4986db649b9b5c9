"""The ledger of requests read: its numbers, each day's of each source, and its rows. All of them by one condition."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from voronka.domain.errors import NotFound
from voronka.domain.intake import RequestState
from voronka.domain.permissions import Actor
from voronka.models import Deal, IntakeRequest
from voronka.queries.intake import lines_of, text_of, understood, visible_requests
from voronka.queries.persons import Person, person
from voronka.queries.visibility import deal_condition
from voronka.queries.workspace import workspace

PAGE = 50


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which requests: of days of the company's zone, both ends included; None: whatever it is."""

    first: date
    last: date
    source: int | None = None
    state: RequestState | None = None


@dataclass(frozen=True, slots=True)
class DayLine:
    """What came by a source on a day, by what became of it."""

    day: date
    source: str
    counts: Counter[RequestState]


@dataclass(frozen=True, slots=True)
class Line:
    """A request. `who`: a name, a number or an address; `deal`: only where the reader may see it."""

    id: int
    received_at: datetime
    source: str
    who: str
    state: RequestState
    why: str
    deal: int | None
    deal_title: str
    may_let_in: bool


@dataclass(frozen=True, slots=True)
class Whole:
    """A request with all that came. `around`: name -> what is known of its circumstances."""

    line: Line
    lines: tuple[str, ...]
    raw: str
    around: tuple[tuple[str, str], ...]
    attempts: int
    let_in_by: Person | None


@dataclass(frozen=True, slots=True)
class Ledger:
    """A page of it. `counts`: of all that is wanted, not of this page; `older`: the id to go on before."""

    counts: Counter[RequestState]
    days: tuple[DayLine, ...]
    lines: tuple[Line, ...]
    older: int | None

    @property
    def received(self) -> int:
        """All that came, whatever became of it."""
        return self.counts.total()


def ledger(actor: Actor, wanted: Wanted, before: int | None = None) -> Ledger:
    """The newest first. Two queries for the numbers and the rows, one for what may be seen of deals."""
    days, counts = _numbers(actor, wanted)
    rows = _rows(actor, wanted)
    if before is not None:
        rows = rows.filter(id__lt=before)
    page = list(rows[: PAGE + 1])
    more = page[PAGE - 1].pk if len(page) > PAGE else None
    return Ledger(counts, days, _lines(actor, page[:PAGE]), more)


def exported(actor: Actor, wanted: Wanted) -> Iterator[tuple[Line, tuple[str, ...]]]:
    """Every request that is wanted, with what it says; read in portions."""
    before: int | None = None
    while True:
        rows = _rows(actor, wanted)
        page = list((rows if before is None else rows.filter(id__lt=before))[:PAGE])
        for row, line in zip(page, _lines(actor, page), strict=True):
            yield line, lines_of(row)
        if len(page) < PAGE:
            return
        before = page[-1].pk


def whole_request(actor: Actor, request: int) -> Whole:
    """One request with its text as it came.

    Raises:
        NotFound
    """
    rows = visible_requests(actor).select_related("source", "deal", "let_in_by")
    row = rows.filter(pk=request).first()
    if row is None:
        raise NotFound
    told = {key: value for key, value in row.circumstances.items() if isinstance(value, str) and value}
    told |= row.circumstances.get("utm", {}) | ({"network": row.network} if row.network else {})
    (line,) = _lines(actor, [row])
    return Whole(
        line, lines_of(row), text_of(row.raw), tuple(told.items()), row.attempts, person(row.let_in_by)
    )


def _numbers(actor: Actor, wanted: Wanted) -> tuple[tuple[DayLine, ...], Counter[RequestState]]:
    """Counted in Python by days of the company's zone, for the two databases cut days differently."""
    zone = ZoneInfo(workspace().time_zone)
    found: dict[tuple[date, str], Counter[RequestState]] = {}
    told = _wanted(actor, wanted).order_by().values_list("received_at", "source__name", "state")
    for at, source, state in told.iterator(chunk_size=2000):
        key = (at.astimezone(zone).date(), source)
        found.setdefault(key, Counter())[RequestState(state)] += 1
    days = tuple(
        DayLine(day, source, found[day, source])
        for day, source in sorted(found, key=lambda key: (-key[0].toordinal(), key[1]))
    )
    return days, sum((line.counts for line in days), Counter())


def _wanted(actor: Actor, wanted: Wanted) -> QuerySet[IntakeRequest]:
    zone = ZoneInfo(workspace().time_zone)
    begin = datetime.combine(wanted.first, time(), zone)
    end = datetime.combine(wanted.last + timedelta(days=1), time(), zone)
    rows = visible_requests(actor).filter(received_at__gte=begin, received_at__lt=end)
    if wanted.source is not None:
        rows = rows.filter(source=wanted.source)
    return rows if wanted.state is None else rows.filter(state=wanted.state)


def _rows(actor: Actor, wanted: Wanted) -> QuerySet[IntakeRequest]:
    return _wanted(actor, wanted).select_related("source", "deal").order_by("-id")


def _lines(actor: Actor, rows: list[IntakeRequest]) -> tuple[Line, ...]:
    ids = [row.deal_id for row in rows if row.deal_id is not None]
    seen = set(Deal.objects.filter(deal_condition(actor), pk__in=ids).values_list("pk", flat=True))
    return tuple(_line(row, seen) for row in rows)


def _line(row: IntakeRequest, seen: set[int]) -> Line:
    said, is_seen = understood(row), row.deal_id in seen
    return Line(
        id=row.pk, received_at=row.received_at, source=row.source.name, who=said.name or said.phone or said.email,
        state=RequestState(row.state), why=row.why, deal=row.deal_id if is_seen else None,
        deal_title=row.deal.title if is_seen and row.deal is not None else "", may_let_in=row.deal_id is None,
    )  # fmt: skip
