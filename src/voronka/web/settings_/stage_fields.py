"""The fields of a stage's form: as it has them, as a form gave them, and by what it is known when it comes back."""

import json
from collections.abc import Mapping
from zlib import crc32

from django.utils.translation import gettext as _

from voronka.domain.pipeline import Advance, Pipeline, Stage
from voronka.domain.seller_steps import step_lines
from voronka.domain.task import TaskKind
from voronka.queries.settings import StageOfPipeline
from voronka.web.buyer_words import BUYER_STAGES
from voronka.web.durations import duration_fields
from voronka.web.request import AppRequest
from voronka.web.settings_.choices import duration_units
from voronka.web.settings_.limit_rows import COUNT, row_values, typed_rows
from voronka.web.wording import choices

FIELDS = (
    "name", "purpose", "limit", "limit_unit", "steps", "step_kind", "step_title", "step_is_limiter", "step_after",
    "step_after_unit", "question", "buyer", "advance", "back", "wake_after", "wake_after_unit",
)  # fmt: skip


def given(request: AppRequest) -> dict[str, str]:
    """What the form says. Where the ways back are asked for, no tick means to none; where moving on is, by hand; where a limiter is, none."""
    said = {name: request.POST[name] for name in FIELDS if name in request.POST}
    if "back" in said:
        said["back_to"] = "\n".join(request.POST.getlist("back_to"))
    if "asks_limiter" in request.POST:
        said["step_is_limiter"] = said.get("step_is_limiter", "")
    if COUNT in request.POST:
        said |= typed_rows(request.POST.dict())
    if "asks_advance" in request.POST:
        said["advance"] = said.get("advance", Advance.BY_HAND)
    return said


def values_of(stage: Stage, pipeline: Pipeline) -> Mapping[str, str]:
    """The stage as its form shows it; stages are named, so that it reads the same in a draft and in force."""
    back_to = (one.name for one in pipeline.working if stage.may_go_back_to(one.id))
    wake_after, wake_after_unit = duration_fields(stage.wake_after)
    limit, limit_unit = duration_fields(stage.limit)
    after, after_unit = duration_fields(stage.default_step.after)
    return {
        "name": stage.name,
        "purpose": stage.purpose,
        "limit": limit,
        "limit_unit": limit_unit,
        **row_values(stage.limits),
        "steps": step_lines(stage.steps),
        "step_kind": stage.default_step.kind,
        "step_title": stage.default_step.title,
        "step_is_limiter": "on" if stage.default_step.is_limiter else "",
        "step_after": after,
        "step_after_unit": after_unit,
        "question": stage.question,
        "buyer": stage.buyer or "",
        "advance": stage.advance,
        "back": "any" if stage.back_to is None else "only",
        "back_to": "" if stage.back_to is None else "\n".join(back_to),
        "wake_after": wake_after,
        "wake_after_unit": wake_after_unit,
    }


def seen(values: Mapping[str, str]) -> str:
    """What a form knows these values by, to notice that a colleague saved others meanwhile."""
    return f"{crc32(json.dumps(values, sort_keys=True).encode()):08x}"


def chosen_from(place: StageOfPipeline) -> dict[str, object]:
    """What the fields choose from."""
    return {
        "units": duration_units(),
        "task_kinds": choices(TaskKind),
        "buyers": [("", _("Not said")), *((kind.value, str(name)) for kind, name in BUYER_STAGES.items())],
        "others": _others(place),
    }


def _others(place: StageOfPipeline) -> list[str]:
    """The stages that a deal might go back to: earlier ones, out of an exit all."""
    working = place.pipeline.working
    earlier = (one for one in working if not place.stage.kind.is_open or one.position < place.stage.position)
    return [one.name for one in earlier]
