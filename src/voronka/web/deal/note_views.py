"""Notes on a deal: written below the tabs, changed and removed in the timeline."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from voronka.commands.evidence import add_note, change_note, remove_note
from voronka.domain.criteria import NoteKind
from voronka.domain.errors import Invalid, NotAllowed, Problem
from voronka.queries.deal_notes import NoteView, note_of
from voronka.queries.deal_row import deal_row, see_deal
from voronka.web.changes import change_of, changed, done
from voronka.web.deal.note_text import note_html
from voronka.web.errors.wording import problem_texts
from voronka.web.request import AppRequest
from voronka.web.wording import choices


@require_POST
def note_add(request: AppRequest, deal: int) -> HttpResponse:
    """Write a note. 200: an empty form; 422: the form with the text and what is wrong with it."""
    text, kind = request.POST.get("text", ""), request.POST.get("kind", "")
    try:
        add_note(
            by=request.actor,
            at=request.now,
            deal=deal,
            text=text,
            kind=_kind(kind),
            request_id=request.request_id,
        )
    except Invalid as error:
        return _form(request, deal, text=text, kind=kind, errors=problem_texts(error), status=422)
    row = deal_row(request.actor, deal)
    return changed(_form(request, deal), row)


def _kind(text: str) -> NoteKind:
    try:
        return NoteKind(text or NoteKind.PLAIN)
    except ValueError:
        raise Invalid({"kind": Problem.UNKNOWN_CHOICE}) from None


def _form(
    request: AppRequest,
    deal: int,
    *,
    text: str = "",
    kind: str = "",
    errors: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "deal_id": deal,
        "text": text,
        "kind": kind or NoteKind.PLAIN.value,
        "kinds": choices(NoteKind),
        "errors": errors or {},
    }
    return render(request, "deal/_note_form.html", context, status=status)


@require_http_methods(["GET", "POST"])
def note_edit(request: AppRequest, note: int) -> HttpResponse:
    """The editor of one's own note in the place of its text; `?as=text` gives the text back.

    POST: 200 the changed text, 422 the editor with what was typed.
    """
    shown = note_of(request.actor, note)
    if request.method == "GET":
        return _text(request, shown) if request.GET.get("as") == "text" else _editor(request, shown)
    text = request.POST.get("text", "")
    try:
        change_note(by=request.actor, at=request.now, note=note, text=text, request_id=request.request_id)
    except Invalid as error:
        return _editor(request, shown, text=text, errors=problem_texts(error), status=422)
    return changed(_text(request, note_of(request.actor, note)), deal_row(request.actor, shown.deal))


def _text(request: AppRequest, note: NoteView) -> HttpResponse:
    context = {"note_id": note.id, "text": note_html(note.text, note.mentions)}
    return render(request, "deal/_note_text.html", context)


def _editor(
    request: AppRequest,
    note: NoteView,
    *,
    text: str | None = None,
    errors: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    if note.author != request.actor.id or not see_deal(request.actor, note.deal).rights.edit:
        raise NotAllowed
    context = {"note_id": note.id, "text": note.text if text is None else text, "errors": errors or {}}
    return render(request, "deal/_note_editor.html", context, status=status)


@require_POST
def note_remove(request: AppRequest, note: int) -> HttpResponse:
    """Take a note away; its words stay in the log alone."""
    deal = note_of(request.actor, note).deal
    remove_note(by=request.actor, at=request.now, note=note, request_id=request.request_id)
    return done(_("Note removed"), change_of(deal_row(request.actor, deal)))
