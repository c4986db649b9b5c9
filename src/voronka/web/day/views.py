"""My day: the page, its parts again after a change, and further rows of its long lists."""

from dataclasses import dataclass
from datetime import date, datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import get_current_timezone
from django.views.decorators.http import require_safe

from voronka.domain.errors import NotFound
from voronka.domain.period import Period, day_of, month_of
from voronka.queries import day as queries
from voronka.queries.day import DayTask, Figures, Mention, SideDeals, TaskPage, Whose
from voronka.queries.day_care import Care, care
from voronka.queries.exceptions import OpenAsk, open_asks
from voronka.queries.feedback import Answered, answers
from voronka.queries.hand_overs import AnswerToOffer, Waiting, answered_for, waiting_for
from voronka.queries.paging import parse_cursor
from voronka.queries.pipelines import first_pipeline_id
from voronka.queries.verified_reasons import NOTHING, NotVerified, not_verified
from voronka.queries.workspace import workspace
from voronka.web.labels import FEEDBACK_STATES, FEEDBACK_TONES, TASK_ICONS, TASK_KINDS
from voronka.web.request import AppRequest, whole_number

MOST_ROWS = 200
KINDS = {
    "task_icons": TASK_ICONS,
    "task_kinds": TASK_KINDS,
    "state_names": FEEDBACK_STATES,
    "state_tones": FEEDBACK_TONES,
}


@dataclass(frozen=True, slots=True)
class Day:
    """Everything that the page shows."""

    whose: Whose
    now: datetime
    on: date
    figures: Figures
    overdue: TaskPage
    done: tuple[DayTask, ...]
    today: TaskPage
    following: TaskPage
    team_overdue: SideDeals
    over_limit: SideDeals
    unsorted: SideDeals
    mentions: tuple[Mention, ...]
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
    def is_clear(self) -> bool:
        """Whether no open task is left at all."""
        return not (self.overdue.rows or self.today.rows or self.following.rows)

    @property
    def is_calm(self) -> bool:
        """Whether nothing beside the tasks needs a look."""
        looks = (self.over_limit, self.unsorted, self.not_verified, self.care)
        heard = self.mentions or self.asks or self.answers or self.offered or self.answered
        return not (any(one.rows for one in looks) or heard)


@require_safe
def day(request: AppRequest) -> HttpResponse:
    """The whole page; `?seller=` for a head who looks at one of their sellers."""
    shown = _day(request)
    sellers = queries.sellers_of(request.actor)
    return render(request, "day/page.html", {**KINDS, "day": shown, "sellers": sellers})


@require_safe
def part(request: AppRequest) -> HttpResponse:
    """All parts again, each for its own place in the page (out of band)."""
    overdue = queries.overdue_count(request.actor, request.now)
    return render(request, "day/parts.html", {**KINDS, "day": _day(request), "overdue": overdue})


@require_safe
def more(request: AppRequest, group: str) -> HttpResponse:
    """Further rows of the overdue or the coming tasks, after a cursor."""
    whose = _whose(request)
    cursor = parse_cursor(request.GET.get("after", ""), datetime)
    if group == "overdue":
        page = queries.overdue_tasks(whose, request.now, cursor=cursor)
    elif group == "next":
        page = queries.next_tasks(whose, day_of(request.now, get_current_timezone()), cursor=cursor)
    else:
        raise NotFound
    shown = min(MOST_ROWS, _shown(request, group) + len(page.rows))
    return render(request, "day/more.html", {**KINDS, "page": page, "group": group, "shown": shown})


def _whose(request: AppRequest) -> Whose:
    text = request.GET.get("seller", "")
    seller = whole_number(text)
    if text and seller is None:
        raise NotFound
    return queries.whose_day(request.actor, seller)


def _shown(request: AppRequest, group: str) -> int:
    """How many rows of a group stand on the page already, so that a fresh one shows as many."""
    asked = whole_number(request.GET.get(f"{group}-shown")) or queries.PAGE
    return max(queries.PAGE, min(asked, MOST_ROWS))


def _day(request: AppRequest) -> Day:
    whose, now, zone = _whose(request), request.now, get_current_timezone()
    today: Period = day_of(now, zone)
    figures = queries.figures(whose, now, today, month_of(now, zone))
    return Day(
        whose=whose,
        now=now,
        on=now.astimezone(zone).date(),
        figures=figures,
        overdue=queries.overdue_tasks(whose, now, _shown(request, "overdue")),
        done=queries.done_tasks(whose, today),
        today=queries.today_tasks(whose, now, today),
        following=queries.next_tasks(whose, today, _shown(request, "next")),
        team_overdue=queries.team_overdue(whose, now),
        over_limit=queries.over_limit(whose, now),
        unsorted=queries.unsorted_deals(whose),
        mentions=queries.mentions(whose, now),
        asks=open_asks(request.actor) if whose.is_team else (),
        offered=waiting_for(request.actor) if whose.is_own else (),
        answered=answered_for(request.actor, now) if whose.is_own else (),
        answers=answers(request.actor, whose.person, now),
        not_verified=not_verified(request.actor, now) if whose.is_team else NOTHING,
        care=care(whose, request.now),
        currency=workspace().currency,
        sets_up=_sets_up(request, figures),
    )


def _sets_up(request: AppRequest, figures: Figures) -> bool:
    """Whether the first pipeline is still to be made, by this reader. One query where they have no deals."""
    may = request.actor.policy.may_set_up_method
    return may and not figures.open_deals and first_pipeline_id() is None
