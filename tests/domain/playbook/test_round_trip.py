"""Any playbook, written and read, is the same; its file obeys the schema; hostile files end early."""

from __future__ import annotations

import contextlib
import json
import re
import time
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from tests.domain.playbook.plain import plain
from tests.domain.playbook.playbooks import playbooks
from voronka.domain.criteria import FieldFilled, SomeOf
from voronka.domain.playbook.faults import NotYaml, TooDeep, TooLarge, TooManyValues, UnknownAnchor
from voronka.domain.playbook.nodes import MOST_CHARACTERS, parse
from voronka.domain.playbook.read import UnreadablePlaybook, read_playbook
from voronka.domain.playbook.scalars import duration
from voronka.domain.playbook.write import write_playbook

if TYPE_CHECKING:
    from voronka.domain.playbook.model import Playbook

SCHEMA = Draft7Validator(
    json.loads((Path(__file__).parents[3] / "docs" / "playbook.schema.json").read_text())
)
GOOD = (Path(__file__).parent / "good.yaml").read_text()


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(playbooks())
def test_any_playbook_written_and_read_is_equal(playbook: Playbook) -> None:
    text = write_playbook(playbook)
    assert read_playbook(text) == playbook
    assert write_playbook(read_playbook(text)) == text
    root, faults = parse(text)
    assert root is not None
    assert not faults
    assert SCHEMA.is_valid(plain(root))


@given(st.text(max_size=200))
def test_junk_is_refused_and_never_breaks(junk: str) -> None:
    with pytest.raises(UnreadablePlaybook) as caught:
        read_playbook(junk)
    assert caught.value.faults


@given(st.binary(max_size=200))
def test_bytes_are_refused_and_never_break(junk: bytes) -> None:
    with pytest.raises(UnreadablePlaybook) as caught:
        read_playbook(junk)
    assert caught.value.faults


@given(st.data())
def test_a_good_file_with_a_piece_cut_out_never_breaks(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(GOOD)))
    end = data.draw(st.integers(start, min(len(GOOD), start + 60)))
    with contextlib.suppress(UnreadablePlaybook):
        read_playbook(GOOD[:start] + GOOD[end:])


@pytest.mark.parametrize(
    ("hostile", "wrong"),
    [
        ("a: " + "[" * 100_000, TooDeep),
        ("a" * (MOST_CHARACTERS + 1), TooLarge),
        ("a: &a [*a]", UnknownAnchor),
        (
            "a: &a [x, x, x, x, x, x, x, x, x]\n"
            + "".join(f"{n}: &{n} [{', '.join([f'*{chr(ord(n) - 1)}'] * 9)}]\n" for n in "bcdefghi"),
            TooManyValues,
        ),
        ("- - - - " * 4000 + "x", TooDeep),
        ("a: {" * 30_000, TooDeep),
        ("'" * 99_999, NotYaml),
    ],
    ids=["deep", "large", "in-itself", "laughs", "dashes", "braces", "quotes"],
)
def test_hostile_files_end_early(hostile: str, wrong: type) -> None:
    since = time.monotonic()
    with pytest.raises(UnreadablePlaybook) as caught:
        read_playbook(hostile)
    assert isinstance(caught.value.faults[0].wrong, wrong)
    assert time.monotonic() - since < 20


STAGES = "".join(f"{{key: s{n}, back_to: [{', '.join(f'x{m}' for m in range(20))}]}}, " for n in range(1500))


@pytest.mark.parametrize(
    ("hostile", "at_least"),
    [
        ("format: 1\n" + "".join(f"k{n}: x\n" for n in range(20_000)), 20_000),
        (f"format: 1\npipelines: [{{key: p, stages: [{STAGES}]}}]\n", 1500),
        ("k" * 400_000 + ": 1\n", 1),
        (f"format: {'k' * 400_000}\n", 1),
    ],
    ids=["keys", "stages", "one-long-key", "one-long-value"],
)
def test_as_many_faults_as_fit_are_told_in_time_and_shortly(hostile: str, at_least: int) -> None:
    since = time.monotonic()
    with pytest.raises(UnreadablePlaybook) as caught:
        read_playbook(hostile)
    assert len(caught.value.faults) >= at_least
    assert max(len(str(fault)) for fault in caught.value.faults) < 2000
    assert time.monotonic() - since < 30


def test_windows_lines_and_a_byte_order_mark_are_read() -> None:
    told = ("\ufeff" + GOOD.replace("\n", "\r\n")).encode()
    assert read_playbook(told) == read_playbook(GOOD)


def test_a_file_of_one_language_needs_no_languages_in_its_texts() -> None:
    plainly = re.sub(r"\{en: ([^,}]+), ru: (?:\"[^\"]*\"|[^,}]+)\}", r"\1", GOOD).replace("[en, ru]", "[en]")
    assert "name: Small\n" in plainly
    playbook = read_playbook(plainly)
    assert playbook.name == {"en": "Small"}
    assert "    name: Sales\n" in write_playbook(playbook)


def test_a_criterion_is_told_in_one_language() -> None:
    rule = read_playbook(GOOD).pipelines[0].stages[0].exit[0]
    told = rule.criterion_in("ru")
    assert isinstance(told, FieldFilled)
    assert told.title == "Потребность записана"
    some = read_playbook(GOOD).pipelines[0].stages[1].exit[1].criterion_in("en")
    assert isinstance(some, SomeOf)
    assert [one.title for one in some.of] == ["By phone", "By paying"]


@pytest.mark.parametrize(
    ("length", "told"),
    [
        (timedelta(minutes=90), "90m"), (timedelta(hours=1), "1h"), (timedelta(hours=24), "1d"),
        (timedelta(days=7), "7d"), (timedelta(days=14), "2w"), (timedelta(days=15), "15d"),
    ],
)  # fmt: skip
def test_lengths_are_written_in_the_largest_unit(length: timedelta, told: str) -> None:
    assert duration(length) == told
