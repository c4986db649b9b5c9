"""Setting what is too long for a deal, and how long a touch takes."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from voronka.commands import values
from voronka.commands.setup.setup_log import What, log_setup, refuse_unless_sets_up_method
from voronka.commands.transaction import writing
from voronka.commands.values import Bad
from voronka.domain.capacity import MOST_MINUTES, Touch
from voronka.domain.errors import Problem
from voronka.domain.freshness import MOST_CHECK_DAYS
from voronka.domain.permissions import Actor
from voronka.domain.problems import MOST_ANSWER_DAYS, MOST_FREE_HOURS
from voronka.models import Workspace


def change_discipline(*, by: Actor, at: datetime, fields: Mapping[str, str], request_id: str = "") -> None:
    """Change `answer_days`, `free_hours`, `check_days` (empty or 0: as long as may be) and the minutes of a touch: `call`, `meeting`...

    Raises:
        NotAllowed, Invalid
    """
    refuse_unless_sets_up_method(by)
    readers: dict[str, Any] = {
        "answer_days": lambda: values.whole(fields.get("answer_days", ""), 0, MOST_ANSWER_DAYS) or 0,
        "free_hours": lambda: values.whole(fields.get("free_hours", ""), 0, MOST_FREE_HOURS) or 0,
        "check_days": lambda: values.whole(fields.get("check_days", ""), 0, MOST_CHECK_DAYS) or 0,
    }
    readers |= {touch.value: lambda touch=touch: _minutes(fields.get(touch.value, "")) for touch in Touch}
    clean = values.checked(readers)
    columns = {
        "answer_days": clean["answer_days"],
        "free_hours": clean["free_hours"],
        "check_days": clean["check_days"],
        "touch_minutes": {touch.value: clean[touch.value] for touch in Touch},
    }
    with writing():
        before = Workspace.objects.filter(pk=1).values(*columns).get()
        if before != columns:
            Workspace.objects.filter(pk=1).update(**columns)
            log_setup(What.DISCIPLINE, 1, by=by, at=at, before=before, after=columns, request_id=request_id)


def _minutes(text: str) -> int:
    found = values.whole(text, 1, MOST_MINUTES)
    if found is None:
        raise Bad(Problem.REQUIRED)
    return found
