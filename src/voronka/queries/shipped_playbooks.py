"""The playbooks that come with Voronka, and which of them the workspace has taken in."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from voronka.domain.errors import NotFound
from voronka.domain.playbook.model import Playbook, PlaybookObjection, PlaybookReason
from voronka.domain.playbook.read import read_playbook
from voronka.models import PlaybookVersion

# The one whose objections belong to no single way of selling.
_USUAL = "six-stages"
FOLDER = Path(__file__).resolve().parent.parent / "playbooks"


@dataclass(frozen=True, slots=True)
class Shipped:
    """A playbook and the text of its file."""

    playbook: Playbook
    text: str


@cache
def shipped_keys() -> tuple[str, ...]:
    """The keys of all of them, which are their files' names: to know these, none has to be read."""
    return tuple(sorted(file.stem for file in FOLDER.glob("*.yaml")))


@cache
def shipped_playbooks() -> tuple[Shipped, ...]:
    """All of them, the shortest first. Read once by a process; they come with the package."""
    found = [_read(key) for key in shipped_keys()]
    return tuple(sorted(found, key=lambda one: (_stages(one.playbook), one.playbook.key)))


@cache
def _read(key: str) -> Shipped:
    text = (FOLDER / f"{key}.yaml").read_text(encoding="utf-8")
    return Shipped(read_playbook(text), text)


def _stages(playbook: Playbook) -> int:
    return sum(len(pipeline.stages) for pipeline in playbook.pipelines)


def shipped_playbook(key: str) -> Shipped:
    """The one with this key.

    Raises:
        NotFound
    """
    if key not in shipped_keys():
        raise NotFound
    return _read(key)


def usual_objections() -> tuple[PlaybookObjection, ...]:
    """What clients of nearly any trade object, with answers; in every language that Voronka speaks."""
    return shipped_playbook(_USUAL).playbook.objections


def usual_reasons() -> tuple[tuple[PlaybookReason, ...], tuple[PlaybookReason, ...]]:
    """Why deals of nearly any trade are lost, and why they are postponed."""
    playbook = shipped_playbook(_USUAL).playbook
    return playbook.lost_reasons, playbook.postpone_reasons


def installed_playbooks() -> frozenset[str]:
    """The keys of the playbooks that the workspace has taken in. One query."""
    return frozenset(PlaybookVersion.objects.values_list("key", flat=True))
