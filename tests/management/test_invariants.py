"""Each rule finds what breaks it, and finds nothing in a sound database."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from tests.access.sanctioned import sanctioned
from tests.factories import NOON, House, deal_of, make_house, make_pipeline, unowned_deal
from voronka.commands.assignments import assign_deal
from voronka.commands.feedback import give_feedback
from voronka.commands.moves import move_deal
from voronka.commands.objections import note_objection
from voronka.commands.passing import Move
from voronka.commands.setup.objections import add_objection_kind
from voronka.commands.task_rows import NewTask
from voronka.commands.tasks import add_task
from voronka.commands.undo import undo
from voronka.commands.verified_reasons import verify_reason
from voronka.domain.feedback import FeedbackKind
from voronka.domain.objections import VerifiedHow
from voronka.domain.search_access import DocumentKind, document_id
from voronka.domain.task import TaskKind
from voronka.management.invariants.check import MOST_TOLD
from voronka.models import Deal, Event, Feedback, NurtureTrack, Sanction, Task

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture
def busy(house: House) -> House:
    """Deals that have been moved, given away, closed, undone and left unowned."""
    alice, hana = house.actor("Alice"), house.actor("Hana")
    moved = deal_of(house, "Alice", amount="1200")
    move_deal(by=alice, at=NOON, deal=moved.pk, move=Move(to=house.stage("Propose")))
    assign_deal(by=hana, at=NOON, deal=moved.pk, owner=house.people["Bob"].pk)
    lost = deal_of(house, "Alice")
    move_deal(
        by=alice, at=NOON, deal=lost.pk, move=Move(to=house.stage("Lost"), lost_reason=house.lost_reason)
    )
    kind = add_objection_kind(by=hana, at=NOON, name="Too dear", answers="")
    note_objection(by=alice, at=NOON, deal=lost.pk, kind=kind.pk)
    verify_reason(by=hana, at=NOON, deal=lost.pk, reason=house.lost_reason, how=VerifiedHow.DATA)
    back = deal_of(house, "Bob")
    done = move_deal(by=house.actor("Bob"), at=NOON, deal=back.pk, move=Move(to=house.stage("Propose")))
    undo(by=house.actor("Bob"), at=NOON, event=done.event.pk)
    unowned_deal(house)
    return house


def test_a_sound_database_passes(busy: House, said: Callable[..., str]) -> None:
    told = said("invariants")
    assert "BROKEN" not in told
    assert told.endswith(f"All is well with {Deal.objects.count()} deals.\n")


def break_by(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


DAMAGES = [
    ("UPDATE voronka_task SET due_at = '2031-01-01 00:00:00+00:00'", "live next step", "deal"),
    ("UPDATE voronka_deal SET pipeline_id = {other} WHERE id = {deal}", "own pipeline", "deal {deal}"),
    ("UPDATE voronka_stage SET kind = 'working' WHERE kind = 'lost'", "open or closed as its stage", "deal"),
    ("UPDATE voronka_deal SET lost_reason_id = NULL", "a lost one its reason", "closed as lost"),
    ("UPDATE voronka_deal SET postponed_until = '2031-01-01'", "nothing of an exit", "deal {deal}"),
    ("UPDATE voronka_objection SET stage_id = (SELECT id FROM voronka_stage WHERE kind = 'won' ORDER BY id LIMIT 1)", "An objection arose", "objection"),
    ("UPDATE voronka_verifiedreason SET lost_at = '2031-01-01 00:00:00+00:00'", "A verified reason", "verified reason"),
    ("UPDATE voronka_deal SET owner_id = NULL WHERE id = {deal}", "waits in Unsorted", "deal {deal}"),
    ("UPDATE voronka_user SET is_active = FALSE", "owner of an open deal is active", "deal {deal}"),
    ("UPDATE voronka_deal SET amount_base = 7 WHERE id = {deal}", "counts as it is", "deal {deal}: amount 120000"),
    ("UPDATE voronka_stagevisit SET since = '2020-01-01 00:00:00+00:00' WHERE left_at IS NULL", "exactly one open", "deal {deal}"),
    ("UPDATE voronka_stagevisit SET entered_at = '2020-01-01 00:00:00+00:00'", "without gap or overlap", "deal {deal}"),
    ("DELETE FROM voronka_stagevisit WHERE left_at IS NULL", "exactly one open visit", "deal {deal}"),
    ("UPDATE voronka_stagevisit SET since = '2031-01-01 00:00:00+00:00'", "A change of owner", "deal {deal}"),
    ("UPDATE voronka_stagecount SET deals = deals + 1", "counters equal a recount", "there are"),
    ("DELETE FROM voronka_stagecount", "counters equal a recount", "says 0 deals"),
    ("UPDATE voronka_stageflow SET visits = 9", "flows equal a recount", "says 9 visits"),
    ("UPDATE voronka_deal SET stage_id = stage_id + 1 WHERE id = {deal}", "Replaying a deal's events", "deal {deal}: the log says"),
    ("UPDATE voronka_gatepassage SET version = 9", "gates that were passed are those of the log", "the row says"),
    ("UPDATE voronka_gatepassage SET waived = 3", "judged or waived is told once", "pass"),
    ("UPDATE voronka_searchdocument SET text = 'x' WHERE id = {document}", "Every deal's search document", "says “x”"),
    ("UPDATE voronka_searchdocument SET access = 'x' WHERE id = {document}", "Every deal's search document", "wrong people"),
    ("DELETE FROM voronka_searchdocument WHERE id = {document}", "Every deal's search document", "has no document"),
    ("UPDATE voronka_searchdocument SET id = {document} + 5000 WHERE id = {document}", "stands for something", "no deal"),
    ("UPDATE voronka_company SET name = 'Renamed'", "Every company's search document", "it should say"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("damage", "sentence", "line"), DAMAGES, ids=[damage[:60] for damage, _, _ in DAMAGES]
)
def test_damage_is_found(busy: House, damage: str, sentence: str, line: str) -> None:
    deal = Deal.objects.filter(is_open=True).earliest("id").pk
    other = make_pipeline("Another")[0].pk
    values = {"deal": deal, "other": other, "document": document_id(DocumentKind.DEAL, deal)}
    break_by(damage.format(**values))
    broken = findings()
    found = next((lines for told, lines in broken.items() if sentence in told), None)
    assert found is not None, f"not found: {broken}"
    assert any(line.format(**values) in told for told in found)


def findings() -> dict[str, list[str]]:
    """What was found broken: sentence -> lines."""
    out = StringIO()
    with pytest.raises(CommandError) as refused:
        call_command("invariants", stdout=out)
    assert refused.value.returncode == 1
    broken: dict[str, list[str]] = {}
    sentence = ""
    for told in out.getvalue().splitlines():
        if told.startswith("BROKEN"):
            sentence = told
            broken[sentence] = []
        elif told.startswith(" "):
            broken[sentence].append(told.strip())
    return broken


def test_damage_of_feedback_and_tracks_is_found(busy: House) -> None:
    alice = busy.actor("Alice")
    deal = deal_of(busy, "Alice")
    asked, other = (
        give_feedback(by=alice, at=NOON, title=title, kind=FeedbackKind.IDEA, deal=deal.pk)
        for title in ("Faster", "Cheaper")
    )
    track = NurtureTrack.objects.create(name="Their market")
    Feedback.objects.filter(pk=asked.pk).update(removed_at=NOON)
    Feedback.objects.filter(pk=other.pk).update(merged_into=asked)
    Task.objects.filter(deal=deal).update(track=track)
    told = [line for lines in findings().values() for line in lines]
    assert any(f"feedback {asked.pk}: deal {deal.pk} asks for it" in line for line in told)
    assert any(f"feedback {other.pk}: joined with {asked.pk}" in line for line in told)
    assert any(f"of deal {deal.pk}, at a stage of kind working" in line for line in told)


def test_damage_of_the_ledger_of_sanctions_is_found(busy: House) -> None:
    sanctioned(busy, deal_of(busy, "Alice"))
    moved, forced = Sanction.objects.order_by("id")[:2]
    Sanction.objects.filter(pk=moved.pk).update(state="cancelled")
    forced.steps.create(state="confirmed", at=NOON)
    told = [line for lines in findings().values() for line in lines]
    assert told == [f"sanction {one.pk} of deal {one.deal_id}" for one in (moved, forced)]


def test_a_later_task_that_is_due_first_is_the_next_step(busy: House) -> None:
    deal = Deal.objects.filter(is_open=True, owner__isnull=False).earliest("id")
    sooner = NewTask(TaskKind.CALL, "Call at once", NOON)
    owner = next(name for name, user in busy.people.items() if user.pk == deal.owner_id)
    task = add_task(by=busy.actor(owner), at=NOON, deal=deal.pk, task=sooner)
    other = deal.tasks.exclude(pk=task.pk).filter(state="open").earliest("id")
    Deal.objects.filter(pk=deal.pk).update(next_task=other, next_step_at=other.due_at)
    assert any("earliest open task" in sentence for sentence in findings())


def test_a_deal_that_the_log_does_not_know_is_found(busy: House) -> None:
    deal = Deal.objects.filter(is_open=True).earliest("id")
    copied = [column.attname for column in Deal._meta.concrete_fields if column.attname != "id"]  # noqa: SLF001
    columns = ", ".join(copied)
    open_columns = columns.replace("is_open", "FALSE").replace("closed_at", "'2026-11-24 12:00:00+00:00'")
    statement = (
        f"INSERT INTO voronka_deal ({columns}) SELECT {open_columns} FROM voronka_deal WHERE id = {deal.pk}"  # noqa: S608
    )
    break_by(statement)
    assert any("the log knows nothing of it" in line for lines in findings().values() for line in lines)


def test_of_much_damage_only_the_beginning_is_told(house: House) -> None:
    for _ in range(MOST_TOLD + 3):
        deal_of(house, "Alice")
    break_by("UPDATE voronka_deal SET amount_base = 7")
    lines = next(lines for sentence, lines in findings().items() if "counts as it is" in sentence)
    assert len(lines) == MOST_TOLD + 1
    assert lines[-1] == "and more"


@pytest.mark.usefixtures("committed")
def test_it_reads_one_moment_and_keeps_no_writer_out() -> None:
    """Outside of a transaction it takes a snapshot of its own; nothing of it stays behind."""
    house = make_house()
    deal_of(house, "Alice")
    out = StringIO()
    call_command("invariants", stdout=out)
    assert "All is well with 1 deals." in out.getvalue()
    deal_of(house, "Bob")
    assert Event.objects.filter(kind="deal_created").count() == 2
