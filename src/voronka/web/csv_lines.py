"""Lines of CSV files for spreadsheets: UTF-8 behind a byte order mark, and no cell that they would run."""

import csv
import io
from collections.abc import Iterable

from voronka.domain.spreadsheet_cells import neutral

MARK = "\ufeff"


def csv_line(cells: Iterable[str], delimiter: str = ",") -> str:
    """One line with its end."""
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n", delimiter=delimiter).writerow(map(neutral, cells))
    return buffer.getvalue()
