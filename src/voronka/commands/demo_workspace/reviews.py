"""The demo's limits: swept day by day, looked into by the head, and two sellers who were asked to explain in writing.

A chance of its own decides, so that the figures of the funnel stay as they are.
"""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime, time, timedelta
from random import Random

from voronka.commands.demo_workspace.open_deals import OPEN_DEALS
from voronka.commands.demo_workspace.stories import World
from voronka.commands.demo_workspace.translations import Say
from voronka.commands.explanations import answer_explanation, ask_explanation
from voronka.commands.limit_sweep import sweep_limits
from voronka.commands.reviews import Found, decide_review, put_off_review
from voronka.domain.permissions import Actor
from voronka.domain.reviews import Decision, ReviewState
from voronka.models import DelayCause, Explanation, Notice, Review
from voronka.queries.calendars import calendar_of

# Limits are swept since then: what was before nobody looked into.
SINCE = timedelta(days=80)
_SWEPT_AT = time(17, 30)
_HEAD = "MZ"
# Of the causes, how often each is found; the last is rare.
_OFTEN = (9, 5, 4, 4, 3, 2, 2, 1)
_NOTES = (
    "They decide after their board meets. Until then: one call, and the energy table.",
    "The engineer holds it up, not the price. Bring ours along.",
    "Ask for the director’s direct line before the next offer.",
    "",
)
_LATER = "The seller is with the client today; we look at it together tomorrow."
# What the head asked in writing, and the answer to the first.
_QUESTIONS = (
    "Why was there no call after the offer was opened?",
    "Who decides there, and when do you meet them?",
)
_ANSWER = "Their buyer asked me to wait for the tender committee. I agreed a call for Thursday and noted it as the next step."


def limits_story(world: World, actors: Mapping[str, Actor]) -> Iterator[datetime]:
    """Each working day the sweep, and on the day after it the head's decisions; the newest wait."""
    aside, head = Random("how the head reviews"), actors[_HEAD]  # noqa: S311 - an invented company
    # What is over its limit now is what the head finds on their table.
    left = [world.say(deal.title) for deal in OPEN_DEALS]
    for at in _evenings(world):
        yield at - timedelta(hours=2)
        _decide_some(aside, world.say, head, at - timedelta(hours=2), left)
        yield at
        sweep_limits(at)
    last = world.now - timedelta(minutes=4)
    yield last
    sweep_limits(last)
    _ask(world, actors, head, last)
    # Nobody finds a quarter's messages unread.
    Notice.objects.filter(at__lt=world.now - timedelta(days=2)).update(read_at=world.now - timedelta(days=2))


def _evenings(world: World) -> Iterator[datetime]:
    calendar, first = calendar_of(None), (world.now - SINCE).astimezone(world.zone).date()
    for day in range(SINCE.days):
        at = datetime.combine(first + timedelta(days=day), _SWEPT_AT, world.zone)
        if calendar.is_working(at) and at < world.now - timedelta(hours=6):
            yield at


def _decide_some(aside: Random, say: Say, head: Actor, at: datetime, left: Collection[str]) -> None:
    """Two of three are decided the day after, where the deal has a step to go on with; some are put off first."""
    waiting = Review.objects.filter(state=ReviewState.OPEN, assignee=head.id).exclude(deal__title__in=left)
    for row in waiting.select_related("deal").order_by("id"):
        is_live = row.deal.next_step_at is not None and row.deal.next_step_at > at
        if row.passed_at < at and is_live and aside.random() < 2 / 3:
            _decide(aside, say, head, at, row.pk)
        elif row.passed_at < at and not row.put_off and aside.random() < 1 / 4:
            put_off_review(
                by=head, at=at, review=row.pk, until=at + timedelta(days=1), reason=say(_LATER)
            )  # fmt: skip


def _decide(aside: Random, say: Say, head: Actor, at: datetime, review: int) -> None:
    causes = list(DelayCause.objects.filter(stage=None).order_by("position").values_list("id", flat=True))
    cause = aside.choices(causes, _OFTEN[: len(causes)])[0]
    note = aside.choice(_NOTES)
    until = calendar_of(None).after(at, timedelta(days=aside.randrange(3, 6)))
    found = Found(cause, Decision.GO_ON, note=say(note) if note else "", until=until)
    decide_review(by=head, at=at, review=review, found=found)


def _ask(world: World, actors: Mapping[str, Actor], head: Actor, at: datetime) -> None:
    """Two sellers with a deal over its limit are asked, and the first has answered."""
    by_id = {int(actor.id): actor for actor in actors.values()}
    waiting = Review.objects.filter(state=ReviewState.OPEN, seller__isnull=False).exclude(seller=head.id)
    asked: list[Explanation] = []
    for question, row in zip(_QUESTIONS, waiting.order_by("-id")[: len(_QUESTIONS)], strict=False):
        due = calendar_of(row.team_id).after(at, timedelta(days=1))
        asked.append(
            ask_explanation(by=head, at=at, deal=row.deal_id, question=world.say(question), due_at=due)
        )
    for one in asked[:1]:
        answer_explanation(
            by=by_id[one.to_id], at=at + timedelta(minutes=2), explanation=one.pk, answer=world.say(_ANSWER)
        )
