"""Erasing a person for good: what is kept of them goes, and what figures are made of stays (ADR 0047)."""

import json
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import BinaryField, Field, JSONField, Model, Q

from voronka.commands import values
from voronka.commands.event_log import record
from voronka.commands.identity_locks import hold_identities
from voronka.commands.robot_runs import look_at_birthdays
from voronka.commands.search_index import forget_words, index_contacts, index_deals
from voronka.commands.transaction import writing
from voronka.commands.webhook_deliveries import mark_of, written
from voronka.domain.errors import Invalid, NotAllowed, Problem
from voronka.domain.events import EventKind
from voronka.domain.jobs import JobKind, JobState
from voronka.domain.merging import ClientKind
from voronka.domain.permissions import Actor
from voronka.domain.personal_data import HELD, Fate, Naming
from voronka.models import (
    ApiAnswer,
    Attachment,
    ClientMerge,
    Contact,
    CustomValue,
    Deal,
    DuplicatePair,
    Email,
    Erasure,
    Event,
    Job,
    Phone,
    WebhookDelivery,
)
from voronka.queries.personal_data import (
    erased,
    events_of,
    files_of,
    merges_into,
    naming_of,
    person_row,
    rows_of,
    said_of,
    titles_of,
)

_MAY_STILL_GO = (JobState.WAITING, JobState.RUNNING, JobState.FAILED)
# Gone through last, and as a whole: everything else is found by them.
_THEMSELVES = ("contact", "phone", "email")
_BATCH = 500


def erase_person(
    *,
    by: Actor,
    at: datetime,
    contact: int,
    fields: Mapping[str, str],
    files: Collection[int],
    folder: Path,
    request_id: str = "",
) -> None:
    """Erase a person. `fields`: their name once more as `name`, and the `reason`. `files`: whose content goes as well.

    Nobody can take it back. Their deals, visits, sums and dates stay, and so does what others wrote of the business; what
    names the person in it is masked. The files under `folder` go once the rest is gone.

    Raises:
        NotFound, NotAllowed
        Invalid: name: MISMATCH; reason; UNCHANGED for who was erased before.
    """
    if not by.policy.may_erase:
        raise NotAllowed
    with writing():
        row = person_row(by, contact)
        reason = _reason(row, fields)
        _hold(row)
        said, naming = [*said_of(row), *titles_of(row.pk)], naming_of(row)
        erasure = Erasure.objects.create(contact=row.pk, at=at, by_id=by.id, reason=reason, is_running=True)
        deals = list(Deal.objects.filter(contact=row).order_by("pk").values_list("pk", flat=True))
        _remove_files(row.pk, files, folder, at)
        _mask_log(row.pk, naming)
        _mask_jobs(deals, naming)
        _mask_deliveries(row.pk, naming)
        _mask_answers(naming)
        for table in HELD.keys() - set(_THEMSELVES):
            _rewrite(table, row.pk, naming)
        _empty(row)
        Erasure.objects.filter(pk=erasure.pk).update(is_running=False)
        index_contacts([row.pk])
        index_deals(deals)
        forget_words(said)
        look_at_birthdays()
        record(
            EventKind.CONTACT_ERASED,
            by=by,
            at=at,
            contact=row.pk,
            payload={"name": row.name},
            request_id=request_id,
        )


def _reason(row: Contact, fields: Mapping[str, str]) -> str:
    if erased(row.pk) is not None:
        raise Invalid({"name": Problem.UNCHANGED})
    typed = " ".join(fields.get("name", "").split())
    if typed.casefold() != " ".join(row.name.split()).casefold():
        raise Invalid({"name": Problem.MISMATCH if typed else Problem.REQUIRED})
    clean = values.checked({"reason": lambda: values.line(fields.get("reason", ""), 200, required=True)})
    return str(clean["reason"])


def _hold(row: Contact) -> None:
    """Nobody finds the person by a number meanwhile, and nobody changes them."""
    phones = list(Phone.objects.filter(contact=row).order_by("pk").values_list("e164", flat=True))
    emails = list(Email.objects.filter(contact=row).order_by("pk").values_list("address", flat=True))
    hold_identities(phones=phones, emails=emails)
    list(Contact.objects.select_for_update().filter(pk=row.pk).values_list("pk"))


# -- what others wrote ---------------------------------------------------------------------------------------------


def _rewrite(table: str, contact: int, naming: Naming) -> None:
    """Empty and mask the columns of the person's rows."""
    columns = HELD[table].columns
    rows = rows_of(table, contact)
    model = rows.model
    changed = []
    for row in rows:
        told = {
            name: _told(getattr(row, name), fate, _field(model, name), naming)
            for name, fate in columns.items()
        }
        if any(getattr(row, name) != value for name, value in told.items()):
            for name, value in told.items():
                setattr(row, name, value)
            changed.append(row)
    model._default_manager.bulk_update(changed, list(columns), batch_size=_BATCH)  # noqa: SLF001 - Django's documented name


def _told(value: Any, fate: Fate, field: "Field[Any, Any]", naming: Naming) -> Any:
    if fate is Fate.EMPTIED:
        return _nothing(field)
    masked = naming.masked_in(value)
    return masked[: field.max_length] if isinstance(masked, str) else masked


def _nothing(field: "Field[Any, Any]") -> Any:
    match field:
        case JSONField():
            return field.get_default()
        case BinaryField():
            return b""
        case _:
            return ""


def _field(model: type[Model], name: str) -> "Field[Any, Any]":
    return model._meta.get_field(name)  # type: ignore[return-value]  # noqa: SLF001 - a column of words is no relation


def _mask_log(contact: int, naming: Naming) -> None:
    """The log's guard lets words go while the erasure runs, and nothing else of an event."""
    changed = []
    for event in events_of(contact):
        payload = naming.masked_in(event.payload)
        if payload != event.payload:
            event.payload = payload
            changed.append(event)
    Event.objects.bulk_update(changed, ["payload"], batch_size=_BATCH)


def _mask_jobs(deals: Collection[int], naming: Naming) -> None:
    """What was sent stays with its words masked; what still waits to go to the person goes nowhere."""
    jobs = Job.objects.filter(payload__deal__in=list(deals)).order_by("pk")
    jobs.filter(kind=JobKind.CLIENT_MAIL, state__in=_MAY_STILL_GO).delete()
    kept = list(jobs)
    for job in kept:
        job.payload, job.error = naming.masked_in(job.payload), naming.masked(job.error)
    Job.objects.bulk_update(kept, ["payload", "error"], batch_size=_BATCH)


def _mask_deliveries(contact: int, naming: Naming) -> None:
    """What webhooks were told, or are still to be told."""
    marks = [mark_of(event) for event in events_of(contact).values_list("pk", flat=True)]
    kept: list[WebhookDelivery] = []
    for start in range(0, len(marks), _BATCH):
        kept += WebhookDelivery.objects.filter(mark__in=marks[start : start + _BATCH]).order_by("pk")
    for delivery in kept:
        delivery.body = written(naming.masked_in(json.loads(delivery.body)))
    WebhookDelivery.objects.bulk_update(kept, ["body"], batch_size=_BATCH)


def _mask_answers(naming: Naming) -> None:
    """What the API answered of late, and would answer again: nothing leads from it to the person."""
    changed = []
    for answer in ApiAnswer.objects.exclude(body="").order_by("pk").iterator():
        body = json.dumps(naming.masked_in(json.loads(answer.body)), ensure_ascii=False)
        if json.loads(body) != json.loads(answer.body):
            answer.body = body
            changed.append(answer)
    ApiAnswer.objects.bulk_update(changed, ["body"], batch_size=_BATCH)


def _remove_files(contact: int, files: Collection[int], folder: Path, at: datetime) -> None:
    chosen = [file for file in files_of(contact) if file.id in files]
    rows = Attachment.objects.filter(pk__in=[file.id for file in chosen])
    rows.filter(removed_at=None).update(removed_at=at)
    rows.update(path="", sha256="", size=0)
    transaction.on_commit(lambda: _unlink(folder / file.path for file in chosen))


def _unlink(paths: Iterable[Path]) -> None:
    for path in paths:
        path.unlink(missing_ok=True)


# -- the person ----------------------------------------------------------------------------------------------------


def _empty(row: Contact) -> None:
    """Of the person stays a number. Where they were merged from others, those are gone as well, and are not parted."""
    for table in (Phone, Email, CustomValue):
        table.objects.filter(contact=row).delete()
    DuplicatePair.objects.filter(Q(one=row.pk) | Q(other=row.pk), kind=ClientKind.CONTACT).delete()
    ClientMerge.objects.filter(pk__in=[merge.pk for merge in merges_into(row.pk)]).delete()
    columns: dict[str, Any] = dict.fromkeys(HELD["contact"].columns, "")
    columns |= {"name": f"#{row.pk}", "birthday": None, "company": None, "version": row.version + 1}
    for name, value in columns.items():
        setattr(row, name, value)
    Contact.objects.filter(pk=row.pk).update(**columns)
