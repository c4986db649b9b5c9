"""A person who is erased: nothing in the base says who they were, and every figure is as it was."""
# ruff: noqa: SLF001 - the tables are asked what they are made of, by Django's documented `_meta` and `_default_manager`

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, models, transaction

from tests.factories import NOON, House, deal_of, make_house
from tests.management.soundness import assert_holds
from tests.truths import assert_all_true
from voronka.commands.clients import ClientWords, change_contact, create_contact
from voronka.commands.erasing import erase_person
from voronka.commands.evidence import add_note
from voronka.commands.files import attach_file
from voronka.commands.merging import merge_clients
from voronka.commands.records import note_consent
from voronka.commands.webhook_deliveries import mark_of, written
from voronka.domain.criteria import ConsentTo, FileKind, NoteKind
from voronka.domain.errors import Invalid, NotAllowed, Problem
from voronka.domain.events import EventKind
from voronka.domain.evidence import ConsentHow
from voronka.domain.merging import ClientKind
from voronka.domain.personal_data import FOLLOWS, FREE, HELD, KEPT
from voronka.models import (
    ApiAnswer,
    ApiToken,
    Attachment,
    Contact,
    Deal,
    Erasure,
    Event,
    StageVisit,
    Webhook,
    WebhookDelivery,
)
from voronka.queries.personal_data import handed_out, personal_data
from voronka.queries.search import search

if TYPE_CHECKING:
    from pathlib import Path

WORDS = (models.CharField, models.TextField, models.JSONField, models.BinaryField)


@pytest.fixture
def house(db: None) -> House:
    return make_house()


def word_columns() -> dict[str, set[str]]:
    """Table -> its columns with words, without those that hold one of our own few."""
    found: dict[str, set[str]] = {}
    for model in apps.get_app_config("voronka").get_models():
        names = {f.name for f in model._meta.concrete_fields if isinstance(f, WORDS) and not f.choices}
        if names and model._meta.model_name:
            found[model._meta.model_name] = names
    return found


def test_every_column_with_words_is_dealt_with() -> None:
    """A new one must be named in HELD, KEPT or FREE: what an erasure does not know of stays."""
    columns = word_columns()
    assert columns.keys() - HELD.keys() - FOLLOWS - FREE == set()
    missing = {
        f"{table}.{name}" for table in HELD for name in columns[table] if name not in HELD[table].columns
    }
    assert missing == KEPT
    assert {name for table in HELD for name in HELD[table].columns.keys() - columns[table]} == set()


def everything_said() -> str:
    """All words of the whole base, as one text."""
    said = []
    for model in apps.get_app_config("voronka").get_models():
        if model._meta.model_name != "user":
            said += [repr(row) for row in model._default_manager.order_by("pk").values_list()]
    return "\n".join(said).casefold()


def olga(house: House, folder: Path) -> Contact:
    """A person with something of everything."""
    alice, zoe = house.actor("Alice"), house.actor("Zoe")
    row = create_contact(
        by=alice,
        at=NOON,
        fields={"name": "Ольга Рябинина", "phone": "+7 912 345-67-89", "email": "olga@sorbus.example"},
    )
    other = create_contact(
        by=alice, at=NOON, fields={"name": "Olga Ryabinina", "phone": "+7 912 777-66-55", "position": "Buyer"}
    )
    merge_clients(by=zoe, at=NOON, kind=ClientKind.CONTACT, into=row.pk, merged=other.pk)
    change_contact(by=alice, at=NOON, contact=row.pk, fields={"name": "Ольга Рябинина-Зуева"})
    deal = deal_of(
        house, "Alice", title="Печи для Ольги Рябининой", client=ClientWords(phone="+7 912 345-67-89")
    )
    add_note(
        by=alice, at=NOON, deal=deal.pk, text="Ольга просит звонить 8 912 777 66 55", kind=NoteKind.PLAIN
    )
    note_consent(
        by=alice, at=NOON, deal=deal.pk, to=ConsentTo.CONTACT, how=ConsentHow.ORAL, given_at=NOON,
        contact=row.pk, words="Рябинина сказала да",
    )  # fmt: skip
    attach_file(
        by=alice, at=NOON, deal=deal.pk, upload=SimpleUploadedFile("Зуевой.pdf", b"%PDF-"), kind=FileKind.OTHER,
        folder=folder, max_bytes=1000,
    )  # fmt: skip
    _told_outside(house, row)
    return row


def _told_outside(house: House, row: Contact) -> None:
    """What a webhook was told of them, and what the API answered."""
    hook = Webhook.objects.create(url="https://hook.example/", secret_sealed="x", position=0, created_at=NOON)
    event = Event.objects.filter(contact_id=row.pk).order_by("pk").first()
    assert event is not None
    WebhookDelivery.objects.create(
        webhook=hook, mark=mark_of(event.pk), kind="contact.created", due_at=NOON, made_at=NOON,
        body=written({"contact": {"name": "Ольга Рябинина"}}),
    )  # fmt: skip
    zoe = house.people["Zoe"]
    token = ApiToken.objects.create(
        user=zoe, name="Site", secret_hash="x", ending="x", made_by=zoe, made_at=NOON
    )
    body = json.dumps({"name": "Ольга Рябинина", "phones": ["+79123456789"]})
    ApiAnswer.objects.create(token=token, key="1", request_hash="x", status=201, body=body, at=NOON)


def figures() -> Any:
    """What reports are made of."""
    deals = Deal.objects.order_by("pk").values_list(
        "pk", "stage", "owner", "amount", "created_at", "entered_at"
    )
    visits = StageVisit.objects.order_by("pk").values_list()
    events = Event.objects.exclude(kind=EventKind.CONTACT_ERASED).order_by("pk")
    return list(deals), list(visits), list(events.values_list("pk", "kind", "at", "deal_id", "contact_id"))


def erase(house: House, row: Contact, folder: Path, who: str = "Zoe", name: str = "", **given: Any) -> None:
    fields = {"name": name or row.name, "reason": "Asked by letter 12"} | given.pop("fields", {})
    files = given.pop("files", set(Attachment.objects.order_by("pk").values_list("pk", flat=True)))
    erase_person(by=house.actor(who), at=NOON, contact=row.pk, fields=fields, files=files, folder=folder)


def test_nothing_says_who_they_were_and_the_figures_stay(house: House, tmp_path: Path) -> None:
    row = olga(house, tmp_path)
    row.refresh_from_db()
    before = figures()
    assert [path for path in tmp_path.rglob("*") if path.is_file()]
    with transaction.atomic():
        erase(house, row, tmp_path)
    said = everything_said()
    for word in (
        "ольг",
        "рябинин",
        "зуев",
        "ryabinin",
        "olga",
        "345-67-89",
        "3456789",
        "777 66 55",
        "7776655",
    ):
        assert word not in said
    assert figures() == before
    row.refresh_from_db()
    assert (row.name, row.owner_id) == (f"#{row.pk}", house.people["Alice"].pk)
    assert search(house.actor("Zoe"), "Рябинина").contacts == ()
    assert Erasure.objects.get().is_running is False
    assert_all_true()
    assert_holds()


def test_the_files_go_that_were_chosen(
    house: House, tmp_path: Path, django_capture_on_commit_callbacks: Any
) -> None:
    row = olga(house, tmp_path)
    row.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        erase(house, row, tmp_path)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_only_an_administrator_who_means_it_does(house: House, tmp_path: Path) -> None:
    row = olga(house, tmp_path)
    row.refresh_from_db()
    with pytest.raises(NotAllowed):
        erase(house, row, tmp_path, who="Hana")
    for wrong, problems in (
        ({"name": "Somebody"}, {"name": Problem.MISMATCH}),
        ({"name": " "}, {"name": Problem.REQUIRED}),
        ({"reason": " "}, {"reason": Problem.REQUIRED}),
    ):
        with pytest.raises(Invalid) as refusal:
            erase(house, row, tmp_path, fields=wrong)
        assert refusal.value.problems == problems
    erase(house, row, tmp_path)
    with pytest.raises(Invalid):
        erase(house, row, tmp_path, name=f"#{row.pk}")


def test_the_log_lets_go_of_nothing_else(house: House, tmp_path: Path) -> None:
    row = olga(house, tmp_path)
    event = Event.objects.order_by("pk").first()
    assert event is not None
    with pytest.raises(DatabaseError), transaction.atomic():
        Event.objects.filter(pk=event.pk).update(payload={})
    running = Erasure.objects.create(
        contact=row.pk, at=NOON, by=house.people["Zoe"], reason="x", is_running=True
    )
    with pytest.raises(DatabaseError), transaction.atomic():
        Event.objects.filter(pk=event.pk).update(actor_id=None)
    with pytest.raises(DatabaseError), transaction.atomic():
        Event.objects.filter(pk=event.pk).delete()
    assert Event.objects.filter(pk=event.pk).update(payload={}) == 1
    running.delete()


def test_all_of_it_is_handed_out(house: House, tmp_path: Path) -> None:
    row = olga(house, tmp_path)
    row.refresh_from_db()
    told = handed_out(row)
    text = json.dumps(told, ensure_ascii=False)
    for said in ("+79123456789", "olga@sorbus.example", "просит звонить", "сказала да", "Зуевой.pdf"):
        assert said in text
    data = personal_data(house.actor("Zoe"), row.pk)
    assert (data.counts["note"], data.counts["consent"], data.counts["attachment"], data.may_erase) == (
        1,
        1,
        1,
        True,
    )
    for who in ("Alice", "Hana"):
        with pytest.raises(NotAllowed):
            personal_data(house.actor(who), row.pk)
