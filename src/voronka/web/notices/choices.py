"""How one wants to be told: the grid of kinds and channels, quiet hours, one's browsers and the bot."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from voronka.commands.notice_reading import choose_channels
from voronka.commands.reaching import (
    add_browser,
    ensure_push_key,
    make_telegram_code,
    remove_browser,
    unlink_telegram,
)
from voronka.domain.errors import Invalid
from voronka.domain.notices import KINDS, Channel
from voronka.queries.notices import Wishes, grid_of, wishes_of
from voronka.queries.outside import reach_of
from voronka.web.errors.wording import problem_texts
from voronka.web.labels import NOTICE_CHANNELS, NOTICE_KINDS
from voronka.web.request import AppRequest, form_values


@require_http_methods(["GET", "HEAD", "POST"])
def index(request: AppRequest) -> HttpResponse:
    """The grid, and saving it."""
    if request.method != "POST":
        wishes = wishes_of([request.actor.id])[request.actor.id]
        return _page(request, _shown(request, wishes), saved=request.GET.get("saved") == "1")
    hours = form_values(request, "quiet_from", "quiet_until")
    only_in_page = request.POST.get("only_in_page") == "on"
    ticked = set(request.POST.getlist("wanted"))
    wanted = {
        (kind, channel)
        for kind in grid_of(request.actor)
        for channel in Channel
        if f"{kind}:{channel}" in ticked
    }
    try:
        choose_channels(by=request.actor, wanted=wanted, only_in_page=only_in_page, **hours)
    except Invalid as invalid:
        form = {**hours, "only_in_page": only_in_page, "ticked": ticked}
        return _page(request, form, problem_texts(invalid), status=422)
    return HttpResponseRedirect(f"{reverse('notice-choices')}?saved=1")


def _shown(request: AppRequest, wishes: Wishes) -> dict[str, Any]:
    return {
        "only_in_page": wishes.only_in_page,
        "quiet_from": f"{wishes.quiet_from:%H:%M}" if wishes.quiet_from else "",
        "quiet_until": f"{wishes.quiet_until:%H:%M}" if wishes.quiet_until else "",
        "ticked": {
            f"{kind}:{channel}"
            for kind in grid_of(request.actor)
            for channel in Channel
            if wishes.chosen(kind, channel)
        },
    }


def _page(
    request: AppRequest,
    form: Mapping[str, Any],
    errors: Mapping[str, str] | None = None,
    *,
    saved: bool = False,
    code: str = "",
    status: int = 200,
) -> HttpResponse:
    shown = {
        "form": form,
        "errors": errors or {},
        "saved": saved,
        "code": code,
        "channels": [(channel, NOTICE_CHANNELS[channel]) for channel in Channel],
        "kinds": [(kind, NOTICE_KINDS[kind], KINDS[kind].is_letter) for kind in grid_of(request.actor)],
        "reach": reach_of(request.actor),
    }
    return render(request, "notices/choices.html", shown, status=status)


@require_POST
def push_key(request: AppRequest) -> HttpResponse:
    """The key that a browser subscribes with."""
    del request
    return JsonResponse({"key": ensure_push_key()})


@require_POST
def push_add(request: AppRequest) -> HttpResponse:
    """A browser says where it is to be reached."""
    given = form_values(request, "endpoint", "p256dh", "auth", "device")
    try:
        add_browser(by=request.actor, at=request.now, **given)
    except Invalid as invalid:
        return JsonResponse({"problems": problem_texts(invalid)}, status=422)
    return JsonResponse({}, status=201)


@require_POST
def push_remove(request: AppRequest, browser: int) -> HttpResponse:
    """A browser is to be left alone."""
    remove_browser(by=request.actor, browser=browser)
    return HttpResponseRedirect(reverse("notice-choices"))


@require_POST
def telegram(request: AppRequest) -> HttpResponse:
    """The link that makes the bot know one; shown once."""
    wishes = wishes_of([request.actor.id])[request.actor.id]
    form = _shown(request, wishes)
    try:
        name, code = make_telegram_code(by=request.actor, at=request.now)
    except Invalid as invalid:
        return _page(request, form, problem_texts(invalid), status=422)
    return _page(request, form, code=f"https://t.me/{name}?start={code}")


@require_POST
def telegram_remove(request: AppRequest) -> HttpResponse:
    """The bot is to forget one."""
    unlink_telegram(by=request.actor)
    return HttpResponseRedirect(reverse("notice-choices"))
