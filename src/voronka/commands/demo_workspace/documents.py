"""The files of the demo: one-page PDFs, written here, so that opening one shows something."""

from collections.abc import Iterator


class Document:
    """A one-page PDF with one line of Latin text, in the shape of an upload."""

    def __init__(self, name: str, line: str) -> None:
        self.name: str | None = name
        self._content = _pdf(line)
        self.size: int | None = len(self._content)

    def chunks(self) -> Iterator[bytes]:
        """The content at once; it is small."""
        yield self._content


def _pdf(line: str) -> bytes:
    """A PDF 1.4 file. Source: ISO 32000-1, 7.5 (file structure)."""
    text = (
        line.encode("latin-1", "replace").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
    )
    stream = b"BT /F1 16 Tf 60 760 Td (" + text + b") Tj ET"
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
            b" /Resources << /Font << /F1 5 0 R >> >> >>"
        ),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
    content, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return content + (
        b"xref\n0 6\n0000000000 65535 f \n%strailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (table, len(content))
    )
