"""The pages of people and companies: the list, one client, its history, its fields, and new ones."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from voronka.commands.clients import give_client
from voronka.commands.fact_checks import check_facts
from voronka.domain.errors import Invalid, NotFound, Problem
from voronka.domain.merging import ClientKind as Kind
from voronka.queries.client_history import ClientHistory, history_of
from voronka.queries.client_page import Link, possible_owners
from voronka.queries.freshness import profile
from voronka.queries.known_clients import KnownClient, linked_client
from voronka.queries.merge_pages import merging_of
from voronka.queries.merges import survivor_of
from voronka.web.clients.fields import Field, custom_field, fields_of, options_at, place_notes
from voronka.web.clients.freshness import profile_shown
from voronka.web.clients.history import history_days
from voronka.web.clients.kind import ClientKind, Row, Shaped
from voronka.web.clients.lists import FILTERS, list_query
from voronka.web.errors.wording import problem_texts
from voronka.web.request import AppRequest, form_values, whole_number


def client_list(request: AppRequest, kind: ClientKind[Row]) -> HttpResponse:
    """The list; only its rows for a part of the page."""
    query = list_query(request, kind.plural)
    page = kind.listed(request.actor, query.asked, request.now)
    shown = {
        "page": page,
        "query": query,
        "filters": FILTERS,
        "shows_owner": request.actor.policy.may_see_colleagues,
    }
    part = "page" if not request.is_htmx else "_list" if query.cursor is None else "_rows"
    return render(request, f"{kind.plural}/{part}.html", shown)


def client(request: AppRequest, kind: ClientKind[Row], id: int, **more: object) -> HttpResponse:
    """One contact or company; for a part of the page without the shell, down to the oldest event that is shown."""
    try:
        row = kind.row(request.actor, id)
    except NotFound:
        return _to_survivor(request, kind, id)
    shaped = kind.shaped(request.actor, row)
    shown = {
        "page": shaped.page,
        "kind": kind.name,
        "profile": profile_shown(kind, profile(row, request.now)),
        "merging": merging_of(request.actor, row),
        "fields": _fields(request, kind, shaped),
        "shows_owner": request.actor.policy.may_see_colleagues,
        **_history(history_of(request.actor, row, through=whole_number(request.GET.get("through")))),
    }
    return render(request, f"{kind.plural}/{kind.name}.html", {**shown, **shaped.more, **more})


def _fields(request: AppRequest, kind: ClientKind[Row], shaped: Shaped) -> list[Field]:
    options = options_at(request.now, possible_owners(request.actor))
    notes = place_notes(shaped.page, request.now)
    return fields_of(kind.fields, shaped.values, options, notes) + [
        custom_field(held) for held in shaped.custom
    ]


def client_checked(request: AppRequest, kind: ClientKind[Row], id: int) -> HttpResponse:
    """What is known of the client is right as it stands."""
    check_facts(by=request.actor, at=request.now, kind=kind.name, client=id)
    return HttpResponseRedirect(reverse(kind.name, args=[id]))


def _to_survivor(request: AppRequest, kind: ClientKind[Row], id: int) -> HttpResponse:
    """The address of one that was merged leads to whom they are part of now, where the actor may see them."""
    survivor = survivor_of(Kind(kind.name), id)
    if survivor is None:
        raise NotFound
    kind.row(request.actor, survivor)
    return HttpResponseRedirect(reverse(kind.name, args=[survivor]))


def older_history(request: AppRequest, kind: ClientKind[Row], id: int) -> HttpResponse:
    """Older events of a client's history."""
    found = history_of(request.actor, kind.row(request.actor, id), whole_number(request.GET.get("before")))
    more = reverse(f"{kind.name}-history", args=[id])
    return render(request, "clients/_history.html", {**_history(found), "more": more})


def _history(found: ClientHistory) -> dict[str, Any]:
    return {"days": history_days(found), "older": found.older}


def client_field(request: AppRequest, kind: ClientKind[Row], id: int, name: str) -> HttpResponse:
    """One field as it is, or with a new value saved; a wrong one comes back as typed (422)."""
    shaped = kind.shaped(request.actor, kind.row(request.actor, id))
    if name not in shaped.values and _custom(shaped, name) is None:
        raise NotFound
    if request.method != "POST":
        return _field_answer(request, kind, shaped, name)
    # Of several that are ticked each is a line.
    typed = "\n".join(request.POST.getlist("value"))
    try:
        _save(request, kind, id, name, typed)
    except Invalid as invalid:
        error = " ".join(problem_texts(invalid).values())
        return _field_answer(request, kind, shaped, name, typed=typed, error=error)
    changed = kind.shaped(request.actor, kind.row(request.actor, id))
    answer = _field_answer(request, kind, changed, name, saved=True)
    # The rest of the page, such as its history, is fetched anew by this.
    answer.headers["HX-Trigger"] = json.dumps({"voronka:client-changed": {kind.name: id}})
    return answer


def _save(request: AppRequest, kind: ClientKind[Row], id: int, name: str, value: str) -> None:
    if name != "owner":
        kind.change(request, id, name, value)
        return
    owner = whole_number(value)
    if owner is None:
        raise Invalid({"owner": Problem.UNKNOWN_CHOICE})
    client = {kind.name: id}
    give_client(by=request.actor, at=request.now, owner=owner, request_id=request.request_id, **client)


def _field_answer(
    request: AppRequest,
    kind: ClientKind[Row],
    shaped: Shaped,
    name: str,
    *,
    typed: str | None = None,
    error: str = "",
    saved: bool = False,
) -> HttpResponse:
    shown = _custom(shaped, name) or _built_in(request, kind, shaped, name)
    shown = replace(shown, value=shown.value if typed is None else typed, error=error, saved=saved)
    context = {"page": shaped.page, "field": shown, "oob": saved}
    return render(request, f"{kind.plural}/_field.html", context, status=422 if error else 200)


def _custom(shaped: Shaped, name: str) -> Field | None:
    held = next((one for one in shaped.custom if one[0].address.value == name), None)
    return None if held is None else custom_field(held)


def _built_in(request: AppRequest, kind: ClientKind[Row], shaped: Shaped, name: str) -> Field:
    options = options_at(request.now, possible_owners(request.actor)).get(name, ())
    note = place_notes(shaped.page, request.now).get(name, "")
    return Field(kind.fields[name], shaped.values[name], options, note=note)


def new_client(
    request: AppRequest, kind: ClientKind[Row], begun: Mapping[str, str] | None = None
) -> HttpResponse:
    """The dialog of a new one, with what is `begun`. What is known already leads to whose it is."""
    if not request.is_htmx:
        return HttpResponseRedirect(reverse(kind.plural))
    if request.method != "POST":
        return _new_dialog(request, kind, dict.fromkeys(kind.new_fields, "") | dict(begun or {}))
    given = form_values(request, *kind.new_fields)
    try:
        made = kind.make(request, given)
    except Invalid as invalid:
        is_known = Problem.ALREADY_TAKEN in invalid.problems.values()
        taken = kind.taken(request.actor, given) if is_known else None
        return _new_dialog(request, kind, given, problem_texts(invalid), taken)
    return HttpResponse(status=204, headers={"HX-Redirect": reverse(kind.name, args=[made])})


def known_already(request: AppRequest, kind: ClientKind[Row]) -> HttpResponse:
    """Whose number, address or name it is that is being typed; nothing where it is nobody's."""
    given = {name: request.GET.get(name, "").replace("\x00", "") for name in kind.new_fields}
    taken = kind.taken(request.actor, given)
    shown = {"values": given, "taken": taken, "known": _known(request, kind, taken)}
    return render(request, f"{kind.plural}/_taken.html", shown)


def _known(request: AppRequest, kind: ClientKind[Row], taken: Link | None) -> KnownClient | None:
    """More of whom the actor may see: the company, open deals, with whom."""
    if taken is None or taken.id is None:
        return None
    return linked_client(request.actor, f"{kind.name}:{taken.id}")


def _new_dialog(
    request: AppRequest,
    kind: ClientKind[Row],
    values: Mapping[str, str],
    errors: Mapping[str, str] | None = None,
    taken: Link | None = None,
) -> HttpResponse:
    known = _known(request, kind, taken)
    shown = {"values": values, "errors": errors or {}, "taken": taken, "known": known}
    return render(request, f"{kind.plural}/new.html", shown, status=422 if errors else 200)
