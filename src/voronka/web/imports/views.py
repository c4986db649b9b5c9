"""The wizard of imports: a file, its columns, the dry run, the run, and the way back.

What somebody asks for from a page that was open too long is passed over: the page then shows where the import is.
"""

from __future__ import annotations

from contextlib import suppress
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from voronka.commands.imports.steering import back_to_columns, begin_run, begin_undo, cancel_run, say_columns
from voronka.commands.imports.taking import bring_file
from voronka.domain.errors import Invalid, NotAllowed, Problem
from voronka.domain.importing.life import AT_WORK, MADE, ImportState
from voronka.domain.importing.remarks import REFUSING, Verdict
from voronka.domain.importing.table import UnreadableFile
from voronka.domain.importing.targets import Target
from voronka.queries.imports import PAGE, import_of, imports, possible_owners, rows_of
from voronka.web.errors.wording import problem_texts
from voronka.web.import_words import (
    DATE_ORDERS,
    FIELDS,
    REMARKS,
    STATE_TONES,
    STATES,
    TARGETS,
    UNREADABLE,
    VERDICT_TONES,
    VERDICTS,
)
from voronka.web.imports.countries import countries
from voronka.web.imports.refused_file import refused_file
from voronka.web.request import AppRequest, form_values, whole_number

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.http.response import HttpResponseBase

    from voronka.queries.imports import ImportView

Rest = ParamSpec("Rest")
_SAID = ("owner", "country", "date_order")
_TOLD = "told"


def for_importers(
    view: Callable[Concatenate[AppRequest, Rest], HttpResponseBase],
) -> Callable[Concatenate[AppRequest, Rest], HttpResponseBase]:
    """Those who may bring in whole lists."""

    @wraps(view)
    def guarded(request: AppRequest, /, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponseBase:
        if not request.actor.policy.may_import:
            raise NotAllowed
        return view(request, *args, **kwargs)

    return guarded


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_importers
def index(request: AppRequest) -> HttpResponse:
    """A file is chosen; past imports below."""
    if request.method != "POST":
        return _first_page(request)
    upload = request.FILES.get("file")
    if upload is None:
        return _first_page(request, _("Choose a file first."))
    try:
        row = bring_file(
            by=request.actor, at=request.now, upload=upload, folder=settings.FILES_DIR,
            most=settings.UPLOAD_MAX_BYTES,
        )  # fmt: skip
    except UnreadableFile as unreadable:
        return _first_page(request, str(UNREADABLE[unreadable.why]))
    except Invalid as invalid:
        return _first_page(request, " ".join(problem_texts(invalid).values()))
    return HttpResponseRedirect(reverse("import", args=[row.pk]))


def _first_page(request: AppRequest, error: str = "") -> HttpResponse:
    shown = {"imports": imports(request.actor), "error": error, "most": settings.UPLOAD_MAX_BYTES, **_words()}
    return render(request, "imports/index.html", shown, status=422 if error else 200)


def _words() -> dict[str, Any]:
    return {
        "states": STATES, "state_tones": STATE_TONES, "verdicts": VERDICTS, "verdict_tones": VERDICT_TONES,
        "remarks": REMARKS, "fields": FIELDS,
    }  # fmt: skip


@never_cache
@require_safe
@for_importers
def one(request: AppRequest, id: int) -> HttpResponse:
    """An import where it is now."""
    return _page(request, import_of(request.actor, id))


def _page(
    request: AppRequest,
    found: ImportView,
    *,
    said: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
) -> HttpResponse:
    shown: dict[str, Any] = {
        "one": found,
        "at_work": found.state in AT_WORK,
        "made": found.state in MADE,
        **_words(),
    }
    if found.state is ImportState.COLUMNS:
        shown |= _choices(request, found, said or {}, errors or {})
        return render(request, "imports/columns.html", shown, status=422 if errors else 200)
    return render(request, "imports/rows.html", shown | _rows(request, found))


def _choices(
    request: AppRequest, found: ImportView, said: Mapping[str, str], errors: Mapping[str, str]
) -> dict[str, Any]:
    values = {
        "owner": str(found.owner),
        "country": found.country,
        "date_order": found.date_order.value,
    } | dict(said)
    return {
        "owners": possible_owners(request.actor),
        "countries": countries(),
        "orders": list(DATE_ORDERS.items()),
        "targets": [(target.value, label) for target, label in TARGETS.items()],
        "values": values,
        "errors": errors,
        "recognised": sum(column.target is not Target.NONE for column in found.columns),
    }


def _rows(request: AppRequest, found: ImportView) -> dict[str, Any]:
    """The rows that are asked for: of one verdict, or those that are taken with a remark."""
    asked = request.GET.get("rows", "")
    verdict = Verdict(asked) if asked in set(Verdict) else None
    after = whole_number(request.GET.get("after")) or 0
    rows = rows_of(request.actor, found.id, verdict, told=asked == _TOLD, after=after)
    return {
        "asked": asked,
        "rows": rows[:PAGE],
        "more": rows[PAGE - 1].number if len(rows) > PAGE else None,
        "refusing": REFUSING,
    }


@require_POST
@for_importers
def columns(request: AppRequest, id: int) -> HttpResponse:
    """What the columns hold; the dry run begins."""
    found = import_of(request.actor, id)
    said = form_values(request, *_SAID)
    targets = {column.place: request.POST.get(f"column-{column.place}", "") for column in found.columns}
    try:
        say_columns(by=request.actor, at=request.now, id=id, targets=targets, fields=said)
    except Invalid as invalid:
        if "state" in invalid.problems:
            return _here(id)
        chosen = said | {f"column-{place}": target for place, target in targets.items()}
        return _page(request, found, said=chosen, errors=_sentences(invalid))
    return _here(id)


def _sentences(invalid: Invalid) -> dict[str, str]:
    sentences = problem_texts(invalid)
    for field, problem in invalid.problems.items():
        if field == "columns":
            sentences[field] = _("Say which column holds a name, a phone, an e-mail or a company.")
        elif problem is Problem.ALREADY_TAKEN:
            sentences[field] = _("Another column goes there already. Choose something else for one of them.")
    return sentences


@require_POST
@for_importers
def back(request: AppRequest, id: int) -> HttpResponse:
    """To the columns again."""
    with suppress(Invalid):
        back_to_columns(by=request.actor, id=id)
    return _here(id)


@require_POST
@for_importers
def run(request: AppRequest, id: int) -> HttpResponse:
    """Take the rows."""
    with suppress(Invalid):
        begin_run(by=request.actor, at=request.now, id=id)
    return _here(id)


@require_POST
@for_importers
def stop(request: AppRequest, id: int) -> HttpResponse:
    """Take no more."""
    with suppress(Invalid):
        cancel_run(by=request.actor, at=request.now, id=id)
    return _here(id)


@require_POST
@for_importers
def undo(request: AppRequest, id: int) -> HttpResponse:
    """Take back what it made."""
    with suppress(Invalid):
        begin_undo(by=request.actor, at=request.now, id=id)
    return _here(id)


@require_safe
@for_importers
def refused(request: AppRequest, id: int) -> HttpResponseBase:
    """The refused rows as a file, each with the reason."""
    found = import_of(request.actor, id)
    content, kind, name = refused_file(found)
    response = StreamingHttpResponse(content, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _here(id: int) -> HttpResponse:
    return HttpResponseRedirect(reverse("import", args=[id]))
