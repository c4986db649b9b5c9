"""What is done for each kind of job, in one mapping.

A handler is called at least once: the process may die between what it did and telling so. What goes outside carries
an id that is the same at every attempt (the payload has it); what is written here goes by a command that asks first.
It raises `OutsideError` for what comes from outside; anything else is a fault of ours, logged and tried again too.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from voronka.domain.jobs import JobKind

Handler = Callable[[Mapping[str, Any], datetime], None]

HANDLERS: Mapping[JobKind, Handler] = {}
