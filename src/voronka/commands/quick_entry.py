"""Quick entry: somebody's name or number becomes a client and a deal in Unsorted, with what a card said of them (R84)."""

from dataclasses import dataclass
from datetime import datetime

from voronka.commands.clients import ClientWords, change_contact
from voronka.commands.deals import NewDeal, create_deal
from voronka.commands.evidence import add_note
from voronka.commands.transaction import writing
from voronka.domain.errors import Invalid, Problem
from voronka.domain.permissions import Actor
from voronka.models import Contact, Deal


@dataclass(frozen=True, slots=True)
class QuickEntry:
    """What was entered, as typed. `words` or a client that was chosen (`contact`, `company`) is enough.

    `team`: of whom has none, and so leaves the deal to nobody yet. `note`: what else the card said.
    """

    pipeline: int
    stage: int
    words: ClientWords
    contact: int | None = None
    company: int | None = None
    title: str = ""
    position: str = ""
    note: str = ""
    team: int | None = None
    holder_seen: bool = False


def enter_quickly(*, by: Actor, at: datetime, entry: QuickEntry, request_id: str = "") -> Deal:
    """Make the deal, and the client where nobody in the base is meant. One who is there stays as they are.

    Raises:
        NotFound, NotAllowed
        Invalid: `contact` where nothing says who it is; else as `create_deal` says.
    """
    words = entry.words
    is_chosen = entry.contact is not None or entry.company is not None
    if not is_chosen and not any((words.contact.strip(), words.company.strip(), words.phones, words.emails)):
        raise Invalid({"contact": Problem.REQUIRED})
    new = NewDeal(
        pipeline=entry.pipeline, title=entry.title, client=ClientWords() if is_chosen else words,
        contact=entry.contact, company=entry.company, stage=entry.stage, unowned=by.team is None, team=entry.team,
        holder_seen=entry.holder_seen,
    )  # fmt: skip
    with writing():
        deal = create_deal(by=by, at=at, new=new, request_id=request_id)
        if entry.position.strip() and _is_new(deal.contact_id, at):
            fields = {"position": entry.position}
            change_contact(by=by, at=at, contact=deal.contact_id or 0, fields=fields, request_id=request_id)
        if entry.note.strip():
            add_note(by=by, at=at, deal=deal.pk, text=entry.note, request_id=request_id)
        return deal


def _is_new(contact: int | None, at: datetime) -> bool:
    """Whether the contact was made in this transaction: one that was there is not written over."""
    return Contact.objects.filter(pk=contact or 0, created_at=at).exists()
