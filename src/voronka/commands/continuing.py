"""What comes of a won deal: a repeat order, an upsell, a service contract with its term (R43)."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from voronka.commands import values
from voronka.commands.deal_links import link_deals
from voronka.commands.deal_rows import load_to_edit, write_deal
from voronka.commands.deals import NewDeal, create_deal
from voronka.commands.event_log import record
from voronka.commands.task_rows import NewTask
from voronka.commands.transaction import writing
from voronka.commands.values import Bad
from voronka.domain.deal_links import LinkKind
from voronka.domain.errors import Invalid, NotFound, Problem
from voronka.domain.events import EventKind
from voronka.domain.ids import TeamId
from voronka.domain.permissions import Actor
from voronka.domain.pipeline import StageKind
from voronka.domain.task import TaskKind
from voronka.models import Deal, ServiceTerm, User
from voronka.queries.continuing import pipeline_for
from voronka.queries.workspace import workspace

LONGEST_NOTICE = 365
# The hour, in the company's zone, at which a contract asks to be renewed.
HOUR = time(10)


@dataclass(frozen=True, slots=True)
class NewTerm:
    """The term as people type it; `reminder` is what the task is called that comes before its end."""

    begins_on: str
    ends_on: str
    remind_days: str
    reminder: str


@dataclass(frozen=True, slots=True)
class Continuation:
    """A new deal with the client of a won one. `term` is a service contract's, and of no other."""

    kind: LinkKind
    title: str
    amount: str = ""
    currency: str = ""
    term: NewTerm | None = None


def continue_deal(*, by: Actor, at: datetime, origin: int, new: Continuation, request_id: str = "") -> Deal:
    """Make a deal with the same client and owner out of a won one, linked with it, in the pipeline that fits its kind.

    A service contract's next step is due as long before its end as is wished.

    Raises:
        NotAllowed
        NotFound: no such deal, one that is not won, or a kind that is none of these.
        Invalid
    """
    if new.kind is LinkKind.HAND_OVER:
        raise NotFound
    with writing():
        row = load_to_edit(by, origin)
        if row.stage.kind != StageKind.WON:
            raise NotFound
        term = _term(new.term) if new.kind is LinkKind.SERVICE and new.term is not None else None
        if new.kind is LinkKind.SERVICE and term is None:
            raise Invalid({"ends_on": Problem.REQUIRED})
        made = create_deal(
            by=by,
            at=at,
            new=NewDeal(
                pipeline=pipeline_for(row),
                title=values.checked({"title": lambda: values.line(new.title, 160, required=True)})["title"],
                contact=row.contact_id,
                company=row.company_id,
                owner=_owner(by, row),
                holder_seen=True,
                amount=new.amount,
                currency=new.currency or row.currency,
                next_task=None if term is None or new.term is None else _reminder(term, new.term, at),
            ),
            request_id=request_id,
        )
        link_deals(row, made, new.kind, by=by, at=at, request_id=request_id)
        if term is not None:
            _write_term(made, term, by=by, at=at, request_id=request_id)
        return made


def change_term(*, by: Actor, at: datetime, deal: int, term: NewTerm, request_id: str = "") -> Deal:
    """Another term for a service contract; its tasks stay as they are.

    Raises:
        NotFound: also of a deal without a term. NotAllowed, Invalid
    """
    with writing():
        row = load_to_edit(by, deal)
        there = ServiceTerm.objects.filter(deal=row).first()
        if there is None:
            raise NotFound
        wanted = _term(term)
        if (there.begins_on, there.ends_on, there.remind_days) != wanted:
            write_deal(row, by=by, at=at)
            _write_term(row, wanted, by=by, at=at, request_id=request_id)
        return row


_Term = tuple[date, date, int]


def _term(new: NewTerm) -> _Term:
    clean = values.checked(
        {
            "begins_on": lambda: _day(new.begins_on),
            "ends_on": lambda: _day(new.ends_on),
            "remind_days": lambda: _notice(new.remind_days),
        }
    )
    if clean["ends_on"] <= clean["begins_on"]:
        raise Invalid({"ends_on": Problem.OUT_OF_RANGE})
    return clean["begins_on"], clean["ends_on"], clean["remind_days"]


def _day(text: str) -> date:
    day = values.day(text)
    if day is None:
        raise Bad(Problem.REQUIRED)
    return day


def _notice(text: str) -> int:
    days = values.whole(text, 0, LONGEST_NOTICE)
    if days is None:
        raise Bad(Problem.REQUIRED)
    return days


def _reminder(term: _Term, new: NewTerm, at: datetime) -> NewTask:
    _, ends_on, notice = term
    due = datetime.combine(ends_on - timedelta(days=notice), HOUR, ZoneInfo(workspace().time_zone))
    # A contract that ends sooner than that asks tomorrow.
    return NewTask(TaskKind.CALL, new.reminder, max(due, at + timedelta(days=1)))


def _write_term(deal: Deal, term: _Term, *, by: Actor, at: datetime, request_id: str) -> None:
    begins_on, ends_on, notice = term
    ServiceTerm.objects.update_or_create(
        deal=deal, defaults={"begins_on": begins_on, "ends_on": ends_on, "remind_days": notice}
    )
    payload = {"begins_on": begins_on.isoformat(), "ends_on": ends_on.isoformat(), "remind_days": notice}
    record(EventKind.TERM_SET, by=by, at=at, deal=deal, payload=payload, request_id=request_id)


def _owner(by: Actor, row: Deal) -> int | None:
    """Who had the deal, while they are here; else who makes the new one."""
    there = User.objects.filter(pk=row.owner_id or 0, is_active=True, team__isnull=False).first()
    if there is None or (there.pk != by.id and not by.policy.may_own(TeamId(there.team_id or 0))):
        return None
    return there.pk
