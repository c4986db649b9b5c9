"""The workspace of these tests, and what a command says."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import call_command

from tests.factories import House, make_house

if TYPE_CHECKING:
    from collections.abc import Callable

Said = "Callable[..., str]"


@pytest.fixture
def house(db: None) -> House:
    """The cast and an empty pipeline without criteria."""
    return make_house()


@pytest.fixture
def said() -> Callable[..., str]:
    """Run a command; what it wrote."""

    def run(command: str, *given: Any, **options: Any) -> str:
        out = StringIO()
        call_command(command, *given, stdout=out, **options)
        return out.getvalue()

    return run
