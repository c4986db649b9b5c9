"""What only the whole file can tell of its robots: keys that are taken, names of what does not exist, values of no use."""

from collections.abc import Iterator

from voronka.domain.pipeline import StageKind
from voronka.domain.playbook.faults import Fault, Role, UnknownChoice, Wanted, WrongKind
from voronka.domain.playbook.nodes import Node, Scalar, ScalarKind, Table
from voronka.domain.playbook.robot_format import MEASURED, NEXT_STAGE
from voronka.domain.playbook.shapes import nearest
from voronka.domain.playbook.tree import get, keys_of, scalars, tables, taken, text_of, unknown
from voronka.domain.robot import CHOICES, CONDITION_FIELDS, FieldType

_PLACES = tuple(kind.value for kind in StageKind if kind is not StageKind.WORKING)


def robot_faults(pipeline: Table, tracks: tuple[str, ...], hand_overs: tuple[str, ...]) -> Iterator[Fault]:
    """Every such fault in one pipeline."""
    stages = list(tables(pipeline, "stages"))
    known = {"move_to": (Role.STAGE, (*keys_of(stages), NEXT_STAGE)), "track": (Role.TRACK, tracks)}
    known["hand_over"] = (Role.HAND_OVER, hand_overs)
    for place in (*stages, *(get(pipeline, name) for name in _PLACES)):
        robots = list(tables(place, "robots"))
        yield from taken(robots, Role.ROBOT)
        for robot in robots:
            for deed in tables(robot, "do"):
                yield from _in_deed(deed, known)
            for condition in tables(robot, "if"):
                yield from condition_faults(condition)


def _in_deed(deed: Table, known: dict[str, tuple[Role, tuple[str, ...]]]) -> Iterator[Fault]:
    for name, (role, there) in known.items():
        named = get(deed, name)
        if isinstance(named, Scalar):
            yield from unknown(named, there, role)


def condition_faults(condition: Table) -> Iterator[Fault]:
    """A day is no amount, and a field with some values has no other."""
    field = text_of(get(condition, "field")) or ""
    if field in MEASURED:
        for how in ("least", "most"):
            yield from _of_kind(get(condition, how), CONDITION_FIELDS[field])
    if field in CHOICES:
        compared = (get(condition, "equal"), get(condition, "other"), *scalars(condition, "one_of"))
        for value in compared:
            yield from _among(value, CHOICES[field])


def _of_kind(value: Node | None, type_: FieldType) -> Iterator[Fault]:
    if not isinstance(value, Scalar):
        return
    is_number = value.kind in {ScalarKind.WHOLE, ScalarKind.NUMBER}
    if type_ is FieldType.AMOUNT and not is_number:
        yield Fault(value.place, WrongKind(Wanted.NUMBER, "1000"))
    if type_ is FieldType.DATE and is_number:
        yield Fault(value.place, WrongKind(Wanted.DAY, '"2026-12-31"'))


def _among(value: Node | None, known: tuple[str, ...]) -> Iterator[Fault]:
    if isinstance(value, Scalar) and value.text not in known:
        yield Fault(value.place, UnknownChoice(value.text, nearest(value.text, known), known))
