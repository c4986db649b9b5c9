"""Lines of CSV files for spreadsheets: UTF-8 behind a byte order mark, and no cell that they would run."""

import csv
import io
from collections.abc import Iterable

MARK = "\ufeff"
# What a spreadsheet takes for the beginning of a formula. Source: OWASP, CSV Injection.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_line(cells: Iterable[str]) -> str:
    """One line with its end."""
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerow(neutral(cell) for cell in cells)
    return buffer.getvalue()


def neutral(cell: str) -> str:
    """The cell as text that a spreadsheet shows and never runs."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
