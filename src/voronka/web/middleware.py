"""What happens around every page: who is asking, in which language, and what a refusal looks like."""

import re
import zoneinfo
from collections.abc import Callable
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone, translation
from django.utils.functional import SimpleLazyObject

from voronka.domain.errors import NotAllowed, NotFound, Refused
from voronka.queries.actors import actor_of
from voronka.queries.live import log_position
from voronka.queries.workspace import workspace
from voronka.web.errors.views import refused_page

Handler = Callable[[HttpRequest], HttpResponse]

# Pages that need no log-in, by URL name. Everything else does: a forgotten page is closed, not open.
OPEN_PAGES = frozenset(
    {
        "login",
        "health",
        "language",
        "calendar-feed",
        "notice-off",
        "intake-endpoint",
        "web-form",
        "web-form-script",
    }
)
# What a password opens that somebody else made: choosing one's own, or leaving.
OPEN_TO_GIVEN_PASSWORDS = OPEN_PAGES | {"password", "logout"}

# Where tokens open, and a cookie opens nothing.
PROGRAMS = "/api/"

_CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; media-src 'self'; manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; "
    "base-uri 'none'"
)
_REQUEST_ID = re.compile(r"^[\w-]{1,40}$")


class SafetyHeaders:
    """The strict content policy, on everything that has none of its own."""

    def __init__(self, get_response: Handler) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Add the headers."""
        response = self._get_response(request)
        response.headers.setdefault("Content-Security-Policy", _CSP)
        # What may stand in frames of other sites says of which by its own policy.
        if not getattr(response, "xframe_options_exempt", False):
            response.headers.setdefault("X-Frame-Options", "DENY")
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), interest-cohort=()")
        if "text/html" in response.headers.get("Content-Type", ""):
            response.headers.setdefault("Cache-Control", "no-store")
        return response


class SignedIn:
    """Sets user, actor, moment and request id; sends strangers to the log-in."""

    def __init__(self, get_response: Handler) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let the request on when its page is open or its person known."""
        # From here on it is an AppRequest, which the type of Django does not know.
        request.now = timezone.now()  # type: ignore[attr-defined]
        given = request.headers.get("X-Request-Id", "")
        request.request_id = given if _REQUEST_ID.match(given) else ""  # type: ignore[attr-defined]
        request.is_htmx = request.headers.get("HX-Request") == "true"  # type: ignore[attr-defined]
        if request.path_info.startswith(PROGRAMS):
            request.user = AnonymousUser()
            return self._get_response(request)
        user = get_user(request)
        request.user = user
        if user.is_authenticated and user.is_active:
            if user.must_change_password and _page_name(request) not in OPEN_TO_GIVEN_PASSWORDS:
                return _to_page(request, "password", 403)
            request.actor = actor_of(user)  # type: ignore[attr-defined]
            # Before anything is read: what happens from now on is told by the live updates.
            is_page = request.method == "GET" and not request.is_htmx  # type: ignore[attr-defined]
            request.live_after = log_position() if is_page else 0  # type: ignore[attr-defined]
            request.workspace = SimpleLazyObject(workspace)  # type: ignore[attr-defined]
            return self._get_response(request)
        if _page_name(request) in OPEN_PAGES:
            return self._get_response(request)
        return _to_page(request, "login", 401)


def _page_name(request: HttpRequest) -> str:
    try:
        return resolve(request.path_info).view_name
    except Resolver404:
        return ""


def _to_page(request: HttpRequest, name: str, status: int) -> HttpResponse:
    """To the page that comes first, and from there back here; `status` is for parts of a page."""
    if request.headers.get("HX-Request") == "true":
        response = HttpResponse(status=status)
        response.headers["HX-Redirect"] = reverse(name)
        return response
    here = request.get_full_path() if request.method == "GET" else "/"
    return HttpResponseRedirect(f"{reverse(name)}?{urlencode({'next': here})}")


class Language:
    """Speaks the person's language and shows their time zone; strangers get their browser's language."""

    def __init__(self, get_response: Handler) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer within language and zone."""
        user = request.user
        language = user.language if user.is_authenticated else translation.get_language_from_request(request)
        zone = user.time_zone if user.is_authenticated else settings.TIME_ZONE
        with translation.override(language), timezone.override(_zone(zone)):
            response = self._get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


def _zone(name: str) -> zoneinfo.ZoneInfo:
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return zoneinfo.ZoneInfo("UTC")


class Refusals:
    """Turns a refusal that no page handled itself into a plain page or, for a part, a message."""

    def __init__(self, get_response: Handler) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Only exceptions matter here."""
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer a refusal; anything else is a bug and goes on."""
        if not isinstance(error, Refused):
            return None
        status = 404 if isinstance(error, NotFound) else 403 if isinstance(error, NotAllowed) else 409
        return refused_page(request, error, status)
