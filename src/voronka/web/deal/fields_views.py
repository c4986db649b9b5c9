"""Editing the fields of a deal where they stand, and choosing its contact and company."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from voronka.commands.deal_clients import link_new_company, link_new_contact
from voronka.commands.deals import change_deal
from voronka.domain.custom_fields import is_address
from voronka.domain.errors import Invalid, NotAllowed, NotFound, StaleVersion
from voronka.queries.deal_fields import companies_for, company_of, contacts_for, last_change
from voronka.queries.deal_page import custom_of, files_to_choose, view_of
from voronka.queries.deal_row import SeenDeal, deal_row, see_deal
from voronka.web.changes import change_of, changed, done
from voronka.web.deal.fields import KINDS, FieldView, conflict_text, custom_view, field_view
from voronka.web.errors.wording import moved_by, problem_texts
from voronka.web.field_words import column_label
from voronka.web.formatting import time_of
from voronka.web.request import AppRequest, form_values, whole_number

LINKS = ("contact", "company", "referred_by")
_NEW = {"contact": ("name", "position", "phone", "email"), "company": ("name",), "referred_by": ()}


@require_http_methods(["GET", "POST"])
def deal_field(request: AppRequest, deal: int, name: str) -> HttpResponse:
    """One field of a deal.

    GET: its open editor, for the contact and the company a dialog to choose from. POST: 200 the saved value, 422
    with what is wrong, 409 with who changed it and the value now; what was typed stays in both.
    """
    seen = see_deal(request.actor, deal)
    if name not in KINDS and name not in LINKS and not is_address(name):
        raise NotFound
    if not seen.rights.edit:
        raise NotAllowed
    if name in LINKS:
        return _link(request, seen, name) if request.method == "POST" else _picker(request, seen, name)
    field = _view(seen, name, request.POST.get("place") or request.GET.get("place", "panel"))
    return _save(request, field) if request.method == "POST" else _field(request, field.opened())


# -- fields of text, amount, date -----------------------------------------------------------------------------------


def _view(seen: SeenDeal, name: str, place: str) -> FieldView:
    if not is_address(name):
        return field_view(view_of(seen), name, place)
    custom = custom_of(seen)
    held = next((one for one in custom if one[0].address.value == name), None)
    if held is None:
        raise NotFound
    return custom_view(view_of(seen), held, files_to_choose(seen.row.pk, [held]))


def _typed(request: AppRequest, name: str) -> str:
    """What was typed; of several that are ticked each on a line."""
    return "\n".join(request.POST.getlist(name)) if is_address(name) else request.POST.get(name, "")


def _save(request: AppRequest, field: FieldView) -> HttpResponse:
    typed = _typed(request, field.name)
    try:
        row = change_deal(
            by=request.actor,
            at=request.now,
            deal=field.deal,
            fields={field.name: typed},
            version=whole_number(request.POST.get("version")),
            request_id=request.request_id,
        )
    except Invalid as error:
        refused = field.refused(typed, " ".join(problem_texts(error).values()))
        return _field(request, refused, status=422)
    except StaleVersion as error:
        now = _read(request, field)
        return _field(request, now.refused(typed, _conflict(now, error)), status=409)
    return changed(_field(request, _read(request, field).saved()), row, field=field.name)


def _read(request: AppRequest, field: FieldView) -> FieldView:
    """The field as it is now: with its new version the next save goes through."""
    return _view(see_deal(request.actor, field.deal), field.name, field.place)


def _conflict(field: FieldView, error: StaleVersion) -> str:
    change = last_change(field.deal, field.name)
    if change is None or change.by is None:
        return moved_by(error)
    return conflict_text(change.by.name, time_of(change.at, get_current_timezone()), field.shown)


def _field(request: AppRequest, field: FieldView, status: int = 200) -> HttpResponse:
    return render(request, "deal/_field.html", {"field": field}, status=status)


# -- contact and company --------------------------------------------------------------------------------------------


def _picker(
    request: AppRequest,
    seen: SeenDeal,
    name: str,
    *,
    typed: dict[str, str] | None = None,
    errors: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The dialog; with `?q=` only its list, as one types."""
    text = request.GET.get("q", "").strip()[:160]
    find = companies_for if name == "company" else contacts_for
    context = {
        "deal_id": seen.row.pk,
        "version": seen.row.version,
        "name": name,
        "label": column_label(f"{name}_id"),
        "chosen": _chosen_name(seen, name),
        "found": find(seen, text),
        "text": text,
        "typed": typed or dict.fromkeys(_NEW[name], ""),
        "errors": errors or {},
    }
    template = "deal/_candidates.html" if "q" in request.GET else "deal/_link_dialog.html"
    return render(request, template, context, status=status)


def _chosen_name(seen: SeenDeal, name: str) -> str:
    chosen = {"contact": seen.row.contact, "company": seen.row.company, "referred_by": seen.row.referred_by}[
        name
    ]
    return "" if chosen is None else chosen.name


def _link(request: AppRequest, seen: SeenDeal, name: str) -> HttpResponse:
    """Put a chosen or a new client on the deal, or take it off (an empty choice)."""
    typed = form_values(request, *_NEW[name])
    try:
        if "new" in request.POST and name != "referred_by":
            _link_new(request, seen.row.pk, name, typed)
        else:
            _link_chosen(request, seen, name)
    except Invalid as error:
        return _picker(request, seen, name, typed=typed, errors=problem_texts(error), status=422)
    except StaleVersion as error:
        errors = {"form": moved_by(error)}
        return _picker(request, seen, name, typed=typed, errors=errors, status=409)
    text = _("Saved: %(field)s") % {"field": column_label(f"{name}_id")}
    return done(text, change_of(deal_row(request.actor, seen.row.pk)))


def _link_chosen(request: AppRequest, seen: SeenDeal, name: str) -> None:
    """A contact brings the company they work at to a deal that has none."""
    chosen = request.POST.get(name, "")
    fields = {name: chosen}
    contact = whole_number(chosen) if name == "contact" and seen.row.company_id is None else None
    company = None if contact is None else company_of(request.actor, contact)
    change_deal(
        by=request.actor,
        at=request.now,
        deal=seen.row.pk,
        fields=fields if company is None else {**fields, "company": str(company)},
        version=whole_number(request.POST.get("version")),
        request_id=request.request_id,
    )


def _link_new(request: AppRequest, deal: int, name: str, typed: dict[str, str]) -> None:
    by, at, id = request.actor, request.now, request.request_id
    version = whole_number(request.POST.get("version"))
    if name == "contact":
        link_new_contact(by=by, at=at, deal=deal, contact=typed, version=version, request_id=id)
    else:
        link_new_company(by=by, at=at, deal=deal, company=typed, version=version, request_id=id)
