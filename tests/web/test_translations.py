"""Every string of the interface is translated into every language, with its placeholders and plurals."""

from scripts.messages import faults, gather


def test_no_string_is_missing_in_any_language() -> None:
    assert faults(gather()) == []
