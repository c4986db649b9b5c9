"""What becomes of a request: a deal of its own with the client found or made, or more of a deal that is open.

Within the transaction of whoever settles it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from voronka.commands import values
from voronka.commands.clients import Client, ClientWords, find_client
from voronka.commands.deal_rows import load_deal, write_deal
from voronka.commands.deals import NewDeal, create_deal
from voronka.commands.event_log import record
from voronka.commands.hearing import heard_columns
from voronka.commands.notifications import Told, notify_all
from voronka.commands.records import note_consent
from voronka.commands.robot_actor import robot_actor
from voronka.domain.criteria import ConsentTo
from voronka.domain.errors import Invalid
from voronka.domain.events import EventKind
from voronka.domain.evidence import ConsentHow
from voronka.domain.intake import KnownRule, OwnerRule, RequestState, Understood
from voronka.domain.notices import NoticeKind
from voronka.domain.permissions import Actor
from voronka.domain.pipeline import StageKind
from voronka.models import Deal, IntakeRequest, Source, User
from voronka.queries.heads import heads_over
from voronka.queries.pipelines import pipeline_of
from voronka.queries.robot_people import in_turn, least_loaded

# Nothing of it is taken for a name or a number; the seller reads the text.
UNSEEN = Understood()
_TITLE_LENGTH = 160


@dataclass(frozen=True, slots=True)
class _Asking:
    """Whom the request is of: the client in the base, if known, and what can be taken of what it says of them."""

    known: Client
    words: ClientWords


def attach_or_make(row: IntakeRequest, said: Understood, *, at: datetime) -> Mapping[str, Any]:
    """Settle the request; the columns that tell what became of it.

    Raises:
        Refused: a rule said no; nothing is written then.
    """
    source = Source.objects.select_for_update().get(pk=row.source_id)
    by, asking = robot_actor(at), _asking(said)
    deal = _open_deal(source, asking.known)
    state = RequestState.MADE if deal is None else RequestState.ATTACHED
    if deal is None:
        deal = _make(row, source, said, asking, by=by, at=at)
    contact = asking.known.contact.pk if asking.known.contact is not None else deal.contact_id
    columns = {"state": state, "deal_id": deal.pk, "contact_id": contact}
    # Before what reads it: the request itself is a word of the client's.
    IntakeRequest.objects.filter(pk=row.pk).update(**columns)
    _tell(row, source, load_deal(by, deal.pk), by=by, at=at, is_more=state is RequestState.ATTACHED)
    _keep_consent(row, deal, contact, by=by, at=at)
    return columns


def _asking(said: Understood) -> _Asking:
    """Numbers and addresses that are none are left in the text; a name alone makes nobody, for it finds nobody again."""
    words, _ = ClientWords(said.phone, said.email, said.company, said.name).readable()
    if not words.phone and not words.email:
        words = replace(words, contact="")
    return _Asking(find_client(words), words)


def _open_deal(source: Source, known: Client) -> Deal | None:
    if source.known_rule != KnownRule.OPEN_DEAL or known.contact is None:
        return None
    theirs = Deal.objects.filter(contact=known.contact, is_open=True, pipeline=source.pipeline_id)
    return theirs.order_by("-changed_at", "-id").first()


def _make(
    row: IntakeRequest, source: Source, said: Understood, asking: _Asking, *, by: Actor, at: datetime
) -> Deal:
    pipeline = pipeline_of(source.pipeline_id or 0)
    owner = _owner(source, asking.known)
    stage = pipeline.working[0] if source.starts_work else pipeline.only(StageKind.UNSORTED)
    new = NewDeal(
        pipeline=pipeline.id,
        title=_title(source, said, asking.known),
        client=asking.words,
        stage=stage.id,
        owner=owner,
        unowned=owner is None,
        team=source.team_id,
        source=source.name,
        holder_seen=True,
    )
    return create_deal(by=by, at=at, new=_with_amount(new, said), request_id=f"intake-{row.pk}")


def _with_amount(new: NewDeal, said: Understood) -> NewDeal:
    """What is no amount, or of a currency without a rate, stays in the text alone."""
    try:
        values.checked(
            {
                "amount": lambda: values.amount(said.amount),
                "currency": lambda: values.known_currency(said.currency),
            }
        )
    except Invalid:
        return new
    return replace(new, amount=said.amount, currency=said.currency)


def _title(source: Source, said: Understood, known: Client) -> str:
    names = (
        said.title,
        said.company,
        known.company.name if known.company else "",
        said.name,
        known.contact.name if known.contact else "",
        said.phone,
        said.email,
        source.name,
    )
    return " ".join(next(filter(None, names)).split())[:_TITLE_LENGTH]


def _owner(source: Source, known: Client) -> int | None:
    """Whoever looks after the client; else by the source's rule, within its team."""
    keeper = _keeper(known)
    if keeper is not None:
        return keeper
    match OwnerRule(source.owner_rule):
        case OwnerRule.NOBODY:
            return None
        case OwnerRule.LEAST_LOADED:
            return least_loaded(source.team_id or 0)
        case OwnerRule.IN_TURN:
            following = in_turn(source.team_id or 0, source.last_owner_id)
            Source.objects.filter(pk=source.pk).update(last_owner_id=following)
            return following


def _keeper(known: Client) -> int | None:
    ids = [row.owner_id for row in (known.contact, known.company) if row is not None and row.owner_id]
    there = set(
        User.objects.filter(pk__in=ids, is_active=True, team__isnull=False).values_list("pk", flat=True)
    )
    return next((id for id in ids if id in there), None)


def _tell(row: IntakeRequest, source: Source, deal: Deal, *, by: Actor, at: datetime, is_more: bool) -> None:
    """The deal's timeline says what came; of more for an open deal its owner is told."""
    write_deal(deal, by=by, at=at, **heard_columns(deal.pk))
    payload = {"request": row.pk, "name": source.name, "source_kind": source.kind, "is_more": is_more}
    record(EventKind.REQUEST_CAME, by=by, at=at, deal=deal, payload=payload, request_id=f"intake-{row.pk}")
    if is_more:
        people = [deal.owner_id] if deal.owner_id is not None else heads_over(deal.team_id)
        notices = [Told(one, NoticeKind.REQUEST_MORE, deal.pk, {"text": source.name}) for one in people]
        notify_all(notices, at=at, by=by)


def _keep_consent(row: IntakeRequest, deal: Deal, contact: int | None, *, by: Actor, at: datetime) -> None:
    """What the client agreed to by the form: its words and version, when, and on which page."""
    consent = row.circumstances.get("consent")
    if not consent:
        return
    told = [consent["text"], f"v{consent['version']}", row.circumstances.get("page", "")]
    note_consent(
        by=by, at=at, deal=deal.pk, to=ConsentTo.CONTACT, how=ConsentHow.ELECTRONIC, given_at=row.received_at,
        contact=contact, words="\n".join(filter(None, told)), request_id=f"intake-{row.pk}",
    )  # fmt: skip
