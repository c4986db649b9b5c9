"""The shipped playbooks: readable, in the canonical form, and complete."""

from __future__ import annotations

from pathlib import Path

import pytest

import voronka
from voronka.domain.playbook.read import read_playbook
from voronka.domain.playbook.write import write_playbook

FOLDER = Path(voronka.__file__).parent / "playbooks"
FILES = sorted(FOLDER.glob("*.yaml"))


def test_there_are_playbooks() -> None:
    assert len(FILES) >= 6


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_reading_and_writing_gives_the_same_bytes(file: Path) -> None:
    source = file.read_bytes()
    assert write_playbook(read_playbook(source)).encode() == source


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_it_speaks_every_language_and_is_called_as_its_file(file: Path) -> None:
    playbook = read_playbook(file.read_bytes())
    assert playbook.languages == ("en", "ru", "uk", "id")
    assert playbook.key == file.stem
