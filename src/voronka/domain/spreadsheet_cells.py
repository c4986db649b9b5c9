"""Cells of a CSV file that a spreadsheet would run: written with an apostrophe before them, which a reader takes off again.

What began with apostrophes before such a sign gets one more, so that nothing is lost either way. Source: OWASP, CSV Injection.
"""

import re

_FORMULA = re.compile(r"^'*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
_NEUTRAL = re.compile(r"^''*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")


def neutral(cell: str) -> str:
    """The cell as text that a spreadsheet shows and never runs."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def original(cell: str) -> str:
    """The cell as it was before `neutral`; of another program's file as it is, where it begins with no apostrophe."""
    return cell[1:] if _NEUTRAL.match(cell) else cell
