"""Notes of deals."""

from datetime import datetime

from django.http import HttpResponseBase
from ninja import Query, Router, Schema

from voronka.api.answers import changing, listed, nothing, once, told
from voronka.api.caller import ApiRequest, needs
from voronka.api.paging import Page, Slice, page
from voronka.api.values import Id, Instant, PathId, Prose
from voronka.commands.evidence import add_note, change_note, remove_note
from voronka.commands.holding import Held
from voronka.domain.api_tokens import Scope
from voronka.domain.criteria import NoteKind
from voronka.queries.api_rows.work import note_rows, note_told

router = Router(tags=["Notes"])
READ, WRITE = needs(Scope.DEALS_READ), needs(Scope.DEALS_WRITE)


class Note(Schema):
    """What a person wrote on a deal. `kind`: some gates ask for a note of a kind."""

    id: int
    deal_id: int
    kind: NoteKind
    text: str
    author_id: int | None
    created_at: datetime
    updated_at: datetime


class NoteMade(Schema):
    """A note to be written; @Name mentions a colleague who may see the deal."""

    text: Prose
    kind: NoteKind = NoteKind.PLAIN


class NoteChange(Schema):
    """Other words for a note."""

    text: Prose


class NoteWanted(Schema):
    """Which notes."""

    deal: Id | None = None
    updated_since: Instant | None = None


def _note(request: ApiRequest, note: int) -> Note:
    return Note(**note_told(request.auth.actor, note))


@router.get("/notes", auth=READ, response=Page[Note])
def list_notes(request: ApiRequest, wanted: Query[NoteWanted], part: Query[Slice]) -> HttpResponseBase:
    """Notes of the deals that the token's person may see; those that were removed are in the events."""
    rows = note_rows(
        request.auth.actor, deal=wanted.deal, updated_since=wanted.updated_since, after=part.begin("notes"),
        most=part.most,
    )  # fmt: skip
    return listed(page(rows, part, "notes", Note))


@router.post("/deals/{deal}/notes", auth=WRITE, response={201: Note})
@once
def make_note(request: ApiRequest, deal: PathId, new: NoteMade) -> HttpResponseBase:
    """Write a note on a deal."""
    made = add_note(
        by=request.auth.actor, at=request.now, deal=deal, text=new.text, kind=new.kind,
        request_id=request.request_id,
    )  # fmt: skip
    return told(request, _note(request, made.pk), 201, at=f"/api/v1/notes/{made.pk}")


@router.get("/notes/{note}", auth=READ, response=Note)
def get_note(request: ApiRequest, note: PathId) -> HttpResponseBase:
    """One note."""
    return told(request, _note(request, note))


@router.patch("/notes/{note}", auth=WRITE, response=Note)
def change_own_note(request: ApiRequest, note: PathId, change: NoteChange) -> HttpResponseBase:
    """Change one's own note."""
    with changing(request, Held.NOTE, note, lambda: _note(request, note)):
        change_note(
            by=request.auth.actor, at=request.now, note=note, text=change.text, request_id=request.request_id
        )
    return told(request, _note(request, note))


@router.delete("/notes/{note}", auth=WRITE, response={204: None})
def drop_note(request: ApiRequest, note: PathId) -> HttpResponseBase:
    """Take one's own note away; those who lead any in their teams."""
    with changing(request, Held.NOTE, note, lambda: _note(request, note)):
        remove_note(by=request.auth.actor, at=request.now, note=note, request_id=request.request_id)
    return nothing()
