"""The playbook edited where it is read: the same table, as the draft of the next version would make it.

A cell turns into its form; criteria have the dialogs of the settings. Whatever is saved is written into the draft, and
the answer is the whole table again, out of which the page takes the parts that changed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from http import HTTPStatus

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from voronka.commands.setup.stages import add_stage, change_stage, remove_stage
from voronka.domain.draft_table import Cell, rows
from voronka.domain.errors import Invalid, NotFound
from voronka.domain.pipeline import StageKind
from voronka.domain.playbook.lint.remark import Remark
from voronka.domain.playbook.lint.rules import GRAVE
from voronka.domain.task import TaskKind
from voronka.queries.playbook import playbook
from voronka.queries.publishing import EditedPipeline, edited_pipeline
from voronka.queries.remarks import Remarks, remarks_on
from voronka.queries.settings import StageOfPipeline, stage_of
from voronka.web.playbook.words import words_of_table
from voronka.web.playbook_remark_words import remark_words
from voronka.web.request import AppRequest, form_values, whole_number
from voronka.web.settings_.access import for_the_method
from voronka.web.settings_.answers import Form, as_form, refused, turned_down, with_the_page_anew
from voronka.web.settings_.choices import duration_units
from voronka.web.settings_.limit_rows import is_of_a_row, rows_shown
from voronka.web.settings_.stage_fields import chosen_from, given, seen, values_of
from voronka.web.toast import toast_header
from voronka.web.wording import choices

_FIELDS: Mapping[Cell, frozenset[str]] = {
    Cell.STATUS: frozenset({"name", "purpose", "limit", "limit_unit", "question", "buyer"}),
    Cell.STEPS: frozenset(
        {"steps", "step_kind", "step_title", "step_is_limiter", "step_after", "step_after_unit"}
    ),
    Cell.CRITERIA: frozenset({"advance", "back", "back_to", "wake_after", "wake_after_unit"}),
}


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """What became of the draft since the page was opened: it was published as a version, or let go."""

    published: int | None
    is_let_go: bool


@require_safe
@for_the_method
def editor(request: AppRequest, pipeline: int) -> HttpResponse:
    """The table; to a page that has it already, without what stands around."""
    return _table(request, pipeline)


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_method
def cell(request: AppRequest, pipeline: int, stage: int, cell: str) -> HttpResponse:
    """The form of a cell, and saving it."""
    part = _part(cell)
    place = _place(request, pipeline, stage)
    values = _values(place, part)
    if request.method != "POST":
        return _form(request, place, part, as_form(values))
    typed = {**values, **{name: text for name, text in given(request).items() if _is_of(name, part)}}
    if request.POST.get("seen", seen(values)) != seen(values):
        # Behind the form the table shows what the colleague saved.
        return with_the_page_anew(_form(request, place, part, as_form(typed), status=HTTPStatus.CONFLICT))
    try:
        change_stage(
            by=request.actor, at=request.now, stage=stage, fields=typed, request_id=request.request_id
        )
    except Invalid as invalid:
        return _form(request, place, part, refused(typed, invalid), status=HTTPStatus.UNPROCESSABLE_ENTITY)
    answer = _table(request, pipeline)
    answer.headers["HX-Trigger"] = toast_header(_("The stage is saved."))
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_method
def new_stage(request: AppRequest, pipeline: int, below: int) -> HttpResponse:
    """The dialog of one more stage below another."""
    place = _place(request, pipeline, below)
    if place.stage.kind not in {StageKind.UNSORTED, StageKind.WORKING}:
        raise NotFound
    if request.method != "POST":
        values = {"limit_unit": "days", "step_kind": TaskKind.CALL, "step_title": _("What is next?")}
        return _new_dialog(request, place, as_form(values))
    values = form_values(request, "name", "purpose", "limit", "limit_unit", "step_kind", "step_title")
    try:
        made = add_stage(
            by=request.actor, at=request.now, pipeline=pipeline, fields=values, below=below,
            request_id=request.request_id,
        )  # fmt: skip
    except Invalid as invalid:
        return _new_dialog(request, place, refused(values, invalid), status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return _closed(_("The stage is added."), focus=f"edit-{made.pk}-status")


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_method
def remove(request: AppRequest, pipeline: int, stage: int) -> HttpResponse:
    """The dialog of taking a stage out of the draft."""
    place = _place(request, pipeline, stage)
    if request.method != "POST":
        address = reverse("playbook-edit-remove", args=[pipeline, stage])
        return render(request, "settings_/_stage_remove.html", {"place": place, "address": address})
    try:
        remove_stage(by=request.actor, at=request.now, stage=stage, request_id=request.request_id)
    except Invalid as invalid:
        return turned_down(invalid)
    return _closed(_("The stage is taken out of the draft."))


def _part(name: str) -> Cell:
    try:
        return Cell(name)
    except ValueError:
        raise NotFound from None


def _place(request: AppRequest, pipeline: int, stage: int) -> StageOfPipeline:
    """The stage, if it is one of this pipeline's.

    Raises:
        NotFound
    """
    place = stage_of(request.actor, stage)
    if place.of.id != pipeline:
        raise NotFound
    return place


def _values(place: StageOfPipeline, part: Cell) -> dict[str, str]:
    """What the cell says; two people may work on two cells of a row."""
    values = values_of(place.stage, place.pipeline)
    return {name: text for name, text in values.items() if _is_of(name, part)}


def _is_of(name: str, part: Cell) -> bool:
    return name in _FIELDS[part] or (part is Cell.STATUS and is_of_a_row(name))


def _form(
    request: AppRequest, place: StageOfPipeline, part: Cell, form: Form, status: int = HTTPStatus.OK
) -> HttpResponse:
    # By the id in force, where there is one: the draft's is gone when it is published or let go.
    id = place.stage.id if place.at is None else place.at.id
    shown = {
        **form,
        **chosen_from(place),
        **rows_shown(form["values"]),
        "place": place,
        "cell": part.value,
        "at": f"{part}-{id}-",
        "rows": 8,
        "address": reverse("playbook-edit-cell", args=[place.of.id, id, part.value]),
        "seen": seen(_values(place, part)),
        "is_typed": status != HTTPStatus.OK,
        "is_overtaken": status == HTTPStatus.CONFLICT,
    }
    return render(request, "playbook/_cell_form.html", shown, status=status)


def _new_dialog(
    request: AppRequest, place: StageOfPipeline, form: Form, status: int = HTTPStatus.OK
) -> HttpResponse:
    below = place.stage if place.at is None else place.at
    shown = {
        **form,
        "address": reverse("playbook-edit-new", args=[place.of.id, below.id]),
        "below": place.stage.name,
        "units": duration_units(),
        "task_kinds": choices(TaskKind),
    }
    return render(request, "settings_/_stage_new.html", shown, status=status)


def _closed(text: str, focus: str = "") -> HttpResponse:
    """The dialog closes, and the page fetches the table anew; then `focus` has it."""
    response = HttpResponse(status=HTTPStatus.NO_CONTENT)
    changed = {"focus": focus} if focus else {}
    response.headers["HX-Trigger"] = toast_header(text, close_dialog={}, settings_changed=changed)
    return response


def _table(request: AppRequest, pipeline: int) -> HttpResponse:
    edited = edited_pipeline(request.actor, pipeline)
    book = playbook(pipeline)
    remarks = remarks_on(edited.then, edited.then, request.now)
    shown = {
        "book": replace(book, pipeline=edited.then),
        "book_now": book,
        "edited": edited,
        "rows": rows(edited.of, edited.then),
        "places": {stage.id: place for place, stage in enumerate(edited.then.working)},
        "places_now": {stage.id: place for place, stage in enumerate(edited.of.working)},
        "remarks": remarks,
        "remark_count": _count(remarks),
        "first_remark": _first(remarks, edited),
        "remark_words": remark_words,
        "is_grave": is_grave,
        "meanwhile": _meanwhile(request, edited),
        **words_of_table(book.currency),
    }
    template = "playbook/_editor.html" if request.is_htmx else "playbook/edit.html"
    return render(request, template, shown)


def is_grave(remark: Remark) -> bool:
    """Whether the draft can't be published with it."""
    return isinstance(remark.finding, GRAVE)


def _count(remarks: Remarks) -> int:
    return len(remarks.of_all) + sum(len(of) for of in remarks.of.values())


def _first(remarks: Remarks, edited: EditedPipeline) -> str:
    """The id of the element with the first remark; those on the whole stand above the rows."""
    if remarks.of_all:
        return "remarks-of-all"
    return next((f"remarks-{stage.id}" for stage in edited.then.stages if stage.id in remarks.of), "")


def _meanwhile(request: AppRequest, edited: EditedPipeline) -> Meanwhile:
    """Beside what the page was opened with: `since`, the version in force then, and `draft`, whether there was one."""
    told = request.POST if request.method == "POST" else request.GET
    since = whole_number(told.get("since"))
    if since is not None and since != edited.of.published:
        return Meanwhile(edited.of.published, is_let_go=False)
    return Meanwhile(None, is_let_go=told.get("draft") == "1" and not edited.is_draft)
