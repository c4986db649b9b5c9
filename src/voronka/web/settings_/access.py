"""Who may open which settings. The commands ask the same policy again."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpResponse

from voronka.domain.errors import NotAllowed
from voronka.web.request import AppRequest

Rest = ParamSpec("Rest")
View = Callable[Concatenate[AppRequest, Rest], HttpResponse]


def for_the_method(view: View[Rest]) -> View[Rest]:
    """Pipelines, stages, criteria, reasons: heads and administrators."""

    @wraps(view)
    def guarded(request: AppRequest, /, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponse:
        if not request.actor.policy.may_set_up_method:
            raise NotAllowed
        return view(request, *args, **kwargs)

    return guarded


def for_administrators(view: View[Rest]) -> View[Rest]:
    """Users, teams, workspace, rates: administrators."""

    @wraps(view)
    def guarded(request: AppRequest, /, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponse:
        if not request.actor.policy.may_manage_users:
            raise NotAllowed
        return view(request, *args, **kwargs)

    return guarded
