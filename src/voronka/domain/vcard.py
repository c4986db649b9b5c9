"""The lines of a vCard of any version, read one by one: of what telephones write, a strict reader refuses half.

Source: vCard 2.1 (Versit), RFC 2426, RFC 6350.
"""

import quopri
import re
from collections.abc import Iterable, Iterator

BEGIN, END = "BEGIN", "END"
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_CHARSET = re.compile(r"CHARSET=([\w-]+)")
_SCHEME = re.compile(r"^(tel|mailto):", re.IGNORECASE)


def properties(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    """What each says: name in capitals, without its group, and the value as plain text, its lines kept.

    N becomes the full name, ORG the organisation, ADR one line. BEGIN and END come too; what says nothing does not, nor
    does a fax: that is no number to reach anybody by.
    """
    for line in _unfolded(lines):
        head, _, value = line.partition(":")
        name, _, parameters = head.upper().partition(";")
        name = name.rpartition(".")[2].strip()
        if "FAX" not in parameters and (said := _said(name, parameters, value)):
            yield name, said


def _unfolded(lines: Iterable[str]) -> Iterator[str]:
    """Whole lines: one that begins with a space goes on, and so does quoted-printable after an equals sign."""
    whole = ""
    for line in lines:
        if whole.endswith("=") and "QUOTED-PRINTABLE" in whole.partition(":")[0].upper():
            whole = whole[:-1] + line
        elif line[:1] in {" ", "\t"}:
            whole += line[1:]
        else:
            yield whole
            whole = line
    yield whole


def _said(name: str, parameters: str, value: str) -> str:
    if "QUOTED-PRINTABLE" in parameters:
        charset = _CHARSET.search(parameters)
        value = _decoded(quopri.decodestring(value.encode()), charset[1] if charset else "utf-8")
    if name not in {"N", "ORG", "ADR"}:
        plain = unescaped(value)
        return _SCHEME.sub("", plain) if name in {"TEL", "EMAIL"} else plain
    parts = [unescaped(part) for part in unescaped_parts(value)]
    match name:
        case "N":
            family, given, middle = [*parts, "", "", ""][:3]
            return " ".join(filter(None, (given, middle, family)))
        case "ORG":
            return parts[0]
        case _:
            return ", ".join(filter(None, parts))


def _decoded(content: bytes, charset: str) -> str:
    try:
        return content.decode(charset, errors="replace")
    except LookupError:
        return content.decode("utf-8", errors="replace")


def unescaped_parts(value: str) -> list[str]:
    """The parts between semicolons that are no text, each still with its escapes."""
    return re.split(r"(?<!\\);", value)


def unescaped(value: str) -> str:
    """The text that is meant, without needless spaces."""
    text = _ESCAPED.sub(lambda found: "\n" if found[1] in {"n", "N"} else found[1], value)
    return "\n".join(" ".join(line.split()) for line in text.splitlines()).strip()
