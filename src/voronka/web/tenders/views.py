"""A deal's tender: its days, its formal criteria and the documents it demands, each in a short dialog."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from voronka.commands.tenders import (
    NewTender,
    drop_tender,
    remove_part,
    set_criterion,
    set_document,
    set_tender,
    tick_document,
)
from voronka.domain.errors import Invalid, NotFound
from voronka.domain.tender import Deadline, TenderPart
from voronka.queries.deal_row import deal_row
from voronka.queries.tenders import Demanded, Tendering, Weighed, tendering
from voronka.web.asked import Asked
from voronka.web.changes import change_of, changed, done
from voronka.web.errors.wording import problem_texts
from voronka.web.tender_words import DEADLINES, TASK_TITLES

if TYPE_CHECKING:
    from voronka.models import Deal
    from voronka.web.request import AppRequest

Part = TypeVar("Part", Weighed, Demanded)
_PARTS = (TenderPart.CRITERION, TenderPart.DOCUMENT)


@require_http_methods(["GET", "POST"])
def tender(request: AppRequest, deal: int) -> HttpResponse:
    """The dialog of the tender itself: number, where it is published, its days."""
    found = tendering(request.actor, deal, needs_tender=False)
    fields = _tender_fields(found)
    drop = "" if found.tender is None else reverse("tender-drop", args=[deal])
    if request.method == "GET":
        return _to_page(request, deal) or _dialog(request, found, _("Tender"), fields, remove=drop)
    new = NewTender(
        number=_said(request, "number"),
        link=_said(request, "link"),
        days={kind: _said(request, kind.value) for kind in Deadline},
        titles={kind: str(title) for kind, title in TASK_TITLES.items()},
        moved=_("The client has moved the day."),
    )
    try:
        row = set_tender(by=request.actor, at=request.now, deal=deal, new=new, request_id=request.request_id)
    except Invalid as refusal:
        return _dialog(request, found, _("Tender"), fields, refusal, remove=drop)
    return done(_("The tender is saved."), change_of(row))


@require_POST
def drop(request: AppRequest, deal: int) -> HttpResponse:
    """It is no tender after all."""
    row = drop_tender(by=request.actor, at=request.now, deal=deal, request_id=request.request_id)
    return done(_("No tender any more"), change_of(row))


@require_http_methods(["GET", "POST"])
def part_new(request: AppRequest, deal: int, part: str) -> HttpResponse:
    """The dialog of one more criterion or document."""
    return _part(request, deal, _known(part), None)


@require_http_methods(["GET", "POST"])
def part_one(request: AppRequest, deal: int, part: str, id: int) -> HttpResponse:
    """The dialog of one criterion or document."""
    return _part(request, deal, _known(part), id)


@require_POST
def part_remove(request: AppRequest, deal: int, part: str, id: int) -> HttpResponse:
    """It is not asked for after all."""
    row = remove_part(
        by=request.actor, at=request.now, deal=deal, part=_known(part), id=id, request_id=request.request_id
    )
    return done(_("Removed."), change_of(row))


@require_POST
def tick(request: AppRequest, deal: int, id: int) -> HttpResponse:
    """A document is done, or not, by a tap."""
    tick_document(
        by=request.actor, at=request.now, deal=deal, document=id, is_done=bool(_said(request, "done")),
        request_id=request.request_id,
    )  # fmt: skip
    return changed(HttpResponse(status=204), deal_row(request.actor, deal))


def _known(part: str) -> TenderPart:
    found = next((one for one in _PARTS if one.value == part), None)
    if found is None:
        raise NotFound
    return found


def _part(request: AppRequest, deal: int, part: TenderPart, id: int | None) -> HttpResponse:
    found = tendering(request.actor, deal)
    title = _("What is it judged by?") if part is TenderPart.CRITERION else _("Which document is demanded?")
    fields = _criterion_fields(found, id) if part is TenderPart.CRITERION else _document_fields(found, id)
    remove = "" if id is None else reverse("tender-part-remove", args=[deal, part.value, id])
    if request.method == "GET":
        return _to_page(request, deal) or _dialog(request, found, title, fields, remove=remove)
    try:
        row = _save(request, deal, part, id)
    except Invalid as refusal:
        known = {"assignee_id": "assignee"}
        problems = {known.get(name, name): problem for name, problem in refusal.problems.items()}
        return _dialog(request, found, title, fields, Invalid(problems), remove=remove)
    return done(_("The tender is saved."), change_of(row))


def _save(request: AppRequest, deal: int, part: TenderPart, id: int | None) -> Deal:
    text = _said(request, "text")
    if part is TenderPart.CRITERION:
        return set_criterion(
            by=request.actor, at=request.now, deal=deal, text=text, weight=_said(request, "weight"), criterion=id,
            request_id=request.request_id,
        )  # fmt: skip
    return set_document(
        by=request.actor, at=request.now, deal=deal, text=text, assignee=_said(request, "assignee"),
        until=_said(request, "until"), document=id, request_id=request.request_id,
    )  # fmt: skip


# -- forms ----------------------------------------------------------------------------------------------------------


def _tender_fields(found: Tendering) -> tuple[Asked, ...]:
    there = found.tender
    days = {} if there is None else there.days
    hint = _("Each day to come makes a task.")
    return (
        Asked(
            "number", _("Number of the tender"), value="" if there is None else there.number, required=False
        ),
        Asked("link", _("Where it is published"), value="" if there is None else there.link, required=False),
        *(
            Asked(
                kind.value,
                str(DEADLINES[kind]),
                "date",
                days[kind].isoformat() if kind in days else "",
                hint=hint if kind is Deadline.DECISION else "",
                required=False,
            )
            for kind in Deadline
        ),
    )


def _criterion_fields(found: Tendering, id: int | None) -> tuple[Asked, ...]:
    there = None if found.tender is None else _one(found.tender.criteria, id)
    return (
        Asked("text", _("Criterion"), value="" if there is None else there.text),
        Asked(
            "weight",
            _("Weight"),
            value="" if there is None else str(there.weight or ""),
            required=False,
            after="%",
        ),
    )


def _document_fields(found: Tendering, id: int | None) -> tuple[Asked, ...]:
    there = None if found.tender is None else _one(found.tender.documents, id)
    people = tuple((str(key), name) for key, name in found.colleagues)
    return (
        Asked("text", _("Document"), value="" if there is None else there.text),
        Asked(
            "assignee",
            _("Who prepares it?"),
            "choose",
            "" if there is None else str(there.assignee or ""),
            required=False,
            options=people,
            blank=_("Nobody yet"),
        ),
        Asked(
            "until",
            _("Until"),
            "date",
            "" if there is None or there.until is None else there.until.isoformat(),
            required=False,
        ),
    )


def _one(parts: tuple[Part, ...], id: int | None) -> Part | None:
    if id is None:
        return None
    found = next((part for part in parts if part.id == id), None)
    if found is None:
        raise NotFound
    return found


def _to_page(request: AppRequest, deal: int) -> HttpResponse | None:
    """A dialog's address that is opened by itself shows the deal's page."""
    return None if request.is_htmx else HttpResponseRedirect(reverse("deal", args=[deal]))


def _dialog(
    request: AppRequest,
    found: Tendering,
    title: str,
    fields: tuple[Asked, ...],
    refusal: Invalid | None = None,
    *,
    remove: str = "",
) -> HttpResponse:
    # What was emptied stays empty.
    if refusal is not None:
        fields = tuple(_typed_again(request, one) for one in fields)
    context = {
        "deal": found.deal,
        "title": title,
        "fields": fields,
        "typed": defaultdict(str),
        "errors": defaultdict(str, {} if refusal is None else problem_texts(refusal)),
        "action": request.path,
        "remove": remove,
        "is_tender": request.path == reverse("tender", args=[found.deal.id]),
    }
    return render(request, "tenders/dialog.html", context, status=200 if refusal is None else 422)


def _typed_again(request: AppRequest, field: Asked) -> Asked:
    return replace(field, value=_said(request, field.name))


def _said(request: AppRequest, name: str) -> str:
    return request.POST.get(name, "").replace("\x00", "")
