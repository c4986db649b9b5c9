"""What each kind of step does: one of the commands that people use, by the robot, through the same gates.

All of it happens in the transaction that marks the step as done. What goes outside becomes a job in that transaction.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, assert_never

from babel.dates import format_timedelta

from voronka.commands.assignments import assign_deal
from voronka.commands.deals import change_deal
from voronka.commands.hand_overs import offer_hand_over
from voronka.commands.jobs import enqueue
from voronka.commands.moves import move_deal
from voronka.commands.notifications import notify
from voronka.commands.nurture import enrol_touches
from voronka.commands.passing import Move
from voronka.commands.priority import set_priority
from voronka.commands.robot_runs import keep_turn, last_in_turn
from voronka.commands.tags import add_tag
from voronka.commands.task_rows import NewTask, due_after
from voronka.commands.tasks import add_task
from voronka.domain.errors import GateRefused, Invalid, NotAllowed, NotFound, Problem, Refused
from voronka.domain.gate import CriterionOpen
from voronka.domain.ids import StageId
from voronka.domain.jobs import JobKind
from voronka.domain.notices import NoticeKind
from voronka.domain.permissions import Actor
from voronka.domain.pipeline import Pipeline, Stage
from voronka.domain.robot import (
    AddTag,
    AddTask,
    Advise,
    Assign,
    CallWebhook,
    Enrol,
    MoveTo,
    OfferHandOver,
    RobotStep,
    SendMessage,
    SetField,
    SetPriority,
    Whom,
)
from voronka.domain.robot_runs import Why
from voronka.models import Deal, HandOver, NurtureTrack, User
from voronka.queries.calendars import calendar_of
from voronka.queries.exceptions import head_above
from voronka.queries.hand_overs import taker_for
from voronka.queries.pipelines import pipeline_for
from voronka.queries.robot_people import chosen
from voronka.queries.stage_robots import track_key
from voronka.queries.webhook_body import body_of

Result = dict[str, Any]


class NotDone(Exception):
    """The step did not happen, and another attempt would not help. `told` goes with the reason into the timeline."""

    def __init__(self, why: Why, **told: Any) -> None:
        super().__init__(why.value)
        self.why = why
        self.told = told


@dataclass(frozen=True, slots=True)
class Place:
    """Where a step happens. `stage`: the robot's. `mark` is the id by which everything that it makes is known: the run and the position."""

    robot: int
    stage: int
    name: str
    run: int
    position: int
    deal: Deal
    by: Actor
    at: datetime

    @property
    def request_id(self) -> str:
        """What the log's entries of this run bear."""
        return f"robot:{self.run}"

    @property
    def mark(self) -> str:
        """The same at every attempt, for whoever gets something twice."""
        return f"robot-{self.run}-{self.position}"

    @property
    def asked(self) -> dict[str, Any]:
        """What every command is told."""
        return {"by": self.by, "at": self.at, "deal": self.deal.pk, "request_id": self.request_id}


def perform(step: RobotStep, place: Place) -> Result:  # noqa: C901, PLR0911 - one line a kind of step
    """Do it; what is told of it.

    Raises:
        NotDone: a rule said no.
    """
    match step:
        case AddTask():
            return _add_task(step, place)
        case Advise():
            return _advise(step, place)
        case SendMessage():
            return _send(step, place)
        case SetField(field, value):
            change_deal(**place.asked, fields={field: value})
            return {"field": field, "value": value}
        case MoveTo():
            return _move(step, place)
        case Assign():
            return _assign(step, place)
        case SetPriority(priority, reason):
            set_priority(**place.asked, priority=priority, reason=reason)
            return {"priority": priority.value, "reason": reason}
        case AddTag(tag):
            add_tag(**place.asked, tag=tag)
            return {"tag": tag}
        case CallWebhook(url):
            payload = {"url": url, "id": place.mark, "body": body_of(place.deal, place.name)}
            enqueue(JobKind.WEBHOOK, payload, at=place.at, key=place.mark)
            return {"url": url}
        case Enrol():
            return _enrol(step, place)
        case OfferHandOver():
            return _offer(step, place)
        case _:
            assert_never(step)


def reason_of(refusal: Refused) -> NotDone:
    """Why a command said no, as the timeline tells it."""
    match refusal:
        case GateRefused(verdict):
            titles = [o.criterion.title for o in verdict.obstacles if isinstance(o, CriterionOpen)]
            return NotDone(Why.GATE, criteria=titles, obstacles=len(verdict.obstacles))
        case Invalid(problems):
            same = {Problem.UNCHANGED, Problem.ALREADY_TAKEN}
            return NotDone(Why.ALREADY if set(problems.values()) <= same else Why.INVALID, text=str(refusal))
        case NotFound():
            return NotDone(Why.NOT_THERE)
        case NotAllowed():
            return NotDone(Why.NOT_ALLOWED)
        case _:
            return NotDone(Why.INVALID, text=type(refusal).__name__)


# -- each kind -----------------------------------------------------------------------------------------------------


def _person(whom: Whom, deal: Deal) -> int | None:
    if whom is Whom.OWNER:
        return deal.owner_id
    head = head_above(deal.team_id)
    return None if head is None else head.id


def _add_task(step: AddTask, place: Place) -> Result:
    deal = place.deal
    person = _person(step.to, deal)
    if step.to is Whom.HEAD and person is None:
        raise NotDone(Why.NOBODY)
    task = NewTask(step.kind, step.title, None, person, question=step.question)
    calendar, whose = calendar_of(deal.team_id), person or deal.owner_id
    made = add_task(**place.asked, task=due_after(task, step.after, place.at, calendar, whose))
    due_on = made.due_on and made.due_on.isoformat()
    return {"task": made.pk, "title": made.title, "due_at": made.due_at.isoformat(), "due_on": due_on}


def _advise(step: Advise, place: Place) -> Result:
    person = _person(step.to, place.deal)
    if person is None:
        raise NotDone(Why.NO_OWNER if step.to is Whom.OWNER else Why.NOBODY)
    language = User.objects.filter(pk=person).values_list("language", flat=True)[0]
    text = said(step.text, place.deal, language, place.at)
    notify(
        person,
        NoticeKind.ADVICE,
        at=place.at,
        deal=place.deal.pk,
        payload={"text": text},
        key=place.mark,
        by=place.by,
    )
    return {"text": text, "to": person, "offers_lower": step.offers_lower}


def said(text: str, deal: Deal, language: str, at: datetime) -> str:
    """The advice with what stands in it for this deal, in the reader's language."""
    pipeline = pipeline_for(deal)
    stage = pipeline.stage(StageId(deal.stage_id))
    following = "" if stage is None or not stage.kind.is_open else pipeline.after(stage).name
    limit = None if stage is None else stage.limit_for(deal.amount_base, deal.source)
    stayed = calendar_of(deal.team_id).stay(deal.entered_at, at, limit)
    spelled = format_timedelta(max(stayed, timedelta(minutes=1)), locale=language, threshold=1.2)
    return filled(text, stage="" if stage is None else stage.name, next=following, stayed=spelled)


def filled(text: str, **values: str) -> str:
    """The text with `{name}` replaced. Other braces stay: a head's text is no format string."""
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def _send(step: SendMessage, place: Place) -> Result:
    deal = place.deal
    addresses = deal.contact.emails.order_by("id") if deal.contact is not None else None
    to = None if addresses is None else addresses.values_list("address", flat=True).first()
    if to is None:
        raise NotDone(Why.NO_ADDRESS)
    words = {
        "contact": deal.contact.name if deal.contact is not None else "",
        "company": deal.company.name if deal.company is not None else "",
        "owner": deal.owner.name if deal.owner is not None else "",
        "deal": deal.title,
    }
    payload = {
        "to": to,
        "subject": filled(step.subject, **words),
        "text": filled(step.text, **words),
        "id": place.mark,
        "reply_to": deal.owner.email if deal.owner is not None else "",
        "deal": deal.pk,
        "request_id": place.request_id,
    }
    enqueue(JobKind.CLIENT_MAIL, payload, at=place.at, key=place.mark)
    return {"to": to, "subject": payload["subject"]}


def _move(step: MoveTo, place: Place) -> Result:
    deal, pipeline = place.deal, pipeline_for(place.deal)
    if deal.owner_id is None:
        raise NotDone(Why.NO_OWNER)
    if not step.stage and deal.stage_id != place.stage:
        # The next one after another stage is not what was meant.
        raise NotDone(Why.MOVED_ON)
    to = _stage(step.stage, deal, pipeline)
    if to is None:
        raise NotDone(Why.NOT_THERE)
    if to.id == deal.stage_id:
        raise NotDone(Why.ALREADY, stage=to.name)
    try:
        move_deal(**place.asked, move=Move(to.id))
    except GateRefused as refusal:
        no = reason_of(refusal)
        raise NotDone(no.why, stage=to.name, **no.told) from refusal
    return {"stage": to.name}


def _stage(key: str, deal: Deal, pipeline: Pipeline) -> Stage | None:
    stage = pipeline.stage(StageId(deal.stage_id))
    if not key:
        return None if stage is None or not stage.kind.is_open else pipeline.after(stage)
    return next((one for one in pipeline.stages if one.key == key), None)


def _assign(step: Assign, place: Place) -> Result:
    deal = place.deal
    owner = chosen(step.choosing, deal, last=last_in_turn(place.robot, deal.team_id), at=place.at)
    if owner is None:
        raise NotDone(Why.NOBODY)
    if owner == deal.owner_id:
        raise NotDone(Why.ALREADY)
    event = assign_deal(**place.asked, owner=owner)
    keep_turn(place.robot, deal.team_id, owner)
    return {"name": event.payload["to_name"]}


def _enrol(step: Enrol, place: Place) -> Result:
    tracks = NurtureTrack.objects.filter(is_retired=False).order_by("id")
    track = next((one for one in tracks if track_key(one) == step.track), None)
    if track is None:
        raise NotDone(Why.NOT_THERE)
    touches = enrol_touches(track, place.deal, place.at)
    for touch in touches:
        add_task(**place.asked, task=touch)
    return {"track": track.name, "touches": len(touches)}


def _offer(step: OfferHandOver, place: Place) -> Result:
    way = HandOver.objects.filter(pipeline=place.deal.pipeline_id, key=step.hand_over).first()
    if way is None:
        raise NotDone(Why.NOT_THERE)
    to = taker_for(place.deal, way.pk, place.at)
    if to is None:
        raise NotDone(Why.NOBODY)
    offer = offer_hand_over(**place.asked, to=to, words=way.carries, hand_over=way.pk)
    return {"name": offer.to.name}
