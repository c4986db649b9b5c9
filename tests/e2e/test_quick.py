"""Quick entry in a browser: a picture of a QR code fills the fields, and a picture without one is said to have none."""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

from playwright.sync_api import expect

if TYPE_CHECKING:
    from tests.e2e.conftest import Opens

# The code of MECARD:N:Teduh,Ika;TEL:+6281255500142;; a row to a number, in hexadecimal.
CODE = [
    0x1fd33e7f, 0x105dd141, 0x1747755d, 0x1744435d, 0x175eed5d, 0x10522341, 0x1fd5557f, 0x00177f00,
    0x1cdcd6f3, 0x090cc713, 0x0d7237e3, 0x0f988e62, 0x07cbb610, 0x1d99312c, 0x0849ed49, 0x031b7a24,
    0x0fd0f3b5, 0x0094fcac, 0x1d522760, 0x0490b66d, 0x1df7bff4, 0x00151717, 0x1fcdf557, 0x1053451a,
    0x1744fdfd, 0x174cc360, 0x17521f1f, 0x10589e95, 0x1fdfbb97,
]  # fmt: skip
SIDE = 29
DOT, MARGIN = 6, 4


def picture(rows: list[int]) -> bytes:
    """A grey PNG of these rows of dots, with the margin that a code needs."""
    side = SIDE + 2 * MARGIN
    lines = [0] * MARGIN + [row << MARGIN for row in rows] + [0] * MARGIN
    dots = [
        b"".join((b"\0" if line >> at & 1 else b"\xff") * DOT for at in reversed(range(side)))
        for line in lines
    ]
    raw = b"".join((b"\0" + line) * DOT for line in dots)
    size = struct.pack(">IIBBBBB", side * DOT, side * DOT, 8, 0, 0, 0, 0)
    parts = ((b"IHDR", size), (b"IDAT", zlib.compress(raw)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in parts
    )


def test_a_code_in_a_picture_fills_the_fields(as_: Opens) -> None:
    page = as_("seller", "/quick/")
    expect(page.get_by_text("Scan a QR code")).to_be_visible()
    chooser = page.locator("#quick-picture")
    chooser.set_input_files({"name": "wall.png", "mimeType": "image/png", "buffer": picture([0] * SIDE)})
    expect(page.get_by_text("There is no QR code to be seen in the picture.")).to_be_visible()
    code = picture(CODE)
    chooser.set_input_files({"name": "card.png", "mimeType": "image/png", "buffer": code})
    expect(page.get_by_text("Look whether everything is in its place")).to_be_visible()
    expect(page.get_by_label("Name, phone or e-mail")).to_have_value("Ika Teduh")
    expect(page.get_by_label("Phones")).to_have_value("+6281255500142")
