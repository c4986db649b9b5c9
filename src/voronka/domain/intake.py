"""Requests from outside: where they come from, what becomes of them, and what a body says of who asks. Pure.

Whatever arrives is kept as it came. Here it is only read: keys are known in the four languages and by what site
builders usually call them; what is not understood stays in the text that the seller reads.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from itertools import islice
from typing import Any


class SourceKind(StrEnum):
    """By which way requests of a source come."""

    FORM = "form"
    ENDPOINT = "endpoint"
    PHONE = "phone"
    MAIL = "mail"
    MESSENGER = "messenger"
    EVENT = "event"
    IMPORT = "import"
    HAND = "hand"


# Of these requests arrive by themselves, so each says where they go.
RECEIVING = frozenset({SourceKind.FORM, SourceKind.ENDPOINT})


class OwnerRule(StrEnum):
    """Who gets a request of somebody whom nobody looks after yet."""

    NOBODY = "nobody"
    IN_TURN = "in_turn"
    LEAST_LOADED = "least_loaded"


class KnownRule(StrEnum):
    """What becomes of the request of a client in the base: a new deal of theirs, or more of the one that is open."""

    NEW_DEAL = "new_deal"
    OPEN_DEAL = "open_deal"


class RequestState(StrEnum):
    """Where a request is. `RECEIVED`: stored, and worked off in a moment."""

    RECEIVED = "received"
    MADE = "made"
    ATTACHED = "attached"
    REJECTED = "rejected"
    FAILED = "failed"


class Spam(StrEnum):
    """By which rule a request was rejected."""

    HONEYPOT = "honeypot"
    TOO_QUICK = "too_quick"
    WRONG_PROOF = "wrong_proof"
    TOO_MANY = "too_many"
    REPEATED = "repeated"


# Why a card was made with the bare text, or none was: kept in `why` beside the rules of spam.
UNREADABLE = "unreadable"
REFUSED = "refused"
BROKEN = "broken"

MOST_BYTES = 64 * 1024
KEY_LENGTH = 120
MOST_ATTEMPTS = 5
# From one network and for one source, in `WINDOW`: who brings the proof of work may send more.
WINDOW = timedelta(minutes=10)
MOST_PROVEN = 20
MOST_UNPROVEN = 6
# Beyond this many nothing is kept: it is no crowd of clients any more.
MOST_KEPT = 100
MOST_BY_KEY = 600
# The same words so often within a day are no request.
REPEATED_WITHIN = timedelta(days=1)
MOST_REPEATED = 3
QUICKEST = timedelta(seconds=2)
# A page that was left open overnight still sends; an older stamp may have been collected.
OLDEST = timedelta(days=2)
# Leading zero bits of the proof's hash: about 16,000 tries.
PROOF_BITS = 14


@dataclass(frozen=True, slots=True)
class Understood:
    """What a body says. `rest`: what has no place of its own, in the order in which it came."""

    name: str = ""
    phone: str = ""
    email: str = ""
    company: str = ""
    title: str = ""
    message: str = ""
    amount: str = ""
    currency: str = ""
    utm: Mapping[str, str] = field(default_factory=dict)
    page: str = ""
    referrer: str = ""
    rest: tuple[tuple[str, str], ...] = ()

    @property
    def lines(self) -> tuple[str, ...]:
        """What a seller reads: the message, then the rest."""
        return (*filter(None, [self.message]), *(f"{key}: {value}" for key, value in self.rest))


_KNOWN: Mapping[str, frozenset[str]] = {
    "name": frozenset({"name", "fullname", "fio", "contact", "contactname", "person", "имя", "фио", "имяифамилия", "імя", "піб", "nama", "namalengkap", "yourname", "clientname"}),
    "first": frozenset({"firstname", "first", "givenname", "namadepan"}),
    "last": frozenset({"lastname", "last", "surname", "familyname", "фамилия", "прізвище", "namabelakang"}),
    "phone": frozenset({"phone", "tel", "telephone", "mobile", "phonenumber", "cell", "whatsapp", "телефон", "номер", "номертелефона", "номертелефону", "моб", "telepon", "nomortelepon", "hp", "nohp", "yourphone"}),
    "email": frozenset({"email", "mail", "emailaddress", "почта", "электроннаяпочта", "пошта", "електроннапошта", "surel", "youremail"}),
    "company": frozenset({"company", "organization", "organisation", "companyname", "firm", "компания", "организация", "компанія", "організація", "perusahaan", "namaperusahaan"}),
    "title": frozenset({"title", "subject", "topic", "product", "тема", "товар", "subjek", "produk"}),
    "message": frozenset({"message", "comment", "comments", "text", "question", "body", "note", "description", "сообщение", "комментарий", "вопрос", "повідомлення", "коментар", "питання", "pesan", "komentar", "pertanyaan", "yourmessage"}),
    "amount": frozenset({"amount", "sum", "budget", "price", "total", "value", "сумма", "бюджет", "сума", "jumlah", "anggaran"}),
    "currency": frozenset({"currency", "валюта", "matauang"}),
    "page": frozenset({"page", "pageurl", "url", "landing", "landingpage", "страница", "сторінка", "halaman"}),
    "referrer": frozenset({"referrer", "referer", "ref"}),
}  # fmt: skip
_FIELD_OF = {word: known for known, words in _KNOWN.items() for word in words}
_EMAIL = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"\+?\d[\d\s().\-]{7,20}\d")
_LENGTHS = {
    "name": 160, "phone": 40, "email": 254, "company": 160, "title": 160, "currency": 3, "amount": 40, "page": 500, "referrer": 500,
}  # fmt: skip
_MOST_PARTS = 200
_MESSAGE_LENGTH = 15_000


def understand(raw: str) -> Understood:
    """What the text of a body says: JSON, or just text."""
    try:
        found = json.loads(raw)
    except (ValueError, RecursionError):
        return understand_parts([("message", raw)])
    return understand_parts(_flat("", found))


def understand_parts(parts: Iterable[tuple[str, str]]) -> Understood:
    """What named values say, such as a submitted form."""
    return _sorted(islice(parts, _MOST_PARTS))


def _flat(path: str, value: Any) -> Iterator[tuple[str, str]]:
    """The plain values with their paths; a list of plain values is one text."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _flat(f"{path}.{key}" if path else str(key), inner)
    elif isinstance(value, list):
        if all(isinstance(one, str | int | float) for one in value):
            yield path, ", ".join(map(str, value))
        else:
            for place, inner in enumerate(value, start=1):
                yield from _flat(f"{path}.{place}" if path else str(place), inner)
    elif value is not None:
        yield path or "message", str(value)


def _sorted(parts: Iterable[tuple[str, str]]) -> Understood:
    found: dict[str, str] = {}
    utm: dict[str, str] = {}
    rest: list[tuple[str, str]] = []
    for path, given in parts:
        value = given.replace("\x00", "").strip()
        key = path.rpartition(".")[2].strip()
        known = _FIELD_OF.get(re.sub(r"[\W_]", "", key).casefold())
        if not value:
            continue
        if key.casefold().startswith("utm_"):
            utm[key.casefold()[:40]] = value[:200]
        elif known is None or known in found or not _fits(known, value):
            rest.append((path[:80], value[:_MESSAGE_LENGTH]))
        else:
            found[known] = value
    return _made(found, utm, rest)


def _fits(known: str, value: str) -> bool:
    """Whether the value can be what its key says; a list of three numbers is none, and stays readable in the rest."""
    if known == "email":
        return _EMAIL.fullmatch(value) is not None
    if known == "phone":
        return sum(one.isdigit() for one in value) >= 5 and len(value) <= _LENGTHS["phone"]
    if known in {"page", "referrer"}:
        return True
    return len(value) <= _LENGTHS.get(known, _MESSAGE_LENGTH)


def _made(found: dict[str, str], utm: dict[str, str], rest: list[tuple[str, str]]) -> Understood:
    first, last = found.pop("first", ""), found.pop("last", "")
    name = found.pop("name", "") or f"{first} {last}".strip()
    text = "\n".join([found.get("message", ""), *(value for _, value in rest)])
    email = found.pop("email", "") or _first(_EMAIL, text)
    phone = found.pop("phone", "") or _first(_PHONE, text)
    cut = {key: value[: _LENGTHS.get(key, _MESSAGE_LENGTH)] for key, value in found.items()}
    return Understood(name=name[:160], email=email, phone=phone, utm=utm, rest=tuple(rest), **cut)


def _first(wanted: re.Pattern[str], text: str) -> str:
    found = wanted.search(text)
    return "" if found is None else found.group()


def is_public_origin(text: str) -> bool:
    """Whether the text is an origin that a form may be shown at: a scheme and a host, perhaps with a port."""
    return re.fullmatch(r"https?://[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?", text) is not None


def network_of(address: str) -> str:
    """The network of an address, so that the ledger never names one household: /24 of IPv4, /48 of IPv6."""
    if address.count(".") == 3 and ":" not in address:
        return f"{address.rpartition('.')[0]}.0/24"
    head = address.partition("/")[0].split("::")[0].split(":")
    return f"{':'.join(head[:3])}::/48" if ":" in address else "unknown"
