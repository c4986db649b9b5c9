"""The pairs that a search through the base found, and having the base searched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from voronka.commands.duplicates import ask_audit, cancel_audit, keep_apart
from voronka.domain.duplicates.audit import is_gone
from voronka.domain.errors import Invalid, NotFound
from voronka.domain.merging import ClientKind
from voronka.queries.duplicates import duplicates, last_audit
from voronka.web.duplicates.words import STEPS, reason_lines
from voronka.web.request import whole_number

if TYPE_CHECKING:
    from django.http import HttpResponse

    from voronka.web.request import AppRequest

# Nothing is certain to the last: no pair is shown as one by all means.
_MOST_SURE = 0.99


@require_safe
def index(request: AppRequest) -> HttpResponse:
    """People, or companies, that may be one."""
    kind = _kind(request.GET.get("kind"))
    queue, audit = duplicates(request.actor, kind), last_audit()
    runs = audit is not None and audit.finished_at is None and not is_gone(audit.seen_at, request.now)
    shown = {
        "kind": kind.value,
        "pairs": [(pair, min(pair.surely, _MOST_SURE), reason_lines(pair.reasons)) for pair in queue.pairs],
        "counts": {one.value: count for one, count in queue.counts.items()},
        "audit": audit,
        "runs": runs,
        "step": "" if audit is None else STEPS[audit.step],
        "may_search": request.actor.policy.may_audit,
    }
    return render(request, "duplicates/page.html", shown)


@require_POST
def begin(request: AppRequest) -> HttpResponse:
    """Have the base searched; where a search is on, it is shown."""
    try:
        ask_audit(by=request.actor, at=request.now)
    except Invalid:
        return HttpResponseRedirect(reverse("duplicates"))
    return HttpResponseRedirect(reverse("duplicates"))


@require_POST
def cancel(request: AppRequest) -> HttpResponse:
    """End the search that is on; where it has ended by itself, there is nothing to do."""
    try:
        cancel_audit(by=request.actor, at=request.now)
    except NotFound:
        return HttpResponseRedirect(reverse("duplicates"))
    return HttpResponseRedirect(reverse("duplicates"))


@require_POST
def apart(request: AppRequest) -> HttpResponse:
    """These two are two."""
    kind = _kind(request.POST.get("kind"))
    one, other = whole_number(request.POST.get("one")), whole_number(request.POST.get("other"))
    keep_apart(by=request.actor, at=request.now, kind=kind, one=one or 0, other=other or 0)
    return HttpResponseRedirect(f"{reverse('duplicates')}?kind={kind}")


def _kind(said: object) -> ClientKind:
    return ClientKind.COMPANY if said == ClientKind.COMPANY.value else ClientKind.CONTACT
