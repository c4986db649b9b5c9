"""The workspace: what company this is, and in which currency and time it counts."""

from dataclasses import dataclass

from voronka.models import Workspace


@dataclass(frozen=True, slots=True)
class WorkspaceView:
    """The company's settings that pages show. `country` is the ISO 3166 code of numbers without a code."""

    name: str
    currency: str
    country: str
    time_zone: str
    language: str


_UNSET = WorkspaceView("", "USD", "US", "UTC", "en")


def workspace() -> WorkspaceView:
    """The settings; sensible ones before the set-up. One query."""
    row = Workspace.objects.values_list("name", "currency", "country", "time_zone", "language").first()
    return _UNSET if row is None else WorkspaceView(*row)
