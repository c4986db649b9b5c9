"""A playbook in one of its languages, as a workspace would hold it."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from voronka.domain.playbook.model import Exit, Playbook, PlaybookPipeline, ReturnStep

Said = TypeVar("Said")


def in_one_language(playbook: Playbook, language: str) -> Playbook:
    """The same with nothing said in any other language, and what it leaves open filled in as a workspace does.

    An exit that names no step of its own for the day of return gets the first column's. `language` is one of the
    playbook's.
    """
    spoken = replace(_only(playbook, language), languages=(language,))
    return replace(spoken, pipelines=tuple(map(_filled_in, spoken.pipelines)))


def _only(value: Said, language: str) -> Said:
    """Texts are the only mappings in a playbook."""
    said: Any = value
    if isinstance(said, Mapping):
        said = {language: said[language]}
    elif isinstance(said, tuple):
        said = tuple(_only(one, language) for one in said)
    elif is_dataclass(said) and not isinstance(said, type):
        said = replace(said, **{one.name: _only(getattr(said, one.name), language) for one in fields(said)})
    filled: Said = said
    return filled


def _filled_in(pipeline: PlaybookPipeline) -> PlaybookPipeline:
    return replace(
        pipeline,
        lost=replace(pipeline.lost, return_step=return_step(pipeline, pipeline.lost)),
        postponed=replace(pipeline.postponed, return_step=return_step(pipeline, pipeline.postponed)),
    )


def return_step(pipeline: PlaybookPipeline, way_out: Exit) -> ReturnStep:
    """What is to be done on the day when a deal asks to be taken up again."""
    first = pipeline.unsorted.next_step
    return way_out.return_step or ReturnStep(first.kind, first.title)
