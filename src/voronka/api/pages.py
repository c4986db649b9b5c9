"""What the API shows without a token: its description, and a page to read it by."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from voronka.api.openapi import described
from voronka.api.problem import KINDS, of_status
from voronka.api.reading import parts, shapes


@require_safe
def description(_request: HttpRequest) -> HttpResponse:
    """OpenAPI 3.1."""
    return JsonResponse(described())


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """The description as a page."""
    return render(request, "api/docs.html", {"parts": parts(), "shapes": shapes(), "kinds": KINDS})


@csrf_exempt
def unknown(_request: HttpRequest) -> HttpResponse:
    """No such address."""
    return of_status(404)
