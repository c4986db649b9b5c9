"""What the form of a new deal says."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from voronka.commands.clients import ClientWords
from voronka.commands.deals import NewDeal
from voronka.domain.errors import Invalid, NotFound, Problem
from voronka.queries.known_clients import linked_client
from voronka.web import due_times
from voronka.web.request import whole_number
from voronka.web.task_form import read_step

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from voronka.commands.task_rows import NewTask
    from voronka.domain.permissions import Actor

NAMES = (
    "client", "link", "contact_name", "company_name", "title", "amount", "currency", "pipeline", "stage",
    "owner", "source", "referrer_text", "referred_by", "holder_seen", "kind", "step", "step_default",
    *due_times.NAMES,
)  # fmt: skip


def typed_of(data: Mapping[str, str]) -> dict[str, str]:
    """What stood in the fields, without what no database keeps."""
    return {name: data.get(name, "").replace("\x00", "") for name in NAMES}


def words_of(typed: Mapping[str, str]) -> ClientWords:
    """The client as typed: a phone, an e-mail or a company's name, and what was added to it."""
    words = ClientWords.of(typed["client"], typed["contact_name"])
    return words if words.company else replace(words, company=typed["company_name"])


@dataclass(frozen=True, slots=True)
class Linked:
    """A client of the base that was chosen."""

    contact: int | None = None
    company: int | None = None


@dataclass(frozen=True, slots=True)
class Holder:
    """Who gets the deal: a user, the actor when None, or nobody of a team."""

    owner: int | None = None
    unowned: bool = False
    team: int | None = None


def read_deal(actor: Actor, typed: Mapping[str, str], now: datetime) -> NewDeal:
    """The deal that the fields describe.

    Raises:
        Invalid: with the problems of the step and of what was chosen; the command finds those of the rest.
    """
    problems: dict[str, Problem] = {}
    step: NewTask | None = None
    linked = Linked()
    try:
        step = read_step(typed, now)
    except Invalid as refusal:
        problems |= refusal.problems
    try:
        linked = _linked(actor, typed["link"])
    except NotFound:
        problems["client"] = Problem.UNKNOWN_CHOICE
    pipeline = whole_number(typed["pipeline"])
    if pipeline is None:
        problems["pipeline"] = Problem.REQUIRED
    if problems:
        raise Invalid(problems)
    holder = _holder(typed["owner"])
    is_linked = linked != Linked()
    return NewDeal(
        pipeline=pipeline or 0,
        title=typed["title"],
        client=ClientWords() if is_linked else words_of(typed),
        contact=linked.contact,
        company=linked.company,
        stage=whole_number(typed["stage"]),
        owner=holder.owner,
        unowned=holder.unowned,
        team=holder.team,
        holder_seen=typed["holder_seen"] == "on",
        amount=typed["amount"],
        currency=typed["currency"],
        source=typed["source"],
        referred_by=whole_number(typed["referred_by"]),
        next_task=step,
    )


def _linked(actor: Actor, link: str) -> Linked:
    if not link:
        return Linked()
    known = linked_client(actor, link)
    return Linked(known.contact, known.company)


def _holder(text: str) -> Holder:
    kind, _, id = text.partition(":")
    if kind == "team":
        return Holder(unowned=True, team=whole_number(id) or 0)
    return Holder(owner=None if not text else whole_number(text) or 0)
