"""`voronka playbook`: what it says of files, in which language, and when it fails."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from tests.factories import NOON
from voronka.commands.setup.playbooks import install_playbook
from voronka.domain.playbook.read import read_playbook
from voronka.domain.playbook.table.read import read_table
from voronka.domain.playbook.table.show import table_of
from voronka.models import Pipeline
from voronka.queries.playbook import playbook as playbook_of
from voronka.queries.playbook_now import playbook_now
from voronka.queries.shipped_playbooks import shipped_playbook, shipped_playbooks
from voronka.web.playbook.carried import carried

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.factories import House

    Said = Callable[..., str]

FILES = Path(__file__).parent.parent / "domain" / "playbook"
GOOD = FILES / "good.yaml"


@pytest.fixture
def english(said: Said) -> Said:
    return lambda *given: said("playbook", "--language", "en", *given)


def test_a_good_file_is_well(english: Said) -> None:
    assert english("check", str(GOOD)) == f"{GOOD}: all is well\n"


def test_the_shipped_ones_are_well(english: Said) -> None:
    from_package = sorted((Path(__file__).parents[2] / "src" / "voronka" / "playbooks").glob("*.yaml"))
    told = english("check", *map(str, from_package)).splitlines()
    assert told == [f"{file}: all is well" for file in from_package]


def failing(*given: str, language: str = "en") -> tuple[str, CommandError]:
    """What the command wrote before it failed, and how it failed."""
    out = StringIO()
    with pytest.raises(CommandError) as caught:
        call_command("playbook", "--language", language, *given, stdout=out)
    return out.getvalue(), caught.value


def test_a_fault_is_told_with_its_place_and_the_command_fails() -> None:
    file = FILES / "bad" / "key-unknown.yaml"
    told, error = failing("check", str(file), str(GOOD))
    assert told.splitlines() == [
        f"{file}: 1 fault",
        "  25:9     “porpose” has no place here. Write “purpose”.",
        f"{GOOD}: all is well",
    ]
    assert error.returncode == 1
    assert str(error) == "1 file has faults."


@pytest.mark.parametrize("language", ["en", "ru", "uk", "id"])
def test_every_bad_file_has_words_in_every_language(language: str) -> None:
    bad = sorted(map(str, (FILES / "bad").glob("*.yaml")))
    told, error = failing("check", *bad, language=language)
    assert str(len(bad)) in str(error)
    assert "%(" not in told
    if language != "en":
        assert "has no place here" not in told


def test_remarks_name_the_stage_the_reason_and_what_to_do(english: Said, tmp_path: Path) -> None:
    file = tmp_path / "named.yaml"
    file.write_text(GOOD.read_text().replace("{en: Make the offer,", "{en: Objections,"))
    head, place, words = english("check", str(file)).splitlines()
    assert head == f"{file}: no faults, 1 remark"
    assert place == "  38:14    Sales › Objections"
    assert words == (
        "           “Objections” says nothing of where the client is: it happens at every stage. "
        "Name the stage by what is to be reached, and log objections on the deal."
    )


def test_what_a_file_says_can_t_command_the_terminal(english: Said, tmp_path: Path) -> None:
    file = tmp_path / "sly.yaml"
    file.write_text(GOOD.read_text().replace("{en: Make the offer,", r'{en: "Objections\e[31m",'))
    assert "\x1b" not in english("check", str(file))


def test_the_list_names_every_shipped_one_in_the_readers_language(said: Said) -> None:
    told = [line.split(maxsplit=1) for line in said("playbook", "--language", "ru", "list").splitlines()]
    assert ["nine-statuses", "Девять статусов"] in told
    assert {one.playbook.key for one in shipped_playbooks()} <= {first for first, _rest in told}


def test_a_difference_is_told_stage_by_stage(english: Said, tmp_path: Path) -> None:
    file = tmp_path / "next.yaml"
    file.write_text(GOOD.read_text().replace("limit: 2d", "limit: 3d").replace("seconds: 60", "seconds: 90"))
    assert english("diff", str(GOOD), str(file)).splitlines() == [
        "Sales › Learn the need: Limit: 2 working days → 3 working days",
        (
            "Sales › Make the offer: Changed at the exit: “The client answered” "
            "(some: {least: 1, of: [{call: {with: decision_maker, seconds: 60}}, {payment: {share: 50}}]}) → "
            "“The client answered” "
            "(some: {least: 1, of: [{call: {with: decision_maker, seconds: 90}}, {payment: {share: 50}}]})"
        ),
    ]
    assert english("diff", str(GOOD), str(GOOD)) == "They are the same.\n"
    assert "New hand-over" in english("diff", "four-stages", "four-stages-two-boards")


def test_names_that_mean_nothing_are_told(english: Said, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no shipped playbook “five-stages”"):
        english("diff", "five-stages", "four-stages")
    with pytest.raises(CommandError, match="line 25, column 9"):
        english("diff", str(FILES / "bad" / "key-unknown.yaml"), "four-stages")
    with pytest.raises(CommandError, match="can’t be opened"):
        english("check", str(tmp_path / "none.yaml"))


@pytest.mark.django_db
def test_a_shipped_one_is_handed_out_as_it_is(english: Said) -> None:
    assert english("export", "six-stages") == shipped_playbook("six-stages").text


def test_a_published_one_is_handed_out_as_it_came_in(house: House, english: Said) -> None:
    text = GOOD.read_text() + "# Our own.\n"
    install_playbook(by=None, at=NOON, playbook=read_playbook(text), text=text, language="en")
    assert english("export", "small") == text
    assert english("export", "small", "--number", "1") == text
    with pytest.raises(CommandError, match="Version 2"):
        english("export", "small", "--number", "2")


def test_the_use_of_a_workspace_is_looked_at_when_asked(house: House, english: Said) -> None:
    text = GOOD.read_text()
    install_playbook(
        by=None, at=NOON - timedelta(days=9), playbook=read_playbook(text), text=text, language="en"
    )
    assert english("check", str(GOOD), "--with-use") == f"{GOOD}: all is well\n"


@pytest.mark.django_db
def test_one_is_taken_in_with_the_texts_of_a_language(english: Said, house: House) -> None:
    told = english("import", "four-stages", "--texts", "uk")
    made = Pipeline.objects.get(playbook__key="four-stages")
    assert told == f"Продажі: /board/{made.pk}/\n"
    assert english("export", "four-stages") == shipped_playbook("four-stages").text


@pytest.mark.django_db
def test_a_file_is_taken_in_by_its_name_and_only_once(english: Said, house: House) -> None:
    english("import", str(GOOD))
    pipelines = Pipeline.objects.count()
    _, error = failing("import", str(GOOD))
    assert "“Small” is here already, as the file says it." in str(error)
    assert Pipeline.objects.count() == pipelines


@pytest.mark.django_db
def test_a_changed_file_waits_as_the_draft_of_the_next_version(
    english: Said, house: House, tmp_path: Path
) -> None:
    english("import", str(GOOD))
    made = Pipeline.objects.get(playbook__key="small")
    changed = tmp_path / "changed.yaml"
    changed.write_text(GOOD.read_text().replace("Make the offer", "Write the offer"))
    assert f"/settings/pipelines/{made.pk}/publish/" in english("import", str(changed))
    assert Pipeline.objects.get(draft_of=made).stages.filter(name="Write the offer").exists()


@pytest.mark.django_db
def test_a_table_comes_back_as_a_draft(english: Said, house: House, tmp_path: Path) -> None:
    english("import", str(GOOD))
    made = Pipeline.objects.get(playbook__key="small")
    table = tmp_path / "table.md"
    table.write_bytes(carried("md", [playbook_of(made.pk)]).replace(b"Make the offer", b"Write the offer"))
    assert f"/settings/pipelines/{made.pk}/publish/" in english("import", str(table))
    assert Pipeline.objects.get(draft_of=made).stages.filter(name="Write the offer").exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("given", "why"),
    [
        (["four-stages", "--texts", "xx"], "It has no texts in “xx”. It speaks: en, ru, uk, id"),
        (["best"], "no shipped playbook “best”"),
        ([str(FILES / "bad" / "key-unknown.yaml")], "Line 25, column 9: “porpose”"),
    ],
)
def test_what_can_t_be_taken_in_changes_nothing(house: House, given: list[str], why: str) -> None:
    pipelines = Pipeline.objects.count()
    _, error = failing("import", *given)
    assert why in str(error)
    assert Pipeline.objects.count() == pipelines


@pytest.mark.django_db
def test_without_a_workspace_nothing_is_taken_in() -> None:
    _, error = failing("import", "four-stages")
    assert "Make one: voronka create-workspace." in str(error)
    assert not Pipeline.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("suffix", ["xlsx", "pdf", "md"])
def test_the_tables_in_force_go_out_in_every_format(
    house: House, capfdbinary: pytest.CaptureFixture[bytes], suffix: str
) -> None:
    call_command("playbook", "--language", "ru", "export", "--now", "--format", suffix)
    tables = read_table(capfdbinary.readouterr().out)
    assert tables == tuple(table_of(pipeline, "en") for pipeline in playbook_now().pipelines)


@pytest.mark.django_db
def test_tables_are_made_of_what_is_in_force_only() -> None:
    _, error = failing("export", "six-stages", "--format", "md")
    assert str(error) == "Tables are made of what is in force here: add --now."
    _, error = failing("export", "--now", "--format", "md")
    assert str(error).startswith("There is no workspace yet.")
