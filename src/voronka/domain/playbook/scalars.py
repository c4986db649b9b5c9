"""Single values as the playbook's file writes them: texts, numbers, lengths of time."""

import re
from datetime import timedelta
from decimal import Decimal

from voronka.domain.playbook.nodes import ScalarKind, plain_kind

_UNITS = (
    # A week is easier to grasp as seven days.
    ("w", timedelta(weeks=1), 2),
    ("d", timedelta(days=1), 1),
    ("h", timedelta(hours=1), 1),
    ("m", timedelta(minutes=1), 1),
)


def number(value: Decimal) -> str:
    """Digits, and a point only where something follows it."""
    plain = format(value, "f")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def duration(length: timedelta) -> str:
    """`30m`, `4h`, `3d`, `2w`: the largest unit that it is a whole number of; whole minutes at least."""
    for sign, unit, least in _UNITS:
        if length % unit == timedelta(0) and length // unit >= least:
            return f"{length // unit}{sign}"
    raise ValueError(length)


# What may not begin a plain value, what may not stand in it, and what the older YAML takes for yes and no.
_STARTS = re.compile(r"[-?:,\[\]{}#&*!|>'\"%@`=<~]|\.\.\.|\s")
_INSIDE = re.compile(
    r": |:\Z| #|\s\Z|[^\x20-\x7e\xa1-\u2027\u202a-\ud7ff\ue000-\ufdcf\ufdf0-\ufefe\uff00-\uffef]"
)
_OLD_YES_NO = re.compile(r"(?:y|n|yes|no|on|off)\Z", re.IGNORECASE)
IN_FLOW = re.compile(r"[,\[\]{}:]")


def scalar(said: str) -> str:
    """A text as YAML, in quotes only where it needs them outside braces."""
    risky = (
        _STARTS.match(said)
        or _INSIDE.search(said)
        or _OLD_YES_NO.match(said)
        or plain_kind(said) is not ScalarKind.TEXT
        or re.match(r"[-+.0-9][0-9_:.,-]*\Z", said)
    )
    return quoted(said) if risky else said


def in_flow(said: str) -> str:
    """A text as YAML that may stand in braces and brackets."""
    written = scalar(said)
    return quoted(said) if not written.startswith('"') and IN_FLOW.search(said) else written


def quoted(said: str) -> str:
    """A text as YAML in quotes, which may stand anywhere."""
    return f'"{"".join(map(_escaped, said))}"'


_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def _escaped(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    if character.isprintable():
        return character
    code = ord(character)
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
