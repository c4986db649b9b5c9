"""What every change of the set-up has in common: who may, the event, and the pipeline's new version."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db.models import F, Model

from voronka.commands.event_log import record
from voronka.domain.errors import NotAllowed
from voronka.domain.events import EventKind
from voronka.domain.permissions import Actor
from voronka.models import Pipeline


class What(StrEnum):
    """What a change of the set-up is about; kept in the event."""

    PIPELINE = "pipeline"
    STAGE = "stage"
    CRITERION = "criterion"
    QUESTION = "question"
    DRAFT = "draft"
    VERSION = "version"
    REASON = "reason"
    CAUSE = "cause"
    TRACK = "track"
    OBJECTION = "objection"
    HAND_OVER = "hand_over"
    ROBOT = "robot"
    PLAYBOOK = "playbook"
    DEMONSTRATION = "demonstration"
    WORKSPACE = "workspace"
    RATE = "rate"
    USER = "user"
    TEAM = "team"
    PLAN = "plan"
    DISCIPLINE = "discipline"
    CALENDAR = "calendar"
    CALENDAR_DAY = "calendar_day"
    OUTSIDE = "outside"
    SANCTIONS = "sanctions"
    SANCTION_RULE = "sanction_rule"
    SOURCE = "source"
    COST = "cost"
    MARKET = "market"
    CUSTOM_FIELD = "custom_field"
    WEBHOOK = "webhook"
    TOKEN = "token"  # noqa: S105 - the name of a kind
    IMPORT = "import"


Facts = Mapping[str, Any]


def refuse_unless_sets_up_method(by: Actor) -> None:
    """Pipelines, stages, criteria and reasons are the heads' and administrators'.

    Raises:
        NotAllowed
    """
    if not by.policy.may_set_up_method:
        raise NotAllowed


def refuse_unless_administers(by: Actor) -> None:
    """Users, teams, workspace and rates are the administrators'.

    Raises:
        NotAllowed
    """
    if not by.policy.may_manage_users:
        raise NotAllowed


def log_setup(
    what: What,
    id: int,
    *,
    by: Actor | None,
    at: datetime,
    before: Facts | None,
    after: Facts | None,
    pipeline: int | None = None,
    request_id: str = "",
) -> None:
    """Record one change. `by` None: the command line; `before` None: it was added; `after` None: it is gone. No secret may stand in either."""
    payload = {"what": what, "id": id, "before": before, "after": after}
    record(EventKind.SETUP_CHANGED, by=by, at=at, payload=payload, pipeline=pipeline, request_id=request_id)


def renew(pipeline: int, at: datetime) -> None:
    """Grow the pipeline's version: readers keep what they read by it."""
    Pipeline.objects.filter(pk=pipeline).update(version=F("version") + 1, changed_at=at)


def reordered(ids: Sequence[int], id: int, place: int) -> list[int]:
    """`ids` with `id` taken out and put in at `place`, counted from 0; beyond the ends is at the ends."""
    others = [other for other in ids if other != id]
    at = max(0, min(place, len(others)))
    return [*others[:at], id, *others[at:]]


def number_rows(model: type[Model], ids: Sequence[int], first: int = 0) -> None:
    """Write `position` of the rows in this order."""
    for position, id in enumerate(ids, start=first):
        model._default_manager.filter(pk=id).update(position=position)  # noqa: SLF001 - Django's public name for it
