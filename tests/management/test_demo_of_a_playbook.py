"""`voronka demo --playbook`: a shipped playbook at work, in an empty database."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.management.base import CommandError

from tests.management.soundness import assert_sound
from voronka.models import Deal, Demonstration, Pipeline, Workspace

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytest_django import Settings

# The same deals are made on both databases by the tests of the demonstration.
pytestmark = [pytest.mark.django_db, pytest.mark.once]


def test_the_playbook_is_filled_and_the_log_ins_are_told(
    said: Callable[..., str], settings: Settings, tmp_path: Path
) -> None:
    settings.FILES_DIR = tmp_path
    told = said("demo", "--playbook", "four-stages", "--language", "uk")
    assert "marina@stuzha.example" in told
    assert set(Pipeline.objects.values_list("playbook__key", flat=True)) == {"four-stages"}
    assert f"with {Deal.objects.count()} deals" in told
    row = Demonstration.objects.get()
    assert row.laid == row.planned
    assert Deal.objects.filter(title="Стелажі для складу").exists()
    assert_sound()


def test_a_number_of_deals_is_the_equipment_company_s(said: Callable[..., str]) -> None:
    with pytest.raises(CommandError, match="--deals belongs to the equipment company"):
        said("demo", "--playbook", "four-stages", "--deals", "500")
    assert not Workspace.objects.exists()
