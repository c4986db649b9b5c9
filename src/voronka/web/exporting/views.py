"""The dialog of an export, and its file: what the list's filter and the reader's rights show, nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qsl
from zoneinfo import ZoneInfo

from django.http import StreamingHttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from voronka.commands.exports import tell_export
from voronka.domain.columns import Rows, columns_of
from voronka.domain.errors import NotAllowed, NotFound
from voronka.queries.clients import Asked, ClientSort, Only, every_company, every_person
from voronka.queries.deal_list import every_id
from voronka.queries.exporting import export_of, exported_rows, newest_exports, task_ids
from voronka.queries.pipelines import pipeline_of
from voronka.web.deal_list import page
from voronka.web.exporting.files import DELIMITERS, TYPES, Form, Sheet, file_of
from voronka.web.request import whole_number

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpResponse

    from voronka.web.labels import Label
    from voronka.web.request import AppRequest

TITLES: Mapping[Rows, Label] = {
    Rows.DEALS: gettext_lazy("Deals"),
    Rows.CONTACTS: gettext_lazy("People"),
    Rows.COMPANIES: gettext_lazy("Companies"),
    Rows.TASKS: gettext_lazy("Tasks"),
}
FORMS: Mapping[Form, Label] = {
    Form.CSV: gettext_lazy("CSV, for any program"),
    Form.XLSX: gettext_lazy("XLSX, for a spreadsheet"),
    Form.JSON_LINES: gettext_lazy("JSON lines, for programmers"),
    Form.VCARD: gettext_lazy("vCard, for a telephone"),
}
_DELIMITERS: Mapping[str, Label] = {
    "comma": pgettext_lazy("what parts the cells", "comma"),
    "semicolon": pgettext_lazy("what parts the cells", "semicolon"),
    "tab": pgettext_lazy("what parts the cells", "tab"),
}
_LONGEST = 2000


@require_safe
def dialog(request: AppRequest, rows: str) -> HttpResponse:
    """Asks for the form of the file. `query` is the address of the list, whose filters go along.

    Raises:
        NotFound: no such rows. NotAllowed
    """
    of = _rows(request, rows)
    ids = _ids(request, of)
    shown = {
        "rows": of.value,
        "title": TITLES[of],
        "titles": TITLES,
        "count": len(ids),
        "forms": [(form.value, FORMS[form]) for form in _forms(of)],
        "form_words": FORMS,
        "delimiters": [(name, words) for name, words in _DELIMITERS.items()],
        "hidden": {name: request.GET.get(name, "")[:_LONGEST] for name in ("query", "pipeline")},
        "exports": newest_exports(request.actor),
    }
    return render(request, "exporting/dialog.html", shown)


@require_safe
def file(request: AppRequest, rows: str) -> StreamingHttpResponse:
    """The file; who leads the person reads that it was taken.

    Raises:
        NotFound: no such rows or form. NotAllowed
    """
    of = _rows(request, rows)
    form = request.GET.get("form", Form.CSV)
    if form not in set(_forms(of)):
        raise NotFound
    export = export_of(request.actor, of, _ids(request, of))
    tell_export(
        by=request.actor,
        at=request.now,
        rows=of,
        count=len(export.ids),
        form=form,
        request_id=request.request_id,
    )
    sheet = Sheet(
        columns_of(of, export.fields),
        exported_rows(export),
        get_language() or "en",
        ZoneInfo(request.user.time_zone),
        DELIMITERS.get(request.GET.get("delimiter", ""), ","),
    )
    response = StreamingHttpResponse(file_of(Form(form), sheet), content_type=TYPES[Form(form)])
    name = f"{of.value}-{localdate(request.now):%Y-%m-%d}.{form}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _rows(request: AppRequest, rows: str) -> Rows:
    if rows not in set(Rows):
        raise NotFound
    if not request.actor.policy.may_export:
        raise NotAllowed
    return Rows(rows)


def _forms(of: Rows) -> tuple[Form, ...]:
    return tuple(form for form in Form if form is not Form.VCARD or of is Rows.CONTACTS)


def _ids(request: AppRequest, of: Rows) -> list[int]:
    query = request.GET.get("query", "")[:_LONGEST]
    match of:
        case Rows.DEALS:
            pipeline = pipeline_of(whole_number(request.GET.get("pipeline")) or 0)
            return every_id(page.wanted(request, page.read_query(request, pipeline, query)))
        case Rows.CONTACTS:
            return every_person(request.actor, _asked(query), request.now)
        case Rows.COMPANIES:
            return every_company(request.actor, _asked(query), request.now)
        case Rows.TASKS:
            return task_ids(request.actor)


def _asked(query: str) -> Asked:
    """What the list of people or companies was asked for."""
    given = dict(parse_qsl(query.removeprefix("?")))
    only = given.get("is", "")
    text = " ".join(given.get("q", "").replace("\x00", "").split())[:100]
    return Asked(text, Only(only) if only in set(Only) else Only.ALL, ClientSort.NAME)
