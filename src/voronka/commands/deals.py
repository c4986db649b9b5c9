"""Making deals and changing their fields."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from voronka.commands import values
from voronka.commands.advancing import move_on
from voronka.commands.clients import ClientWords, find_or_make_client
from voronka.commands.custom_values import checked_values, custom_readers, without_custom, write_values
from voronka.commands.deal_making import created_told, insert_deal
from voronka.commands.deal_rows import load_deal, load_to_edit, refuse_if_stale, write_deal
from voronka.commands.event_log import record
from voronka.commands.hearing import decider_columns
from voronka.commands.holders import tell_holder
from voronka.commands.notifications import Told, notify, notify_all
from voronka.commands.relations import follow_facts, follow_request
from voronka.commands.rollups import workspace_day
from voronka.commands.search_index import index_clients_of, index_deals, index_deals_and_clients
from voronka.commands.task_rows import NewTask, check_task, default_task
from voronka.commands.transaction import writing
from voronka.commands.values import Bad
from voronka.domain.custom_fields import Of
from voronka.domain.errors import Invalid, NotAllowed, NotFound, Problem
from voronka.domain.events import EventKind
from voronka.domain.ids import StageId, TeamId, UserId
from voronka.domain.notices import NoticeKind
from voronka.domain.permissions import Actor, Holding
from voronka.domain.pipeline import Pipeline, Stage, StageKind
from voronka.models import Company, Contact, Deal, Event, Team, User
from voronka.queries.calendars import calendar_of
from voronka.queries.heads import heads_over
from voronka.queries.pipelines import pipeline_of
from voronka.queries.relations import clients_of, has_paid
from voronka.queries.visibility import holding_of, visible_companies, visible_contacts

TITLE_LENGTH = 160
_LINES = {"source": 80, "budget": 120, "competitor": 120}
_PROSE = ("need", "description")


@dataclass(frozen=True, slots=True)
class NewDeal:
    """A deal to be made. Title or client is enough; everything else has a default.

    `stage` None: the first working stage. `owner` None: the actor; with `unowned` nobody, in Unsorted
    of the actor's team (or `team`). `next_task` None: the stage's default.
    `holder_seen`: whoever makes it knows whose Client it is, and that it goes to another. `custom`: values of custom
    fields by address, as typed.
    """

    pipeline: int
    title: str = ""
    client: ClientWords = field(default_factory=ClientWords)
    contact: int | None = None
    company: int | None = None
    stage: int | None = None
    owner: int | None = None
    unowned: bool = False
    holder_seen: bool = False
    team: int | None = None
    amount: str = ""
    currency: str = ""
    source: str = ""
    referred_by: int | None = None
    expected_close_on: str = ""
    next_task: NewTask | None = None
    custom: Mapping[str, str] = field(default_factory=dict)


def create_deal(*, by: Actor, at: datetime, new: NewDeal, request_id: str = "") -> Deal:
    """Make a deal with its next step.

    Raises:
        NotFound: no such pipeline. NotAllowed. Invalid: with every problem.
    """
    with writing():
        pipeline = pipeline_of(new.pipeline)
        holding = _holding(by, new)
        stage = _stage(pipeline, new, holding)
        clean = _clean(new)
        custom = checked_values(custom_readers(by, Of.DEAL, 0, new.custom))
        task = (
            default_task(stage, at, calendar_of(holding.team), holding.owner)
            if new.next_task is None
            else check_task(new.next_task)
        )
        contact, company = _client(by, at, new, holding)
        _refuse_unseen_holder(new, holding, contact, company)
        title = clean["title"] or _title(contact, company)
        if not title:
            raise Invalid({"title": Problem.REQUIRED})
        deal = insert_deal(
            pipeline, stage, holding, task, by=by, at=at, title=title, contact=contact, company=company,
            amount=clean["amount"], currency=clean["currency"], source=clean["source"],
            expected_close_on=clean["expected_close_on"], referred_by_id=_referrer(by, new, contact),
            knows_decider=contact is not None and contact.decides,
        )  # fmt: skip
        write_values(Of.DEAL, deal.pk, custom)
        index_deals_and_clients([deal.pk])
        follow_request(deal)
        event = record(
            EventKind.DEAL_CREATED, by=by, at=at, deal=deal, payload=created_told(deal), request_id=request_id
        )
        _tell_of_new(deal, by=by, at=at)
        tell_holder(deal, by=by, at=at)
        move_on(deal, by=by, at=at, cause=event, request_id=request_id)
        return deal


def _tell_of_new(deal: Deal, *, by: Actor, at: datetime) -> None:
    """Whose it is now; what nobody owns yet is the head's to see to."""
    if deal.owner_id is not None:
        notify(deal.owner_id, NoticeKind.DEAL_ASSIGNED, at=at, deal=deal.pk, by=by)
        return
    told = [Told(head, NoticeKind.REQUEST_NEW, deal.pk) for head in heads_over(deal.team_id)]
    notify_all(told, at=at, by=by)


def _holding(by: Actor, new: NewDeal) -> Holding:
    if new.unowned:
        team = by.team if new.team is None else TeamId(new.team)
        if team is None or not Team.objects.filter(pk=team).exists() or not by.policy.may_own(team):
            raise Invalid({"team": Problem.UNKNOWN_CHOICE})
        return Holding(None, team)
    owner = User.objects.filter(pk=new.owner or by.id, is_active=True).first()
    if owner is None or owner.team_id is None:
        raise Invalid({"owner": Problem.REQUIRED if new.owner is None else Problem.UNKNOWN_CHOICE})
    team = TeamId(owner.team_id)
    if owner.pk != by.id and not (by.policy.leads and by.policy.may_own(team)):
        raise Invalid({"owner": Problem.UNKNOWN_CHOICE})
    return Holding(UserId(owner.pk), team)


def _stage(pipeline: Pipeline, new: NewDeal, holding: Holding) -> Stage:
    unsorted = pipeline.only(StageKind.UNSORTED)
    if holding.owner is None:
        return unsorted
    stage = pipeline.working[0] if new.stage is None else pipeline.stage(StageId(new.stage))
    # A deal begins at the left: later stages are reached through their gates.
    if stage is None or stage not in (unsorted, pipeline.working[0]):
        raise Invalid({"stage": Problem.UNKNOWN_CHOICE})
    return stage


def _clean(new: NewDeal) -> dict[str, Any]:
    return values.checked(
        {
            "title": lambda: values.line(new.title, TITLE_LENGTH),
            "amount": lambda: values.amount(new.amount),
            "currency": lambda: values.known_currency(new.currency),
            "source": lambda: values.line(new.source, 80),
            "expected_close_on": lambda: values.day(new.expected_close_on),
        }
    )


def _client(by: Actor, at: datetime, new: NewDeal, holding: Holding) -> tuple[Contact | None, Company | None]:
    if new.contact is None and new.company is None:
        client = find_or_make_client(new.client, by=by, at=at, holding=holding)
        return client.contact, client.company
    contact = visible_contacts(by).filter(pk=new.contact).first() if new.contact else None
    company = visible_companies(by).filter(pk=new.company).first() if new.company else None
    if (new.contact and contact is None) or (new.company and company is None):
        raise Invalid({"client": Problem.UNKNOWN_CHOICE})
    return contact, company or (contact.company if contact else None)


def _referrer(by: Actor, new: NewDeal, contact: Contact | None) -> int | None:
    """Who sent the client; nobody sends themselves."""
    if new.referred_by is None:
        return None
    is_own = contact is not None and contact.pk == new.referred_by
    if is_own or not visible_contacts(by).filter(pk=new.referred_by).exists():
        raise Invalid({"referred_by": Problem.UNKNOWN_CHOICE})
    return new.referred_by


def _refuse_unseen_holder(
    new: NewDeal, holding: Holding, contact: Contact | None, company: Company | None
) -> None:
    """A Client is not called by a second seller who does not know of the first (R97)."""
    if new.holder_seen or holding.owner is None:
        return
    holder = (contact and contact.owner_id) or (company and company.owner_id)
    is_another = bool(holder) and holder != holding.owner
    ids = (row.pk if row is not None else None for row in (contact, company))
    if is_another and has_paid(*ids):
        raise Invalid({"holder_seen": Problem.REQUIRED})


def _title(contact: Contact | None, company: Company | None) -> str:
    return (company and company.name) or (contact and contact.name) or ""


def change_deal(
    *,
    by: Actor,
    at: datetime,
    deal: int,
    fields: Mapping[str, str],
    version: int | None = None,
    request_id: str = "",
) -> Deal:
    """Change fields of a deal, given as people type them.

    Fields: title, amount, currency, expected_close_on, source, need, budget, competitor, description,
    contact, company, referred_by (id or empty), and custom fields by their addresses. `version` is what the person saw: when somebody else
    changed one of these fields since, the change is refused.

    Raises:
        NotFound, NotAllowed, Invalid, StaleVersion
    """
    with writing():
        row = load_to_edit(by, deal)
        _refuse_if_field_changed(row, fields, version)
        custom = checked_values(custom_readers(by, Of.DEAL, row.pk, fields))
        columns = _columns(by, at, row, without_custom(fields))
        _refuse_own_referral(row, columns)
        changes = {name: [_plain(getattr(row, name)), _plain(value)] for name, value in columns.items()}
        changes = {name: pair for name, pair in changes.items() if pair[0] != pair[1]}
        changes |= write_values(Of.DEAL, row.pk, custom)
        if not changes:
            return row
        clients = clients_of(row)
        if "contact_id" in columns:
            columns |= decider_columns(columns["contact_id"])
        write_deal(row, by=by, at=at, **columns)
        index_deals([row.pk])
        if clients != clients_of(row):
            index_clients_of([row.pk])
        event = record(
            EventKind.DEAL_CHANGED,
            by=by,
            at=at,
            deal=row,
            payload={"changes": changes},
            request_id=request_id,
        )
        if clients != clients_of(row):
            follow_facts(row, by=by, at=at, besides=clients, request_id=request_id)
        move_on(row, by=by, at=at, cause=event, request_id=request_id)
        return row


def _refuse_if_field_changed(row: Deal, fields: Mapping[str, str], version: int | None) -> None:
    for event in _changes_since(row, version):
        if event.payload["changes"].keys() & {_column(name) for name in fields}:
            refuse_if_stale(row, version, (EventKind.DEAL_CHANGED,))


def _changes_since(row: Deal, version: int | None) -> Any:

    if version is None or version >= row.version:
        return []
    return Event.objects.filter(deal_id=row.pk, kind=EventKind.DEAL_CHANGED, version__gt=version)


def _column(name: str) -> str:
    return f"{name}_id" if name in {"contact", "company", "referred_by"} else name


def _columns(by: Actor, at: datetime, row: Deal, fields: Mapping[str, str]) -> dict[str, Any]:
    readers: dict[str, Any] = {}
    for name, text in fields.items():
        readers[_column(name)] = lambda name=name, text=text: _read(by, name, text)
    clean = values.checked(readers)
    if clean.keys() & {"amount", "currency"}:
        amount, currency = clean.get("amount", row.amount), clean.get("currency", row.currency)
        clean["amount_base"] = values.in_base(amount, currency, workspace_day(at))
    return clean


def _refuse_own_referral(row: Deal, columns: Mapping[str, Any]) -> None:
    """Nobody sends themselves: neither end may become the other."""
    sender = columns.get("referred_by_id", row.referred_by_id)
    if sender is not None and sender == columns.get("contact_id", row.contact_id):
        field = "referred_by_id" if "referred_by_id" in columns else "contact_id"
        raise Invalid({field: Problem.UNKNOWN_CHOICE})


def _read(by: Actor, name: str, text: str) -> Any:
    if name in _LINES:
        return values.line(text, _LINES[name])
    if name in _PROSE:
        return values.prose(text)
    match name:
        case "title":
            return values.line(text, TITLE_LENGTH, required=True)
        case "amount":
            return values.amount(text)
        case "currency":
            return values.known_currency(text)
        case "expected_close_on":
            return values.day(text)
        case "contact" | "referred_by":
            return _linked(visible_contacts(by), text)
        case "company":
            return _linked(visible_companies(by), text)
        case _:
            raise NotFound


def _linked(rows: Any, text: str) -> int | None:
    if not text.strip():
        return None
    if not text.strip().isdigit() or not rows.filter(pk=int(text)).exists():
        raise Bad(Problem.UNKNOWN_CHOICE)
    return int(text)


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value


def ask_exception(*, by: Actor, at: datetime, deal: int, to: int, reason: str, request_id: str = "") -> None:
    """A seller asks the head to let a deal through; kept in the timeline, where the head finds it.

    Raises:
        NotFound, NotAllowed, Invalid
    """
    text = values.checked({"reason": lambda: values.line(reason, 400, required=True)})["reason"]
    with writing():
        row = load_deal(by, deal)
        if not by.policy.may_edit(holding_of(row)):
            raise NotAllowed
        stage = pipeline_of(row.pipeline_id).stage(StageId(to))
        if stage is None:
            raise NotFound
        payload = {"to": stage.id, "to_name": stage.name, "reason": text}
        record(EventKind.EXCEPTION_ASKED, by=by, at=at, deal=row, payload=payload, request_id=request_id)
        asked = {"stage": stage.name, "text": text}
        told = [Told(head, NoticeKind.EXCEPTION_ASKED, row.pk, asked) for head in heads_over(row.team_id)]
        notify_all(told, at=at, by=by)
