"""What the workbook says may stand in brackets may stand there, and nothing is left out."""

from __future__ import annotations

from typing import get_args

from voronka.domain.criteria import Criterion, Field, FieldFilled, SomeOf
from voronka.domain.playbook.table.criteria import criterion_read, notation
from voronka.domain.playbook.table.legend import legend


def test_every_kind_of_criterion_is_shown_and_read_as_it_is_shown() -> None:
    kinds = set()
    for brackets, told in legend(notation):
        _gate, criterion, wrongs = criterion_read(f"☐ It is so {brackets}")
        assert not wrongs
        assert criterion is not None
        assert brackets == f"[{told}]" == f"[{notation(criterion)}]"
        kinds.add(type(criterion))
    # One of several criteria is made of the others.
    assert kinds == set(get_args(Criterion)) - {SomeOf}


def test_every_field_is_shown() -> None:
    shown = {criterion_read(f"x {brackets}")[1] for brackets, _told in legend(notation)}
    assert {one.field for one in shown if isinstance(one, FieldFilled)} == set(Field)
