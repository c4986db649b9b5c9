"""The rows that the access matrix asks for: everything there is of Alice's, and an unowned deal of North."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from tests.access.sanctioned import sanctioned
from tests.factories import (
    NOON,
    House,
    deal_of,
    make_house,
    make_pipeline,
    question_of,
    unowned_deal,
    way_of,
)
from tests.intaking import arrival, make_source
from tests.robots.making import make_robot
from voronka.commands.api_tokens import make_token
from voronka.commands.calendar_feeds import renew_feed
from voronka.commands.clients import ClientWords, create_contact
from voronka.commands.continuing import Continuation, NewTerm, continue_deal
from voronka.commands.duplicates import keep_found
from voronka.commands.evidence import add_note, confirm_criterion
from voronka.commands.explanations import ask_explanation
from voronka.commands.feedback import give_feedback, move_feedback
from voronka.commands.files import attach_file
from voronka.commands.hand_overs import offer_hand_over
from voronka.commands.intake import take_in
from voronka.commands.merging import merge_clients
from voronka.commands.moves import move_deal
from voronka.commands.notifications import notify
from voronka.commands.objections import note_objection
from voronka.commands.passing import Move
from voronka.commands.qualification import add_client_criterion
from voronka.commands.records import note_dispatch
from voronka.commands.setup.custom_fields import add_custom_field
from voronka.commands.setup.objections import add_objection_kind
from voronka.commands.setup.outside import set_up_mail, set_up_telegram
from voronka.commands.setup.robots import add_robot
from voronka.commands.setup.sources import renew_key
from voronka.commands.setup.spending import add_cost, count_market
from voronka.commands.setup.tracks import add_touch, add_track
from voronka.commands.setup.webhooks import add_webhook
from voronka.commands.tenders import NewTender, set_document, set_tender
from voronka.domain.criteria import FileKind, Sendable
from voronka.domain.custom_fields import Of
from voronka.domain.deal_links import LinkKind
from voronka.domain.feedback import FeedbackKind, FeedbackState
from voronka.domain.importing.life import ImportState
from voronka.domain.intake import Spam
from voronka.domain.merging import ClientKind
from voronka.domain.notices import Channel, NoticeKind
from voronka.domain.robot import AddTag, Entered, Robot
from voronka.domain.task import TaskKind
from voronka.models import (
    CalendarDay,
    Deal,
    DelayCause,
    Demonstration,
    ExchangeRate,
    Import,
    Job,
    Notice,
    PushSubscription,
    Review,
    RobotRun,
    RobotStepRun,
    SavedView,
    Source,
    StageCriterion,
    Team,
    TelegramLink,
    TenderDocument,
    WebForm,
    WebhookDelivery,
    WorkCalendar,
)
from voronka.queries.notice_links import off_token

if TYPE_CHECKING:
    from collections.abc import Iterator

# The cast of the matrix: Alice owns the deal, Bob sells beside her, Hana heads their team, Hugo another, Ruth
# both, Zoe administers; nobody is logged in for ANONYMOUS.
ANONYMOUS = "anonymous"
CAST = ("Alice", "Bob", "Charlie", "Hana", "Hugo", "Ruth", "Zoe", ANONYMOUS)


@dataclass
class World:
    """Ids by what they are."""

    house: House
    deal: Deal
    unowned: int
    contact: int
    merge: int
    twins: tuple[int, int]
    company: int
    task: int
    note: int
    file: int
    moved: int
    view: int
    criterion: int
    confirmed: int
    empty_team: int
    rate: int
    dispatch: int
    objection_kind: int
    field: int
    choice: int
    objection: int
    lost: int
    question: int
    won: int
    document: int
    served: int
    sought: int
    feedback: int
    feedback_moved: int
    track: int
    robot: int
    touch: int
    handed: int
    offer: int
    hand_over: int
    beginning: int
    review: int
    explanation: int
    proposed: int
    confirmed_sanction: int
    appealed: int
    rule: int
    spare_rule: int
    cause: int
    job: int
    step: int
    calendar: str
    work_calendar: int
    calendar_day: int
    notice: int
    off: str
    browser: int
    source: int
    source_key: str
    form_source: int
    form: str
    request: int
    cost: int
    market: int
    webhook: int
    delivery: int
    token: int
    brought: int

    @property
    def bob(self) -> int:
        """Whom deals are given to."""
        return self.house.people["Bob"].pk


def brought_in(house: House) -> int:
    """A list of clients that Hana brought and had checked, as the database keeps it."""
    column = {
        "title": "Name",
        "filled": 1,
        "shown": ["Ika"],
        "ranges": False,
        "order": "open",
        "asks_order": False,
    }
    return Import.objects.create(
        name="clients.csv", path="2026-11/0", form="csv", encoding="utf-8", delimiter=",", state=ImportState.CHECKED,
        columns=[column], targets=["name"], country="UA", date_order="open", owner=house.people["Alice"],
        by=house.people["Hana"], rows=1, done=1, created_at=NOON,
    ).pk  # fmt: skip


def spent(house: House, source: Source) -> int:
    """What a source of North's cost."""
    fields = {"campaign": "", "first_on": "2026-11-01", "last_on": "2026-11-30", "amount": "500"}
    return add_cost(by=house.actor("Hana"), at=NOON, source=source.pk, fields=fields).pk


def counted(house: House) -> int:
    """How many buyers there are somewhere."""
    fields = {"geography": "Bali", "segment": "", "buyers": "900", "counted_on": "2026-11-01", "note": ""}
    return count_market(by=house.actor("Hana"), at=NOON, fields=fields).pk


def told_webhook(house: House) -> WebhookDelivery:
    """A webhook that was told something once."""
    fields = {"url": "https://93.184.215.14/hook", "description": "Shop"}
    made = add_webhook(by=house.actor("Zoe"), at=NOON, fields=fields, events=["deal.won"])
    return WebhookDelivery.objects.create(
        webhook=made, mark="event-1", kind="deal.won", body="{}", state="failed", due_at=NOON, made_at=NOON
    )


def rejected_request(source: Source) -> int:
    """One that a head may let in."""
    spam = replace(arrival(name="Ika"), spam=Spam.TOO_QUICK, is_trusted=False)
    return take_in(source=source.pk, arrival=spam, at=NOON).id


def failed_job() -> int:
    """One that the administrator is to look at."""
    job = Job.objects.create(
        kind="webhook",
        payload={},
        due_at=NOON,
        created_at=NOON,
        state="failed",
        finished_at=NOON,
        error="410",
    )
    return job.pk


def failed_step(house: House, deal: Deal) -> int:
    """A robot's, on Alice's deal."""
    robot = make_robot(house, "Propose", Entered(), AddTag("seen"))
    run = RobotRun.objects.create(
        robot=robot, deal=deal, moment="x", at=NOON, steps=robot.steps, state="failed"
    )
    step = RobotStepRun.objects.create(
        run=run, position=0, state="failed", due_at=NOON, finished_at=NOON, error="No answer."
    )
    return step.pk


@contextmanager
def taken_back() -> Iterator[None]:
    """Nothing of what is done within stays."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def make_world() -> World:
    """A workspace in which each thing that an address can name exists once, Alice's."""
    house = make_house({"Propose": [("by_hand", "They are sure", {}), ("by_hand", "They have time", {})]})
    alice = house.actor("Alice")
    client = ClientWords(phone="+380 44 555 01 42", company="PT Samudra Teduh", contact="Bagus Hartanto")
    deal = deal_of(house, "Alice", client=client)
    moved = move_deal(by=alice, at=NOON, deal=deal.pk, move=Move(to=house.stage("Propose")))
    upload = SimpleUploadedFile("offer.pdf", b"%PDF-1.4 offer")
    stored = attach_file(
        by=alice, at=NOON, deal=deal.pk, upload=upload, kind=FileKind.OFFER,
        folder=Path(settings.FILES_DIR), max_bytes=settings.UPLOAD_MAX_BYTES,
    )  # fmt: skip
    note = add_note(by=alice, at=NOON + timedelta(minutes=1), deal=deal.pk, text="They compare five years.")
    criteria = list(StageCriterion.objects.order_by("position").values_list("pk", flat=True))
    confirm_criterion(by=alice, at=NOON, deal=deal.pk, criterion=criteria[1], reason="They said so")
    sent = note_dispatch(
        by=alice,
        at=NOON + timedelta(minutes=2),
        deal=deal.pk,
        what=Sendable.OFFER,
        subject="Offer 7",
        sent_at=NOON,
    )
    question = question_of(house.pipeline, "They have a budget")
    sought = add_client_criterion(by=alice, at=NOON, deal=deal.pk, text="Service within a day")
    kind = add_objection_kind(by=house.actor("Hana"), at=NOON, name="Too dear", answers="Compare what?")
    field = add_custom_field(
        by=house.actor("Hana"),
        at=NOON,
        of=Of.DEAL,
        fields={"name": "Heat", "kind": "choice", "choices": "Cold"},
    )
    objection = note_objection(by=alice, at=NOON, deal=deal.pk, kind=kind.pk).objection
    lost = deal_of(house, "Alice", client=client, title="Ice plant")
    move_deal(
        by=alice, at=NOON, deal=lost.pk, move=Move(to=house.stage("Lost"), lost_reason=house.lost_reason)
    )
    set_tender(by=alice, at=NOON, deal=deal.pk, new=NewTender("44-12"))
    set_document(by=alice, at=NOON, deal=deal.pk, text="Licence", assignee="", until="")
    won = deal_of(house, "Alice", title="A won one")
    for stage in ("Propose", "Sign", "Won"):
        going = Move(to=house.stage(stage), exception="Old friends")
        move_deal(by=house.actor("Hana"), at=NOON, deal=won.pk, move=going)
    service = Continuation(
        LinkKind.SERVICE, "Service", term=NewTerm("2027-01-01", "2027-12-31", "30", "Renew")
    )
    served = continue_deal(by=alice, at=NOON, origin=won.pk, new=service)
    view = SavedView.objects.create(
        owner=house.people["Alice"], pipeline=house.pipeline, name="Large", query="amount_from=10000"
    )
    asked = give_feedback(by=alice, at=NOON, title="Faster cooling", kind=FeedbackKind.IDEA, deal=deal.pk)
    kept: dict[str, Any] = {"by": house.actor("Zoe"), "at": NOON}
    other = give_feedback(**kept, title="A remote control", kind=FeedbackKind.MISSING)
    moved_feedback = move_feedback(**kept, feedback=other.pk, to=FeedbackState.LOOKED_AT)
    track = add_track(**kept, name="Stay in touch")
    robot = add_robot(
        **kept, stage=house.stage("Propose"), robot=Robot("", "Mark them", Entered(), (AddTag("VIP"),))
    )
    touch = add_touch(**kept, track=track.pk, after=timedelta(days=7), kind=TaskKind.EMAIL, title="Write")
    worked = WorkCalendar.objects.create(name="Office", time_zone="UTC", week=[[["09:00", "18:00"]]] * 7)
    day_off = CalendarDay.objects.create(calendar=worked, date=NOON.date())
    Demonstration.objects.create(
        id=1, playbook="four-stages", language="en", began_at=NOON, deals=1, planned=1, laid=1, since_event=0
    )
    delivery_stages = make_pipeline("Delivery")[1]
    way = way_of(house.pipeline, delivery_stages["Qualify"], "What was promised")
    handed = deal_of(house, "Alice", title="Cold room", client=ClientWords(company="Bumi Segar"))
    offered = offer_hand_over(by=alice, at=NOON, deal=handed.pk, to=house.people["Charlie"].pk)
    service_stages = make_pipeline("Service")[1]
    question_to = ask_explanation(
        by=house.actor("Hana"),
        at=NOON,
        deal=deal.pk,
        question="Why no call?",
        due_at=NOON + timedelta(days=1),
    )
    notice, browser = _reached(house, deal.pk)
    deal.refresh_from_db()
    review = _review_of(deal, house.people["Hana"].pk)
    proposed, charged, appealed, rule, spare_rule = sanctioned(house, deal)
    assert deal.contact_id is not None
    assert deal.company_id is not None
    assert deal.next_task_id is not None
    source, form = make_source(house), make_source(house, "form", name="Form")
    told = told_webhook(house)
    return World(
        house=house, deal=deal, unowned=unowned_deal(house).pk, contact=deal.contact_id, company=deal.company_id,
        merge=_merged(house), twins=_twins(house), brought=brought_in(house), webhook=told.webhook_id, delivery=told.pk,
        task=deal.next_task_id, note=note.pk, file=stored.pk, moved=moved.event.pk, view=view.pk,
        criterion=criteria[0], confirmed=criteria[1], empty_team=Team.objects.create(name="Empty").pk, dispatch=sent.pk, objection_kind=kind.pk, field=field.pk, choice=field.choices.get().pk, objection=objection.pk, lost=lost.pk,
        question=question.pk, won=won.pk, document=TenderDocument.objects.get().pk, served=served.pk, sought=sought.pk,
        feedback=asked.pk, feedback_moved=moved_feedback.pk, track=track.pk, robot=robot.pk, touch=touch.pk,
        handed=handed.pk, offer=offered.pk, hand_over=way.pk, beginning=service_stages["Qualify"].pk,
        calendar=renew_feed(by=alice, at=NOON), work_calendar=worked.pk, calendar_day=day_off.pk,
        review=review, explanation=question_to.pk, cause=DelayCause.objects.create(name="No answer").pk,
        notice=notice, browser=browser,
        proposed=proposed, confirmed_sanction=charged, appealed=appealed, rule=rule, spare_rule=spare_rule,
        off=off_token(alice.id, [NoticeKind.MENTION], Channel.MAIL),
        cost=spent(house, source), market=counted(house), form_source=form.pk, form=WebForm.objects.get(pk=form.pk).token, request=rejected_request(source),
        token=make_token(by=alice, at=NOON, name="Site", scopes=["deals:read"], days=0).token,
        source=source.pk, source_key=renew_key(by=house.actor("Hana"), at=NOON, source=source.pk), job=failed_job(), step=failed_step(house, deal),
        rate=ExchangeRate.objects.create(currency="EUR", since_on=NOON.date(), rate=Decimal("1.1")).pk,
    )  # fmt: skip


def _review_of(deal: Deal, head: int) -> int:
    """The deal over its limit, as the sweep leaves it; without a sweep, which would reach the other deals too."""
    assert deal.limit_at is not None
    Deal.objects.filter(pk=deal.pk).update(escalated_for=deal.limit_at)
    row = Review.objects.create(
        deal=deal, stage_id=deal.stage_id, entered_at=deal.entered_at, seller_id=deal.owner_id, team_id=deal.team_id,
        limit_at=deal.limit_at, passed_at=deal.limit_at, assignee_id=head, due_at=deal.limit_at,
    )  # fmt: skip
    return row.pk


def _twins(house: House) -> tuple[int, int]:
    """Two of Alice's of whom a search says that they may be one."""
    alice = house.actor("Alice")
    one, other = (create_contact(by=alice, at=NOON, fields={"name": name}).pk for name in ("Tri", "Tri A."))
    keep_found(ClientKind.CONTACT, [(one, other, 0.9, {"given": "same"})], at=NOON)
    return one, other


def _merged(house: House) -> int:
    """Somebody of Alice's who was in the base twice."""
    alice = house.actor("Alice")
    ika, same = (create_contact(by=alice, at=NOON, fields={"name": name}).pk for name in ("Ika", "Ika W."))
    return merge_clients(by=alice, at=NOON, kind=ClientKind.CONTACT, into=ika, merged=same).pk


def _reached(house: House, deal: int) -> tuple[int, int]:
    """What Alice was told, and her browser. Mail and a bot are set up."""
    zoe, alice = house.actor("Zoe"), house.people["Alice"]
    mail = {"host": "mail.stuzha.example", "security": "none", "sender": "crm@stuzha.example"}
    set_up_mail(by=zoe, at=NOON, fields=mail)
    set_up_telegram(by=zoe, at=NOON, token="7:secret")
    notify(alice.pk, NoticeKind.ADVICE, at=NOON, deal=deal, payload={"text": "Call them"}, key="world")
    TelegramLink.objects.create(user=alice, chat=900, linked_at=NOON)
    browser = PushSubscription.objects.create(
        user=alice, endpoint="https://push.apple.com/1", p256dh="x", auth="y", created_at=NOON
    )
    return Notice.objects.get(key="world").pk, browser.pk
