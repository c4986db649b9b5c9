"""Putting advice aside until tomorrow."""

from django.http import HttpResponse
from django.utils.timezone import localdate
from django.views.decorators.http import require_POST

from voronka.commands.advice import put_advice_aside
from voronka.web.request import AppRequest


@require_POST
def put_aside(request: AppRequest, pipeline: int) -> HttpResponse:
    """Say no more of this pipeline's balance today; what stood there goes."""
    put_advice_aside(by=request.actor, pipeline=pipeline, day=localdate(request.now))
    return HttpResponse("")
