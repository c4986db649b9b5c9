"""The workspace of the command tests."""

import pytest

from tests.factories import House, make_house


@pytest.fixture
def house(db: None) -> House:
    """The cast and an empty pipeline without criteria."""
    return make_house()
