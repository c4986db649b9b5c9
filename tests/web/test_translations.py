"""Every string of the interface is translated into every language, with its placeholders and plurals."""

import pytest

from scripts.messages import faults, gather

pytestmark = pytest.mark.once


def test_no_string_is_missing_in_any_language() -> None:
    assert faults(gather()) == []
