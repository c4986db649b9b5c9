"""`voronka playbook check` on a folder of bad examples: every planted fault is found on its line, and nothing else.

A line that holds one says so itself: `# fault: UnknownKey`; two of one line are told one after the other.
"""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone

import voronka
from voronka.commands.deals import NewDeal, create_deal
from voronka.commands.moves import move_deal
from voronka.commands.passing import Move
from voronka.commands.setup.playbooks import install_playbook
from voronka.domain.playbook.lint.remark import Finding, LimitBeyondCycle, NobodyUses, SourceOfNobody, Use
from voronka.domain.playbook.lint.rules import GRAVE, lint
from voronka.domain.playbook.places import places_of
from voronka.domain.playbook.read import UnreadablePlaybook, read_playbook
from voronka.queries.playbook_use import use_of

if TYPE_CHECKING:
    from tests.factories import House

    Places = list[tuple[int, str]]

FOLDER = Path(__file__).parent.parent / "domain" / "playbook" / "bad_playbooks"
BAD = sorted(FOLDER.glob("*.yaml"))
BY_USE = {LimitBeyondCycle.__name__, NobodyUses.__name__, SourceOfNobody.__name__}
SHIPPED = sorted((Path(voronka.__file__).parent / "playbooks").glob("*.yaml"))
PLACE = re.compile(r"^  (\d+):(\d+) ", re.MULTILINE)


def planted(file: Path) -> Places:
    """The lines with a fault, and what it is called."""
    return [
        (number, name)
        for number, line in enumerate(file.read_text().splitlines(), 1)
        for name in line.partition("# fault: ")[2].split()
    ]


def without_use(places: Places) -> Places:
    """Without what only the figures of a workspace tell."""
    return [place for place in places if place[1] not in BY_USE]


def in_the_file(file: Path, use: Use | None = None) -> Places:
    """What the reader and the linter find, and where."""
    source = file.read_bytes()
    try:
        playbook = read_playbook(source)
    except UnreadablePlaybook as error:
        return [(fault.place.line, type(fault.wrong).__name__) for fault in error.faults]
    places = places_of(source)
    return [(places[remark.spot].line, type(remark.finding).__name__) for remark in lint(playbook, use)]


def told(*given: str) -> tuple[str, int]:
    """What the command says, and how it ends."""
    out = StringIO()
    try:
        call_command("playbook", "--language", "en", "check", *given, stdout=out)
    except CommandError as error:
        return out.getvalue(), error.returncode
    return out.getvalue(), 0


@pytest.mark.parametrize("file", BAD, ids=lambda file: file.stem)
def test_what_was_planted_is_found_and_nothing_else(file: Path) -> None:
    expected = without_use(planted(file))
    assert in_the_file(file) == expected
    words, code = told(str(file))
    assert [int(line) for line, _column in PLACE.findall(words)] == [line for line, _name in expected]
    advice = {finding.__name__ for finding in get_args(Finding)} - {finding.__name__ for finding in GRAVE}
    assert code == int(any(name not in advice for _line, name in expected))


def test_every_rule_of_the_linter_has_an_example() -> None:
    names = {name for file in BAD for _line, name in planted(file)}
    assert {finding.__name__ for finding in get_args(Finding)} <= names


def test_the_program_tells_all_of_them_at_once_and_nothing_of_the_shipped_ones() -> None:
    program = Path(sys.executable).with_name("voronka")
    given = [str(program), "playbook", "--language", "en", "check", *map(str, (*BAD, *SHIPPED))]
    run = subprocess.run(given, capture_output=True, text=True, check=False)
    expected = [line for file in BAD for line, _name in without_use(planted(file))]
    assert [int(line) for line, _column in PLACE.findall(run.stdout)] == expected
    assert run.returncode == 1
    for file in SHIPPED:
        assert f"{file}: all is well\n" in run.stdout
    shipped = subprocess.run([*given[:5], *map(str, SHIPPED)], capture_output=True, text=True, check=False)
    assert (shipped.returncode, PLACE.findall(shipped.stdout)) == (0, [])


@pytest.mark.parametrize("file", [file for file in BAD if BY_USE & {name for _, name in planted(file)}])
def test_what_only_the_use_tells_is_found_in_a_workspace(house: House, file: Path) -> None:
    """Twenty deals, none at the second stage; some are won after ten days."""
    text, ruth, now = file.read_text(), house.actor("Ruth"), timezone.now()
    began = now - timedelta(days=12)
    (sales,) = install_playbook(
        by=None, at=began, playbook=read_playbook(text), text=text, language="en"
    ).pipelines
    last, won = (sales.stages.get(key=key).pk for key in ("sign", "won"))
    for number in range(20):
        deal = create_deal(by=ruth, at=began, new=NewDeal(sales.pk, title=f"Freezer {number}"))
        if number % 5 == 0:
            for at, to in ((began, last), (began + timedelta(days=10), won)):
                move_deal(by=ruth, at=at, deal=deal.pk, move=Move(to, exception="They know us"))
    assert in_the_file(file, use_of(read_playbook(text).key, now=now)) == planted(file)
    words, code = told("--with-use", str(file))
    assert [int(line) for line, _column in PLACE.findall(words)] == [line for line, _name in planted(file)]
    assert code == 0


def test_a_reader_who_has_enough_gets_no_stack_trace() -> None:
    program = Path(sys.executable).with_name("voronka")
    given = [str(program), "playbook", "--language", "en", "check", *map(str, BAD * 20)]
    with subprocess.Popen(given, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as run:
        assert run.stdout is not None
        assert run.stderr is not None
        run.stdout.readline()
        run.stdout.close()
        assert run.stderr.read() == ""
    assert run.returncode == 1
