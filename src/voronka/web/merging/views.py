"""Merging two clients: choosing the other, the exact preview, field by field; and parting them again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from voronka.commands.merging import merge_clients
from voronka.commands.parting import part_clients
from voronka.domain.errors import Invalid, Problem
from voronka.domain.merging import ClientKind, Take
from voronka.queries.merge_choice import Choice, choice_of
from voronka.queries.merge_pages import MergePreview, merge_preview, part_preview
from voronka.web.errors.wording import problem_texts
from voronka.web.merging.words import shown_field, shown_values
from voronka.web.request import whole_number

if TYPE_CHECKING:
    from django.http import HttpResponse

    from voronka.web.request import AppRequest

LONGEST_TEXT = 100


@require_http_methods(["GET", "POST"])
def contact_merge(request: AppRequest, contact: int) -> HttpResponse:
    """A person and another who is the same one."""
    return _merge(request, ClientKind.CONTACT, contact)


@require_http_methods(["GET", "POST"])
def company_merge(request: AppRequest, company: int) -> HttpResponse:
    """A company and another that is the same one."""
    return _merge(request, ClientKind.COMPANY, company)


@require_http_methods(["GET", "POST"])
def part(request: AppRequest, merge: int) -> HttpResponse:
    """What a parting would do, and doing it."""
    preview = part_preview(request.actor, merge)
    error = ""
    if request.method == "POST":
        try:
            part_clients(by=request.actor, at=request.now, merge=merge, request_id=request.request_id)
        except Invalid:
            error = _("A colleague has changed it meanwhile. Look at it again.")
            preview = part_preview(request.actor, merge)
        else:
            return HttpResponseRedirect(reverse(preview.kind.value, args=[preview.kept.id]))
    shown = {
        "preview": preview,
        "gone": shown_values(preview.kind, preview.gone),
        "back": [
            (shown_field(preview.kind, name), *(text for _label, text in shown_values(preview.kind, [(name, now), (name, then)])))
            for name, now, then in preview.back
        ],
        "edited": [shown_field(preview.kind, name) for name in preview.edited],
        "error": error,
    }  # fmt: skip
    return render(request, "merging/part.html", shown, status=422 if error else 200)


def _merge(request: AppRequest, kind: ClientKind, client: int) -> HttpResponse:
    other = whole_number((request.POST if request.method == "POST" else request.GET).get("other"))
    if other is None:
        return _choose(request, choice_of(request.actor, kind, client, _searched(request)))
    if request.method != "POST":
        return _previewed(request, merge_preview(request.actor, kind, client, other))
    choices = _choices(request)
    try:
        merge_clients(
            by=request.actor, at=request.now, kind=kind, into=client, merged=other, choices=choices,
            seen=request.POST.get("seen", "") or "?", request_id=request.request_id,
        )  # fmt: skip
    except Invalid as refusal:
        preview = merge_preview(request.actor, kind, client, other)
        return _previewed(request, preview, choices, _error(refusal))
    return HttpResponseRedirect(reverse(kind.value, args=[client]))


def _searched(request: AppRequest) -> str:
    return " ".join(request.GET.get("q", "").replace("\x00", "").split())[:LONGEST_TEXT]


def _choose(request: AppRequest, choice: Choice) -> HttpResponse:
    part = "_found" if request.is_htmx else "choose"
    return render(request, f"merging/{part}.html", {"choice": choice, "q": _searched(request)})


def _choices(request: AppRequest) -> dict[str, Take]:
    """Whose value each field gets; what is none of the answers is as if nobody had chosen."""
    said = {
        name.removeprefix("take-"): value for name, value in request.POST.items() if name.startswith("take-")
    }
    return {
        name: Take(value) for name, value in said.items() if isinstance(value, str) and value in set(Take)
    }


def _error(refusal: Invalid) -> str:
    if refusal.problems.get("seen") is Problem.CHANGED:
        return _("One of them was changed meanwhile. Look at it again, then merge.")
    return " ".join(problem_texts(refusal).values())


def _previewed(
    request: AppRequest, preview: MergePreview, chosen: dict[str, Take] | None = None, error: str = ""
) -> HttpResponse:
    rows = [
        {
            "name": field.name,
            "label": shown_field(preview.kind, field.name),
            "kept": shown_values(preview.kind, [(field.name, field.kept)])[0][1],
            "merged": shown_values(preview.kind, [(field.name, field.merged)])[0][1],
            "choices": field.choices,
            "chosen": (chosen or {}).get(field.name, field.default).value,
        }
        for field in preview.fields
    ]
    shown = {"preview": preview, "rows": rows, "error": error}
    return render(request, "merging/merge.html", shown, status=422 if error else 200)
