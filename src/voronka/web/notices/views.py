"""The list of what one was told, the way from a notice to its place, and the end of a kind of message by its link."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from voronka.commands.notice_reading import mark_read, unsubscribe
from voronka.domain.notices import OF_SANCTIONS, NoticeKind
from voronka.queries.notice_links import read_off
from voronka.queries.notice_words import NoticeWords, words_of
from voronka.queries.notices import (
    NoticeLine,
    newest_notice,
    notice_of,
    notices_after,
    notices_of,
    unread_count,
)
from voronka.web.formatting import date_in_week
from voronka.web.labels import NOTICE_ICONS, NOTICE_KINDS
from voronka.web.request import AppRequest, whole_number
from voronka.web.templating import built_file
from voronka.web.toast import toast_header


@dataclass(frozen=True, slots=True)
class Row:
    """A notice as the list shows it."""

    line: NoticeLine
    words: NoticeWords
    icon: str


@dataclass(frozen=True, slots=True)
class Day:
    """What was told on one day."""

    on: date
    label: str
    rows: tuple[Row, ...]


@require_safe
def index(request: AppRequest) -> HttpResponse:
    """What one was told, by days, the newest first."""
    before = whole_number(request.GET.get("before"))
    page = notices_of(request.actor, before=before)
    shown = {
        "days": _days(page.lines, localdate(request.now)),
        "more": page.more,
        "is_first": before is None,
        "unread": unread_count(request.actor),
        "newest": newest_notice(request.actor),
    }
    template = "notices/_days.html" if request.is_htmx and before is not None else "notices/page.html"
    return render(request, template, shown)


def _days(lines: tuple[NoticeLine, ...], today: date) -> list[Day]:
    by_day: dict[date, list[Row]] = {}
    for line in lines:
        row = Row(line, words_of(line), NOTICE_ICONS[line.kind])
        by_day.setdefault(localdate(line.at), []).append(row)
    return [Day(on, _day_label(on, today), tuple(rows)) for on, rows in by_day.items()]


def _day_label(on: date, today: date) -> str:
    if on == today:
        return _("Today")
    return _("Yesterday") if (today - on).days == 1 else date_in_week(on)


@require_safe
def one(request: AppRequest, notice: int) -> HttpResponse:
    """Read a notice and go where it leads."""
    line = notice_of(request.actor, notice)
    mark_read(by=request.actor, at=request.now, notice=notice)
    if line.kind in OF_SANCTIONS and not request.workspace.sanctions_on:
        return HttpResponseRedirect(reverse("notices"))
    return HttpResponseRedirect(_place(line))


# Where a notice without a deal leads.
_PLACES = {
    NoticeKind.HAND_OVER_OFFERED: "day",
    NoticeKind.DEAL_ASSIGNED: "day",
    NoticeKind.ADVICE: "day",
    NoticeKind.ROBOT_FAILED: "settings-jobs",
    NoticeKind.WEBHOOK_OFF: "settings-webhooks",
    NoticeKind.SANCTION: "sanctions",
    NoticeKind.SANCTION_WAITS: "sanctions",
}


def _place(line: NoticeLine) -> str:
    if line.is_hidden:
        return reverse("notices")
    if line.deal is None:
        return _client_place(line) or reverse(_PLACES.get(line.kind, "notices"))
    return reverse("deal", args=[line.deal])


def _client_place(line: NoticeLine) -> str:
    for kind in ("contact", "company"):
        if line.payload.get(kind):
            return reverse(kind, args=[line.payload[kind]])
    return ""


@require_POST
def read(request: AppRequest) -> HttpResponse:
    """Everything up to the newest one that the page showed is read."""
    mark_read(by=request.actor, at=request.now, until=whole_number(request.POST.get("until")) or 0)
    if not request.is_htmx:
        return HttpResponseRedirect(reverse("notices"))
    response = HttpResponse(status=204)
    response.headers["HX-Trigger"] = toast_header(_("All is marked as read."), notices_read={})
    return response


@require_safe
def news(request: AppRequest) -> HttpResponse:
    """For the bell: how many wait, and what came after the one that the page knows, in words."""
    after = whole_number(request.GET.get("after"))
    lines = notices_after(request.actor, after) if after is not None else ()
    told = [
        {"id": line.id, "title": said.title, "detail": said.detail, "url": reverse("notice", args=[line.id])}
        for line in lines
        for said in [words_of(line)]
    ]
    return JsonResponse({"unread": unread_count(request.actor), "lines": told})


@require_safe
def push_worker(request: AppRequest) -> HttpResponse:
    """The service worker that shows what is pushed. At an address that stays, for browsers keep it by that."""
    del request
    response = HttpResponse(built_file("push_worker.js"), content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = "no-cache"
    return response


@csrf_exempt  # Whoever has the link proves by it that they got the message; mail programs post without a page (RFC 8058).
@require_http_methods(["GET", "HEAD", "POST"])
def off(request: HttpRequest, token: str) -> HttpResponse:
    """End messages of a kind by the link in one of them, without a log-in."""
    found = read_off(token)
    if request.method == "POST":
        unsubscribe(user=found.user, kinds=found.kinds, channel=found.channel)
    shown = {"kinds": [NOTICE_KINDS[kind] for kind in found.kinds], "is_done": request.method == "POST"}
    return render(request, "notices/off.html", shown)
