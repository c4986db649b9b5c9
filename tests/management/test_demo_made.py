"""Making the demo: other languages, larger ones, the same seed twice, and refusals."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from django.core.management.base import CommandError
from django.db import transaction

from tests.management.soundness import assert_sound
from voronka.commands.demo_workspace.load import load_demo
from voronka.commands.demo_workspace.translations import TABLES
from voronka.models import Deal, Stage, Workspace

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NOW = datetime(2026, 11, 24, 9, 42, tzinfo=UTC)


@pytest.mark.slow
@pytest.mark.django_db
def test_a_larger_demo_in_another_language_is_sound(tmp_path: Path) -> None:
    made = load_demo(at=NOW, seed=2, language="uk", folder=tmp_path, deals=700)
    assert made.deals == Deal.objects.count() == 700
    assert_sound()
    assert Workspace.objects.get().language == "uk"
    assert Stage.objects.filter(name=TABLES["uk"]["Agree terms"]).exists()
    assert not Deal.objects.filter(title="Blast freezer line, 12 t/day").exists()


@pytest.mark.slow
@pytest.mark.django_db
def test_the_same_seed_makes_the_same_deals(tmp_path: Path) -> None:
    columns = ("title", "amount", "stage__name", "owner__name", "created_at", "next_step_at", "exit_note")

    def made() -> list[tuple[object, ...]]:
        with transaction.atomic():
            load_demo(at=NOW, seed=3, language="en", folder=tmp_path, deals=260)
            rows = list(Deal.objects.order_by("created_at", "title").values_list(*columns))
            transaction.set_rollback(True)
            return rows

    assert made() == made()


@pytest.mark.django_db
def test_a_second_demo_is_refused(said: Callable[..., str], house: object) -> None:
    with pytest.raises(CommandError, match="holds a workspace already"):
        said("demo")
    with pytest.raises(CommandError, match="--deals is -1"):
        said("demo", "--deals=-1")
