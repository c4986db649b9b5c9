"""My day: the page, its parts again after a change, and further rows of its long lists."""

from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import get_current_timezone, localdate
from django.views.decorators.http import require_safe

from voronka.domain.agenda import takes_the_hour
from voronka.domain.errors import NotFound
from voronka.domain.period import day_of, month_of
from voronka.queries import day as queries
from voronka.queries.advice import first_advice
from voronka.queries.day import Figures, Mention, SideDeals
from voronka.queries.day_care import Care, care
from voronka.queries.exceptions import OpenAsk, open_asks
from voronka.queries.feedback import Answered, answers
from voronka.queries.hand_overs import AnswerToOffer, Waiting, answered_for, waiting_for
from voronka.queries.paging import parse_cursor
from voronka.queries.pipelines import first_pipeline_id
from voronka.queries.queue import PAGES, Asked, Group, Queue, further, queue
from voronka.queries.reviews import Asked as Explained
from voronka.queries.reviews import OpenReviews, open_reviews, waiting_explanations
from voronka.queries.verified_reasons import NOTHING, NotVerified, not_verified
from voronka.queries.whose_day import Whose, sellers_of, whose_day
from voronka.queries.workspace import workspace
from voronka.queries.zero_days import zero_days_of
from voronka.web.advice_words import said
from voronka.web.day.actions import action_of
from voronka.web.labels import FEEDBACK_STATES, FEEDBACK_TONES, TASK_ICONS, TASK_KINDS
from voronka.web.request import AppRequest, whole_number
from voronka.web.zero_plot import plot

MOST_ROWS = 100
REVIEWS_SHOWN = 5
KINDS = {
    "task_icons": TASK_ICONS,
    "task_kinds": TASK_KINDS,
    "state_names": FEEDBACK_STATES,
    "state_tones": FEEDBACK_TONES,
    "action_of": action_of,
    "with_others": takes_the_hour,
}


@dataclass(frozen=True, slots=True)
class Day:
    """Everything that the page shows."""

    whose: Whose
    now: datetime
    on: date
    asked: Asked
    figures: Figures
    queue: Queue
    team_overdue: SideDeals
    over_limit: SideDeals
    unsorted: SideDeals
    mentions: tuple[Mention, ...]
    explanations: tuple[Explained, ...]
    reviews: OpenReviews
    asks: tuple[OpenAsk, ...]
    offered: tuple[Waiting, ...]
    answered: tuple[AnswerToOffer, ...]
    answers: tuple[Answered, ...]
    not_verified: NotVerified
    care: Care
    currency: str
    # There is no pipeline yet, and the reader is who sets one up.
    sets_up: bool

    @property
    def sinks(self) -> bool:
        """Whether who can't be called now stands behind all who can."""
        return self.asked.sinks

    @property
    def asks_order(self) -> bool:
        """Whether it makes a difference who is asleep."""
        shown = (self.queue.overdue, self.queue.limit, self.queue.today)
        return not self.sinks or any(task.is_asleep for page in shown for task in page.rows)

    @property
    def is_clear(self) -> bool:
        """Whether no open task is left at all."""
        return self.queue.is_finished and not self.queue.following.rows

    @property
    def is_calm(self) -> bool:
        """Whether nothing beside the tasks needs a look."""
        looks = (self.over_limit, self.not_verified, self.care)
        return not (any(one.rows for one in looks) or self.mentions or self.answers or self.answered)

    @property
    def query(self) -> str:
        """What the addresses of further rows say of the page."""
        return _query(self.asked)


@require_safe
def day(request: AppRequest) -> HttpResponse:
    """The whole page; `?seller=` for a head who looks at one of their sellers, `?order=time` for the bare clock."""
    shown = _day(request)
    sellers = sellers_of(request.actor)
    return render(
        request, "day/page.html", {**KINDS, "day": shown, "sellers": sellers, **_discipline(request, shown)}
    )


def _discipline(request: AppRequest, shown: Day) -> dict[str, object]:
    """What stands around the day and need not follow each change: where to work, and the seller's days at zero."""
    whose = shown.whose
    found = first_advice(request.actor, request.now, localdate(request.now)) if whose.is_own else None
    zero = None if whose.is_team else plot(zero_days_of(whose.person))
    return {"hint": said(found, request.workspace.currency), "zero": zero}


@require_safe
def part(request: AppRequest) -> HttpResponse:
    """All parts again, each for its own place in the page (out of band)."""
    overdue = queries.overdue_count(request.actor, request.now)
    return render(request, "day/parts.html", {**KINDS, "day": _day(request), "overdue": overdue})


@require_safe
def more(request: AppRequest, group: str) -> HttpResponse:
    """Further rows of the overdue or the coming tasks, after a cursor."""
    wanted = next((each for each in PAGES if each == group), None)
    cursor = parse_cursor(request.GET.get("after", ""), datetime)
    if wanted is None:
        raise NotFound
    asked = _asked(request)
    page = further(asked, wanted, cursor) if cursor else queue(asked).page(wanted)
    shown = min(MOST_ROWS, _shown(request, wanted) + len(page.rows))
    context = {"page": page, "group": group, "shown": shown, "query": _query(asked), "left": 0}
    return render(request, "day/more.html", {**KINDS, **context})


def _whose(request: AppRequest) -> Whose:
    text = request.GET.get("seller", "")
    seller = whole_number(text)
    if text and seller is None:
        raise NotFound
    return whose_day(request.actor, seller)


def _shown(request: AppRequest, group: Group) -> int:
    """How many rows of a group stand on the page already, so that a fresh one shows as many."""
    asked = whole_number(request.GET.get(f"{group}-shown")) or PAGES[group]
    return max(PAGES[group], min(asked, MOST_ROWS))


def _query(asked: Asked) -> str:
    seller = {} if asked.whose.is_own else {"seller": str(asked.whose.person)}
    return urlencode(seller | ({} if asked.sinks else {"order": "time"}))


def _asked(request: AppRequest) -> Asked:
    return Asked(
        _whose(request),
        request.now,
        day_of(request.now, get_current_timezone()),
        shown={group: _shown(request, group) for group in PAGES},
        sinks=request.GET.get("order") != "time",
    )


def _day(request: AppRequest) -> Day:
    asked = _asked(request)
    whose, now, zone = asked.whose, request.now, get_current_timezone()
    figures = queries.figures(whose, now, month_of(now, zone))
    return Day(
        whose=whose,
        now=now,
        on=now.astimezone(zone).date(),
        asked=asked,
        figures=figures,
        queue=queue(asked),
        team_overdue=queries.team_overdue(whose, now),
        over_limit=queries.over_limit(whose, now),
        unsorted=queries.unsorted_deals(whose),
        mentions=queries.mentions(whose, now),
        explanations=_to_explain(request) if whose.is_own else (),
        reviews=open_reviews(request.actor, REVIEWS_SHOWN) if whose.is_team else OpenReviews((), 0),
        asks=open_asks(request.actor) if whose.is_team else (),
        offered=waiting_for(request.actor) if whose.is_own else (),
        answered=answered_for(request.actor, now) if whose.is_own else (),
        answers=answers(request.actor, whose.person, now),
        not_verified=not_verified(request.actor, now) if whose.is_team else NOTHING,
        care=care(whose, request.now),
        currency=workspace().currency,
        sets_up=_sets_up(request, figures),
    )


def _to_explain(request: AppRequest) -> tuple[Explained, ...]:
    """What the reader was asked to explain; what a head's sellers were asked is on the deals."""
    return tuple(one for one in waiting_explanations(request.actor) if one.is_mine)


def _sets_up(request: AppRequest, figures: Figures) -> bool:
    """Whether the first pipeline is still to be made, by this reader. One query where they have no deals."""
    may = request.actor.policy.may_set_up_method
    return may and not figures.open_deals and first_pipeline_id() is None
