"""Meeting an exit criterion on the spot: one short form for whatever it asks, then back to what is left."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from voronka.commands.client_links import link_client
from voronka.commands.clients import ClientWords, change_company, change_contact
from voronka.commands.deals import change_deal
from voronka.commands.evidence import add_note, confirm_criterion
from voronka.commands.files import attach_file
from voronka.domain.criteria import (
    AmountAtLeast,
    ConfirmedByHand,
    Criterion,
    Field,
    FieldFilled,
    FileAttached,
    NoteWritten,
    PaymentReceived,
    TaskDone,
)
from voronka.domain.errors import Invalid, NotFound, Problem
from voronka.queries.deal_row import deal_row
from voronka.queries.meeting import Need, need_of
from voronka.web.asked import Asked
from voronka.web.changes import change_of, done
from voronka.web.errors.wording import problem_texts
from voronka.web.evidence_words import amount_first, what_counts
from voronka.web.formatting import filesize, money
from voronka.web.labels import FIELDS
from voronka.web.moves.dialogs import criterion_row
from voronka.web.request import whole_number

if TYPE_CHECKING:
    from voronka.queries.deal_brief import DealBrief
    from voronka.web.request import AppRequest

_KINDS = {
    Field.NEED: "area",
    Field.EXPECTED_CLOSE: "date",
    Field.CONTACT_EMAIL: "email",
    Field.CONTACT_PHONE: "tel",
    Field.COMPANY_PHONE: "tel",
}
# The deal's own fields are changed on the deal, by their own names.
_OWN = {Field.AMOUNT, Field.EXPECTED_CLOSE, Field.NEED, Field.BUDGET, Field.COMPETITOR, Field.SOURCE}
# How a client's field is called where it is changed.
_CONTACT_COLUMNS = {
    Field.CONTACT_PHONE: "phones",
    Field.CONTACT_EMAIL: "emails",
    Field.DECISION_MAKER: "decides",
}
_COMPANY_COLUMNS = {Field.COMPANY_SITE: "site", Field.COMPANY_PHONE: "phones", Field.COMPANY_TAX_ID: "tax_id"}


@require_http_methods(["GET", "POST"])
def meet(request: AppRequest, deal: int, criterion: int) -> HttpResponse:
    """Ask for what a criterion wants; taken, the dialog goes back to what is left on the way to `to`."""
    part = whole_number(request.GET.get("part"))
    need = need_of(request.actor, deal, criterion, part)
    to = whole_number(request.POST.get("to") or request.GET.get("to"))
    if isinstance(need.criterion, TaskDone):
        return _plan(need, need.criterion, to)
    if request.method == "GET":
        if not request.is_htmx:
            return HttpResponseRedirect(reverse("deal", args=[deal]))
        return _some(request, need, to) if need.parts else _form(request, need, to)
    try:
        _take(request, need)
    except Invalid as refusal:
        return _form(request, need, to, refusal)
    then = reverse("move-dialog", args=[deal, to]) if to is not None else ""
    return done(
        _("Noted: %(criterion)s") % {"criterion": need.criterion.title},
        change_of(deal_row(request.actor, deal)),
        then=then,
    )


def _plan(need: Need, criterion: TaskDone, to: int | None) -> HttpResponse:
    query: dict[str, Any] = {"kind": criterion.kind.value} | ({} if to is None else {"to": to})
    return HttpResponseRedirect(f"{reverse('task-new', args=[need.deal.id])}?{urlencode(query)}")


def _some(request: AppRequest, need: Need, to: int | None) -> HttpResponse:
    """The criteria of which some are to be met: what met each, or what meets it."""
    deal, currency = need.deal.id, need.base_currency
    rows = [
        (view, criterion_row(request, deal, to, view, currency, part)) for part, view in enumerate(need.parts)
    ]
    context = {
        "deal": need.deal,
        "to": to,
        "title": need.criterion.title,
        "counts": what_counts(need.criterion),
        "rows": rows,
    }
    return render(request, "moves/some.html", context)


# -- the form -----------------------------------------------------------------------------------------------------


def _form(request: AppRequest, need: Need, to: int | None, refusal: Invalid | None = None) -> HttpResponse:
    fields = _fields(need)
    texts = {} if refusal is None else problem_texts(refusal)
    known = {field.name for field in fields}
    context = {
        "deal": need.deal,
        "to": to,
        "title": need.criterion.title,
        "counts": _counts(need),
        "question": _question(need),
        "action": request.get_full_path(),
        "fields": fields,
        "asks_file": isinstance(need.criterion, FileAttached),
        "submit": _submit(need),
        "typed": defaultdict(str, {name: request.POST.get(name, "") for name in known}),
        "errors": defaultdict(str, {_shown_at(name, fields): text for name, text in texts.items()}),
        "form_errors": (),
    }
    return render(request, "moves/meet.html", context, status=200 if refusal is None else 422)


def _question(need: Need) -> str:
    """For the one criterion that needs no words, only a yes."""
    asks = isinstance(need.criterion, FieldFilled) and need.criterion.field is Field.DECISION_MAKER
    if not asks or need.contact is None:
        return ""
    return _("Does %(name)s make the decision?") % {"name": need.contact_name}


def _submit(need: Need) -> str:
    if _question(need):
        return _("Yes, they decide")
    return _("Confirm") if isinstance(need.criterion, ConfirmedByHand) else _("Save")


def _shown_at(name: str, fields: tuple[Asked, ...]) -> str:
    """The field of the form that a problem belongs to; the commands know some by other names."""
    if any(field.name == name for field in fields):
        return name
    return "name" if name in {"contact", "company"} else "value"


def _counts(need: Need) -> str:
    match need.criterion:
        case PaymentReceived() as payment:
            return amount_first(payment)
        case AmountAtLeast(amount=least) as criterion:
            return what_counts(criterion, money(least, need.base_currency))
        case criterion:
            return what_counts(criterion)


def _fields(need: Need) -> tuple[Asked, ...]:
    criterion = need.criterion
    match criterion:
        case FieldFilled(field=Field.AMOUNT) | AmountAtLeast() | PaymentReceived():
            return (
                Asked("value", _("Amount"), value=need.amount),
                Asked("currency", _("Currency"), "choose", need.currency, options=_pairs(need.currencies)),
            )
        case FieldFilled(field=field):
            return _field_fields(field, need)
        case FileAttached():
            hint = _("Up to %(size)s: PDF, office documents, pictures, recordings.")
            return (
                Asked("file", _("Choose a file, or drop it here"), "file", hint=hint % {"size": _max_size()}),
            )
        case NoteWritten():
            return (Asked("value", _("What is to be noted"), "area"),)
        case ConfirmedByHand():
            hint = _("It is kept as your judgement, with your name.")
            return (Asked("value", _("How do you know?"), hint=hint),)
        case _:
            # What has a form of its own: tasks, records, some of several.
            raise NotFound


def _field_fields(field: Field, need: Need) -> tuple[Asked, ...]:
    value = Asked("value", str(FIELDS[field]), _KINDS.get(field, "text"))
    if field in _CONTACT_COLUMNS:
        if need.contact is None:
            name = Asked("name", _("Contact’s name"))
            return (name,) if field is Field.DECISION_MAKER else (name, value)
        return () if field is Field.DECISION_MAKER else (value,)
    if field in _COMPANY_COLUMNS and need.company is None:
        return (Asked("name", _("Company’s name")), value)
    if field is Field.CONTACT:
        return (
            Asked("name", _("Contact’s name")),
            Asked("phone", _("Phone"), "tel", required=False),
            Asked("email", _("E-mail"), "email", required=False),
        )
    return (Asked("name", _("Company’s name")),) if field is Field.COMPANY else (value,)


def _pairs(codes: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((code, code) for code in codes)


def _max_size() -> str:
    return filesize(settings.UPLOAD_MAX_BYTES)


# -- taking it ----------------------------------------------------------------------------------------------------


def _take(request: AppRequest, need: Need) -> None:
    """Write what was given, by the command it belongs to.

    Raises:
        Invalid
    """
    criterion: Criterion = need.criterion
    by, at, request_id, deal = request.actor, request.now, request.request_id, need.deal.id
    value = request.POST.get("value", "")
    match criterion:
        case FieldFilled(field=field):
            _take_field(request, need, field, value)
        case AmountAtLeast() | PaymentReceived():
            _take_field(request, need, Field.AMOUNT, value)
        case FileAttached(kind=kind):
            upload = request.FILES.get("file")
            if upload is None:
                raise Invalid({"file": Problem.REQUIRED})
            folder, most = settings.FILES_DIR, settings.UPLOAD_MAX_BYTES
            attach_file(
                by=by,
                at=at,
                deal=deal,
                upload=upload,
                kind=kind,
                folder=folder,
                max_bytes=most,
                request_id=request_id,
            )
        case NoteWritten(kind=note_kind):
            add_note(by=by, at=at, deal=deal, text=value, kind=note_kind, request_id=request_id)
        case ConfirmedByHand():
            confirm_criterion(
                by=by, at=at, deal=deal, criterion=criterion.id, reason=value, request_id=request_id
            )
        case _:
            raise NotFound


def _take_field(request: AppRequest, need: Need, field: Field, value: str) -> None:
    if field in _OWN:
        if not value.strip():
            raise Invalid({"value": Problem.REQUIRED})
        fields = {field.value: value}
        if field is Field.AMOUNT:
            fields["currency"] = request.POST.get("currency", "")
        change_deal(
            by=request.actor, at=request.now, deal=need.deal.id, fields=fields, request_id=request.request_id
        )
    elif field in _CONTACT_COLUMNS:
        _take_of_contact(request, need, field, value)
    elif field in _COMPANY_COLUMNS:
        _take_of_company(request, need, field, value)
    else:
        _link(request, need.deal, _words(request, field), "name")


def _take_of_contact(request: AppRequest, need: Need, field: Field, value: str) -> None:
    contact = need.contact
    if field is not Field.DECISION_MAKER and not value.strip():
        raise Invalid({"value": Problem.REQUIRED})
    if contact is None:
        contact = _link(request, need.deal, ClientWords(contact=_name(request)), "name").contact_id
    change_contact(
        by=request.actor,
        at=request.now,
        contact=contact or 0,
        fields={_CONTACT_COLUMNS[field]: "on" if field is Field.DECISION_MAKER else value},
        request_id=request.request_id,
    )


def _take_of_company(request: AppRequest, need: Need, field: Field, value: str) -> None:
    company = need.company
    if not value.strip():
        raise Invalid({"value": Problem.REQUIRED})
    if company is None:
        company = _link(request, need.deal, ClientWords(company=_name(request)), "name").company_id
    change_company(
        by=request.actor,
        at=request.now,
        company=company or 0,
        fields={_COMPANY_COLUMNS[field]: value},
        request_id=request.request_id,
    )


def _said(request: AppRequest, name: str) -> str:
    return request.POST.get(name, "").replace("\x00", "")


def _name(request: AppRequest) -> str:
    name = _said(request, "name")
    if not name.strip():
        raise Invalid({"name": Problem.REQUIRED})
    return name


def _words(request: AppRequest, field: Field) -> ClientWords:
    if field is Field.COMPANY:
        return ClientWords(company=_name(request))
    return ClientWords(phone=_said(request, "phone"), email=_said(request, "email"), contact=_name(request))


def _link(request: AppRequest, deal: DealBrief, words: ClientWords, field: str) -> Any:
    return link_client(
        by=request.actor,
        at=request.now,
        deal=deal.id,
        words=words,
        field=field,
        request_id=request.request_id,
    )
