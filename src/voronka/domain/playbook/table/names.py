"""What robots' steps speak of, by name: stages, nurture tracks, hand-overs. In the file they go by keys.

A name stands for a key only where it tells it: one that two of them have does not, nor one that is another's key.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from voronka.domain.playbook.model import PlaybookPipeline
from voronka.domain.playbook.robot_format import NEXT_STAGE
from voronka.domain.playbook.table.model import cleaned
from voronka.domain.robot import Enrol, MoveTo, OfferHandOver, RobotStep

Named = Mapping[str, str]
"""Key -> name in the table's language."""


@dataclass(frozen=True, slots=True)
class Names:
    """The names in one language; None: nobody knows which there are, and keys stand for themselves."""

    stages: Named | None = None
    tracks: Named | None = None
    hand_overs: Named | None = None

    def with_stages(self, pipeline: PlaybookPipeline, language: str) -> "Names":
        """These, and the names of a pipeline's stages."""
        return replace(self, stages={stage.key: cleaned(stage.name[language]) for stage in pipeline.stages})

    def named(self, step: RobotStep) -> RobotStep:
        """The step with names for keys."""
        match step:
            case MoveTo(key) if key:
                return MoveTo(_name(self.stages, key))
            case Enrol(key):
                return Enrol(_name(self.tracks, key))
            case OfferHandOver(key):
                return OfferHandOver(_name(self.hand_overs, key))
            case _:
                return step

    def keyed(self, step: RobotStep) -> RobotStep:
        """The step with keys for names.

        Raises:
            UnknownName
        """
        match step:
            case MoveTo(name) if name:
                return MoveTo(_key(self.stages, name))
            case Enrol(name):
                return Enrol(_key(self.tracks, name))
            case OfferHandOver(name):
                return OfferHandOver(_key(self.hand_overs, name))
            case _:
                return step


NO_NAMES = Names()


class UnknownName(Exception):
    """Nothing is called so. `known` are the names that there are."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        super().__init__(name)
        self.name, self.known = name, tuple(dict.fromkeys(known))


def _name(named: Named | None, key: str) -> str:
    if named is None:
        return key
    name = named.get(key, "")
    told = name and name.casefold() != NEXT_STAGE and name not in named
    return name if told and _called(named, name) == [key] else key


def _key(named: Named | None, name: str) -> str:
    if named is None or name in named:
        return name
    called = _called(named, name)
    if len(called) != 1:
        raise UnknownName(name, named.values())
    return called[0]


def _called(named: Named, name: str) -> list[str]:
    return [key for key, one in named.items() if one.casefold() == name.casefold()]
