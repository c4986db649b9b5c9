"""Logging in and out, the language before it, one's profile and password."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.contrib import auth
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from voronka.commands.profile import change_password, change_profile
from voronka.commands.sessions import log_in
from voronka.domain.errors import Invalid, TooManyAttempts
from voronka.queries.calendar_feed import feed_made_at
from voronka.web.account import wording
from voronka.web.account.visitor import address_of, next_path
from voronka.web.errors.wording import problem_texts
from voronka.web.request import AppRequest, form_values
from voronka.web.zones import zone_options

_YEAR_SECONDS = 60 * 60 * 24 * 365


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def login(request: HttpRequest) -> HttpResponse:
    """The log-in form, and logging in."""
    following = next_path(request.POST.get("next") or request.GET.get("next"))
    if request.method != "POST":
        if request.user.is_authenticated:
            return HttpResponseRedirect(following)
        return _login_page(request, following)
    email, password = form_values(request, "email", "password").values()
    now = timezone.now()
    try:
        user = log_in(email=email, password=password, address=address_of(request), at=now)
    except TooManyAttempts as closed:
        text = wording.wait_text(closed.retry_at, now)
        answer = _login_page(request, following, email, text, status=429)
        answer.headers["Retry-After"] = str(max(1, int((closed.retry_at - now).total_seconds())))
        return answer
    except Invalid:
        return _login_page(request, following, email, wording.login_text(), status=422)
    # Rotates the session's key and the CSRF token, and drops what the session held of another user.
    auth.login(request, user)
    return HttpResponseRedirect(following)


def _login_page(
    request: HttpRequest, following: str, email: str = "", error: str = "", status: int = 200
) -> HttpResponse:
    shown: dict[str, Any] = {
        "next": following,
        "email": email,
        "error": error,
        "languages": settings.LANGUAGES,
    }
    return render(request, "account/login.html", shown, status=status)


@require_POST
def logout(request: AppRequest) -> HttpResponse:
    """End the session."""
    auth.logout(request)
    return HttpResponseRedirect(reverse("login"))


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Keep a stranger's choice of language in a cookie; who is logged in has it in the profile."""
    chosen = request.POST.get("language", "")
    following = next_path(request.POST.get("next"))
    back = (
        f"{reverse('login')}?{urlencode({'next': following})}"
        if following != reverse("home")
        else reverse("login")
    )
    response = HttpResponseRedirect(back)
    if chosen in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            chosen,
            max_age=_YEAR_SECONDS,
            secure=settings.TLS,
            httponly=True,
            samesite="Lax",
        )
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: AppRequest) -> HttpResponse:
    """One's name, language, zone, theme and shortcuts."""
    user = request.user
    if request.method != "POST":
        shown = {
            name: getattr(user, name) for name in ("name", "language", "time_zone", "theme", "shortcuts")
        }
        return _profile_page(request, shown)
    given = form_values(request, "name", "language", "time_zone", "theme")
    shortcuts = request.POST.get("shortcuts") == "on"
    try:
        change_profile(by=request.actor, **given, shortcuts=shortcuts)
    except Invalid as invalid:
        texts = problem_texts(invalid)
        return _profile_page(request, {**given, "shortcuts": shortcuts}, texts, status=422)
    return HttpResponseRedirect(f"{reverse('profile')}?saved=profile")


@sensitive_post_parameters("old", "new", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: AppRequest) -> HttpResponse:
    """Change one's password; every other session of the person ends.

    With a password that somebody else made this is the only page: it says why, and leads on to the page wanted.
    """
    if request.method != "POST":
        return _password_page(request, {})
    given = form_values(request, "old", "new", "again")
    try:
        user = change_password(user=request.user, at=request.now, **given)
    except TooManyAttempts as closed:
        return _password_page(request, {"old": wording.wait_text(closed.retry_at, request.now)}, status=429)
    except Invalid as invalid:
        return _password_page(request, wording.password_texts(invalid), status=422)
    # Sessions carry a hash of the password, so all others are void; this one gets the new hash and a new key.
    was_given = request.user.must_change_password
    auth.update_session_auth_hash(request, user)
    if was_given:
        return HttpResponseRedirect(next_path(request.POST.get("next")))
    return HttpResponseRedirect(f"{reverse('profile')}?saved=password")


def _profile_page(
    request: AppRequest,
    shown: Mapping[str, object],
    errors: Mapping[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "shown": shown,
        "errors": errors or {},
        "languages": settings.LANGUAGES,
        "zones": zone_options(request.now),
        "saved": request.GET.get("saved", ""),
        "feed_made_at": feed_made_at(request.actor),
        "feed_url": "",
    }
    return render(request, "account/profile.html", context, status=status)


def _password_page(request: AppRequest, errors: Mapping[str, str], status: int = 200) -> HttpResponse:
    if not request.user.must_change_password:
        return render(request, "account/password.html", {"errors": errors}, status=status)
    following = next_path(request.POST.get("next") or request.GET.get("next"))
    return render(
        request, "account/given_password.html", {"errors": errors, "next": following}, status=status
    )
