"""A company's requisites: typed by a person, or taken from what a register has found and the person confirmed."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial

from voronka.commands import values
from voronka.commands.advancing import move_on_deals_of
from voronka.commands.clients import index_company
from voronka.commands.event_log import record
from voronka.commands.requisite_rows import keep_requisites
from voronka.commands.transaction import writing
from voronka.commands.values import Bad
from voronka.domain.errors import NotFound
from voronka.domain.events import EventKind
from voronka.domain.permissions import Actor
from voronka.domain.requisites import COLUMNS, Origin, Requisite, WrongRequisite, fields_of, read
from voronka.models import Company
from voronka.queries.visibility import visible_companies


def set_requisites(
    *,
    by: Actor,
    at: datetime,
    company: int,
    country: str,
    fields: Mapping[str, str],
    origin: Origin = Origin.TYPED,
    request_id: str = "",
) -> None:
    """Write the requisites given, by the rules of a country (ISO 3166); those that are not among `fields` stay.

    Raises:
        NotFound
        Invalid: a value can't be right.
    """
    clean = _checked(fields, country)
    with writing():
        row = visible_companies(by).filter(pk=company).first()
        if row is None:
            raise NotFound
        changes = _write(row, clean, origin, by=by, at=at)
        if not changes:
            return
        event = record(
            EventKind.COMPANY_CHANGED,
            by=by,
            at=at,
            company=row.pk,
            payload={"changes": changes, "origin": origin.value},
            request_id=request_id,
        )
        index_company(row)
        move_on_deals_of(by=by, at=at, cause=event, company=row.pk, request_id=request_id)


def _checked(fields: Mapping[str, str], country: str) -> dict[Requisite, str]:
    asked = [what for what in fields_of(country) if what.value in fields]
    found = values.checked({what.value: partial(_clean, what, fields, country) for what in asked})
    return {Requisite(name): value for name, value in found.items()}


def _clean(what: Requisite, fields: Mapping[str, str], country: str) -> str:
    try:
        return read(what, fields[what.value], country, fields.get(Requisite.BIC.value, "").strip())
    except WrongRequisite as wrong:
        raise Bad(wrong.problem) from wrong


def _write(
    row: Company, clean: Mapping[Requisite, str], origin: Origin, *, by: Actor, at: datetime
) -> dict[str, list[str]]:
    """The rows, and the company's own columns that say the same."""
    columns = {what.value: clean[what] for what in COLUMNS & clean.keys()}
    changes = {
        name: [getattr(row, name), value] for name, value in columns.items() if getattr(row, name) != value
    }
    # A column that says it already, and of whose origin nothing is known, stays without one.
    rows = {what: value for what, value in clean.items() if what not in COLUMNS or what.value in changes}
    changes |= keep_requisites(row.pk, rows, origin, by=by, at=at)
    if changes:
        Company.objects.filter(pk=row.pk).update(version=row.version + 1, **columns)
    return changes
