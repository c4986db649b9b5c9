"""In which encoding a text file is written: by its mark, by UTF-8's own rules, else by what reads like words."""

import re

from charset_normalizer import from_bytes

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
# The one-byte encodings of Cyrillic tell the same bytes otherwise: decided by how often their letters stand in text.
_CYRILLIC = ("cp1251", "koi8_u", "mac_cyrillic", "cp866", "iso8859_5")
_COMMON = frozenset("оеаинтсрвлкмдпуяыьіОАИНСПКМВ")
# More capitals inside words than text has: the sign of the wrong one of two mirrored encodings.
_CAPITAL_INSIDE = re.compile(r"[а-яёіїєґ][А-ЯЁІЇЄҐ]")
_LATIN = "cp1252"
_ENOUGH = 0.25
_ASCII = 127
_RUN = re.compile(rb"[\x80-\xff]{3,}")


def encoding_of(head: bytes, *, is_whole: bool) -> str:
    """The encoding of a file that begins so; `is_whole`: this is all of it."""
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    if (wide := _without_mark(head)) is not None:
        return wide
    if _is_utf8(head, is_whole=is_whole):
        return "utf-8"
    return _one_byte(head)


def _without_mark(head: bytes) -> str | None:
    """UTF-16 whose mark was lost: every other byte of what is mostly ASCII is zero."""
    even, odd = head[::2].count(0), head[1::2].count(0)
    half = len(head) / 2
    if half and odd > half * 0.3 and even < half * 0.05:
        return "utf-16-le"
    return "utf-16-be" if half and even > half * 0.3 and odd < half * 0.05 else None


def _is_utf8(head: bytes, *, is_whole: bool) -> bool:
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as error:
        # A letter that the end cuts through is none of the file's faults.
        return not is_whole and error.start >= len(head) - 3
    return True


def _one_byte(head: bytes) -> str:
    if not _stands_in_words(head):
        return _western(head)
    best = max(_CYRILLIC, key=lambda name: _likeness(head, name))
    if _likeness(head, best) >= _ENOUGH:
        return best
    return _western(head)


def _stands_in_words(head: bytes) -> bool:
    """Whether what is beyond ASCII makes words: in Western texts it is a letter here and there."""
    beyond = sum(byte > _ASCII for byte in head)
    runs = sum(len(run) for run in _RUN.findall(head))
    return beyond > 0 and runs >= beyond / 2


def _western(head: bytes) -> str:
    guess = from_bytes(head[:65536]).best()
    # Of Western texts the guesser names cousins by turns; one of them has all the letters of the others.
    known = guess is not None and not guess.encoding.startswith(
        ("cp125", "latin", "iso8859", "mac", "cp8", "cp4")
    )
    return guess.encoding if known and guess is not None else _LATIN


def _likeness(head: bytes, name: str) -> float:
    """How much of what is beyond ASCII reads like Russian or Ukrainian words, from 0 to 1."""
    beyond = sum(byte > _ASCII for byte in head)
    text = head.decode(name, errors="replace")
    common = sum(letter in _COMMON for letter in text)
    wrong = len(_CAPITAL_INSIDE.findall(text)) + sum(0x2500 <= ord(letter) < 0x2600 for letter in text)
    return (common - 2 * wrong) / beyond if beyond else 0.0
