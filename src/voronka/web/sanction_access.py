"""Pages of sanctions are there only while they are on, whoever asks."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpResponse

from voronka.domain.errors import NotFound
from voronka.web.request import AppRequest

Rest = ParamSpec("Rest")
View = Callable[Concatenate[AppRequest, Rest], HttpResponse]


def while_sanctions_are_on(view: View[Rest]) -> View[Rest]:
    """Otherwise there is no such page."""

    @wraps(view)
    def guarded(request: AppRequest, /, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponse:
        if not request.workspace.sanctions_on:
            raise NotFound
        return view(request, *args, **kwargs)

    return guarded
