"""Pages for what went wrong: each says what, why and what next."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from voronka.domain.errors import NotAllowed, NotFound, Refused
from voronka.web.errors.wording import Message, about, about_refusal
from voronka.web.toast import toast_header


def refused_page(request: HttpRequest, error: Refused, status: int) -> HttpResponse:
    """A refusal that no page handled: a message for a part of a page, else a page."""
    return _answer(request, about_refusal(error), status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400."""
    return _answer(request, about(400), 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403."""
    return _answer(request, about_refusal(NotAllowed()), 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404."""
    return _answer(request, about_refusal(NotFound()), 404)


def broken(request: HttpRequest) -> HttpResponse:
    """500: our fault, and said so."""
    return _answer(request, about(500), 500)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was too old or came from elsewhere."""
    return _answer(request, about(419), 403)


def _answer(request: HttpRequest, message: Message, status: int) -> HttpResponse:
    if request.headers.get("HX-Request") == "true":
        response = HttpResponse(status=status)
        response.headers["HX-Trigger"] = toast_header(message.what, kind="error", more=message.next)
        response.headers["HX-Reswap"] = "none"
        return response
    return render(request, "errors/page.html", {"message": message, "status": status}, status=status)
