"""The access matrix of the API: each operation, and what each of the cast gets with a token for everything."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.access import matrix
from tests.access.matrix import Who, led, of_alice, signed_in, taken, unsorted, written_by_alice
from voronka.models import ClientMerge, Deal

if TYPE_CHECKING:
    from tests.access.world import World

Ids = Callable[["World"], Mapping[str, Any]]


@dataclass(frozen=True)
class Operation:
    """One operation of the API. `said`: what is sent as JSON, or with `is_form` as a form."""

    method: str
    name: str
    who: Who
    kwargs: Ids = lambda _: {}
    said: Ids = lambda _: {}
    is_form: bool = False


def _said(**given: Any) -> Ids:
    return lambda _: given


def _same_contact(world: World) -> Mapping[str, Any]:
    return {"merged_id": ClientMerge.objects.get(pk=world.merge).into}


def _same_company(world: World) -> Mapping[str, Any]:
    return {"merged_id": Deal.objects.get(pk=world.handed).company_id}


TASK = {"kind": "call", "title": "Call back", "due_at": "2030-01-07T10:00:00Z"}
FREE = matrix.UNOWNED

OPERATIONS: tuple[Operation, ...] = (
    Operation("GET", "api-get-me", signed_in),
    Operation("GET", "api-list-users", signed_in),
    Operation("GET", "api-list-teams", signed_in),
    Operation("GET", "api-list-events", signed_in),
    Operation("GET", "api-list-pipelines", signed_in),
    Operation("GET", "api-get-pipeline", signed_in, matrix.PIPELINE),
    Operation("GET", "api-list-playbooks", signed_in),
    Operation("GET", "api-get-playbook-file", signed_in),
    Operation("GET", "api-list-reasons", signed_in),
    Operation("GET", "api-list-sources", signed_in),
    # Deals
    Operation("GET", "api-list-deals", signed_in),
    Operation(
        "POST",
        "api-make-deal",
        signed_in,
        said=lambda w: {"pipeline_id": w.house.pipeline.pk, "title": "New"},
    ),
    Operation("GET", "api-get-deal", of_alice, matrix.DEAL),
    Operation("GET", "api-get-deal", unsorted, FREE),
    Operation("PATCH", "api-change-deal-fields", of_alice, matrix.DEAL, _said(need="Minus twenty")),
    Operation("GET", "api-list-ways", of_alice, matrix.DEAL),
    Operation(
        "POST", "api-move-to-stage", of_alice, matrix.DEAL, lambda w: {"stage_id": w.house.stage("Sign")}
    ),
    Operation("POST", "api-close-deal", of_alice, matrix.DEAL, _said(how="lost")),
    Operation("POST", "api-reopen-deal", of_alice, lambda w: {"deal": w.lost}, _said(reason="They called")),
    Operation("POST", "api-give-deal", led, matrix.DEAL, lambda w: {"owner_id": w.bob}),
    Operation("POST", "api-take-free-deal", taken, FREE),
    # Tasks
    Operation("GET", "api-list-tasks", signed_in),
    Operation("GET", "api-get-task", of_alice, matrix.TASK),
    Operation("POST", "api-make-task", of_alice, matrix.DEAL, _said(**TASK)),
    Operation("PATCH", "api-change-one-task", of_alice, matrix.TASK, _said(title="Call them")),
    Operation("POST", "api-finish-task", of_alice, matrix.TASK, _said(next_task=TASK)),
    Operation("POST", "api-drop-task", of_alice, matrix.TASK, _said(next_task=TASK)),
    # Notes and files
    Operation("GET", "api-list-notes", signed_in),
    Operation("GET", "api-get-note", of_alice, matrix.NOTE),
    Operation("POST", "api-make-note", of_alice, matrix.DEAL, _said(text="They agree")),
    Operation("PATCH", "api-change-own-note", written_by_alice, matrix.NOTE, _said(text="They disagree")),
    Operation("DELETE", "api-drop-note", of_alice, matrix.NOTE),
    Operation("GET", "api-list-files", signed_in),
    Operation("GET", "api-get-file", of_alice, matrix.FILE),
    Operation("GET", "api-get-file-content", of_alice, matrix.FILE),
    Operation("POST", "api-make-file", of_alice, matrix.DEAL, matrix.offer, is_form=True),
    Operation("DELETE", "api-drop-file", of_alice, matrix.FILE),
    # Clients
    Operation("GET", "api-list-contacts", signed_in),
    Operation("POST", "api-make-contact", signed_in, said=_said(name="Wayan")),
    Operation("GET", "api-get-contact", of_alice, matrix.CONTACT),
    Operation("PATCH", "api-change-one-contact", of_alice, matrix.CONTACT, _said(position="Buyer")),
    Operation("POST", "api-give-contact", matrix.leads_client, matrix.CONTACT, lambda w: {"owner_id": w.bob}),
    Operation("POST", "api-merge-contacts", of_alice, matrix.CONTACT, _same_contact),
    Operation("POST", "api-part-merged", of_alice, lambda w: {"merge": w.merge}),
    Operation("GET", "api-list-companies", signed_in),
    Operation("POST", "api-make-company", signed_in, said=_said(name="PT Dingin")),
    Operation("GET", "api-get-company", of_alice, matrix.COMPANY),
    Operation("PATCH", "api-change-one-company", of_alice, matrix.COMPANY, _said(sector="Fish")),
    Operation("POST", "api-give-company", matrix.leads_client, matrix.COMPANY, lambda w: {"owner_id": w.bob}),
    Operation("POST", "api-merge-companies", of_alice, matrix.COMPANY, _same_company),
)
