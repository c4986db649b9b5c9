"""E-mail addresses: one key for every way of writing one and the same.

Folded: spaces around, case, full-width letters, and the two ways to write a domain of other letters (пошта.укр is
xn--80a1acn3a.xn--j1amh, kept so, for that is what mail programs dial). Not folded: dots and +tags before the @. What
they mean is each provider's own matter, and two people are not made one by guessing. Source: RFC 5321, RFC 5890.
"""

import unicodedata

# What stands for the dot of a domain on some keyboards (RFC 3490, section 3.1).
_DOTS = str.maketrans("。．｡", "...")


def normal_email(text: str) -> str:
    """The key of an address as typed; text that is none comes back trimmed and in lower case."""
    address = unicodedata.normalize("NFKC", text.strip()).lower()
    local, at, domain = address.rpartition("@")
    if not at:
        return address
    labels = domain.translate(_DOTS).rstrip(".").split(".")
    return f"{local}@{'.'.join(map(_dialled, labels))}"


def shown_email(address: str) -> str:
    """The address as people read it: its domain in its own letters."""
    local, at, domain = address.rpartition("@")
    return f"{local}{at}{'.'.join(map(_read, domain.split('.')))}"


def _dialled(label: str) -> str:
    if label.isascii():
        return label
    try:
        return label.encode("idna").decode("ascii")
    except UnicodeError:
        return label


def _read(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        return label.encode("ascii").decode("idna")
    except UnicodeError:
        return label
