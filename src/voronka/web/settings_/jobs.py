"""What is done beside the requests, for the administrator: who works, what waits, what failed, and when what runs."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from voronka.commands.jobs import give_up_job, retry_job
from voronka.commands.robot_runs import retry_step
from voronka.commands.webhook_secret import renew_webhook_secret, webhook_secret
from voronka.queries.jobs import jobs_view
from voronka.web.job_words import job_error, job_kind, round_name, step_kind
from voronka.web.request import AppRequest
from voronka.web.settings_.access import for_administrators
from voronka.web.settings_.answers import saved


@never_cache
@require_safe
@for_administrators
def index(request: AppRequest) -> HttpResponse:
    """The page."""
    shown = {
        "jobs": jobs_view(request.now),
        "now": request.now,
        "kind": job_kind,
        "round_name": round_name,
        "step": step_kind,
        "error": job_error,
    }
    return render(request, "settings_/jobs.html", shown)


@require_POST
@for_administrators
def retry(request: AppRequest, job: int) -> HttpResponse:
    """Try a failed job again."""
    retry_job(by=request.actor, at=request.now, job=job)
    return saved(request, _("It is tried again now."), "settings-jobs")


@require_POST
@for_administrators
def give_up(request: AppRequest, job: int) -> HttpResponse:
    """Leave a failed job as it is."""
    give_up_job(by=request.actor, at=request.now, job=job)
    return saved(request, _("Given up."), "settings-jobs")


@require_POST
@for_administrators
def retry_step_(request: AppRequest, step: int) -> HttpResponse:
    """Try a robot's failed step again."""
    retry_step(by=request.actor, at=request.now, step=step)
    return saved(request, _("It is tried again now."), "settings-jobs")


@never_cache
@require_safe
@for_administrators
def secret(request: AppRequest) -> HttpResponse:
    """The dialog that shows what webhooks are signed with."""
    return render(request, "settings_/_webhook_secret.html", {"secret": webhook_secret()})


@require_POST
@for_administrators
def renew_secret(request: AppRequest) -> HttpResponse:
    """Another secret, shown in the dialog."""
    made = renew_webhook_secret(by=request.actor)
    return render(request, "settings_/_webhook_secret.html", {"secret": made})
