"""Tables read back out of a printed page: our PDF carries what it was made from as an attached file."""

from io import BytesIO

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from voronka.domain.playbook.table.faults import BrokenFile, NotOurs, TableFault, UnreadableTable
from voronka.domain.playbook.table.markdown_read import read_markdown
from voronka.domain.playbook.table.model import Table, TablePlace

ATTACHED = "playbook.md"

_MOST_ATTACHED = 5_000_000
# The library has no error of its own for every kind of damage.
_BROKEN = (
    ArithmeticError, AttributeError, LookupError, OSError, PyPdfError, RuntimeError, TypeError, ValueError,
)  # fmt: skip


def read_printed(content: bytes) -> tuple[Table, ...]:
    """The tables that the PDF was made from. What is printed on its pages is not read.

    Raises:
        UnreadableTable
    """
    try:
        source = _attached(content)
    except _BROKEN as error:
        raise UnreadableTable((TableFault(TablePlace(), BrokenFile()),)) from error
    if source is None or len(source) > _MOST_ATTACHED:
        raise UnreadableTable((TableFault(TablePlace(), NotOurs()),))
    try:
        return read_markdown(source.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise UnreadableTable((TableFault(TablePlace(), NotOurs()),)) from error


def _attached(content: bytes) -> bytes | None:
    reader = PdfReader(BytesIO(content))
    found = reader.attachments.get(ATTACHED)
    return found[0] if found else None
