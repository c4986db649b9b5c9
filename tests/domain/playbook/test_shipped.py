"""The shipped playbooks: readable, in the canonical form, and complete."""

from __future__ import annotations

from pathlib import Path

import pytest

import voronka
from voronka.domain.pipeline import PipelineKind
from voronka.domain.playbook.model import Leads, Playbook
from voronka.domain.playbook.read import read_playbook
from voronka.domain.playbook.write import write_playbook

FOLDER = Path(voronka.__file__).parent / "playbooks"
FILES = sorted(FOLDER.glob("*.yaml"))


def test_there_are_playbooks() -> None:
    assert len(FILES) >= 8


def test_each_method_comes_with_its_leads_on_the_board_of_the_deals_and_apart() -> None:
    forms: dict[str, dict[Leads, Playbook]] = {}
    for playbook in (read_playbook(file.read_bytes()) for file in FILES):
        assert playbook.form is not None, playbook.key
        forms.setdefault(playbook.form.method, {})[playbook.form.leads] = playbook
    for method, pair in forms.items():
        assert set(pair) == set(Leads), method
        assert method in {playbook.key for playbook in pair.values()}
        kinds = {leads: [one.kind for one in playbook.pipelines] for leads, playbook in pair.items()}
        assert kinds[Leads.APART][0] is PipelineKind.LEAD
        assert PipelineKind.LEAD not in kinds[Leads.TOGETHER]
        assert pair[Leads.APART].hand_overs[0].from_pipeline == pair[Leads.APART].pipelines[0].key


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_reading_and_writing_gives_the_same_bytes(file: Path) -> None:
    source = file.read_bytes()
    assert write_playbook(read_playbook(source)).encode() == source


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_it_speaks_every_language_and_is_called_as_its_file(file: Path) -> None:
    playbook = read_playbook(file.read_bytes())
    assert playbook.languages == ("en", "ru", "uk", "id")
    assert playbook.key == file.stem
