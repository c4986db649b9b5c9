"""A signature under a letter, read into the fields of a contact: English, Russian, Ukrainian and Indonesian.

What has a form (numbers, addresses of mail and of sites) is sure. Of the other lines a word decides: a legal form makes
a company, a title of office a position, a street an address. What no word decides stays a line for the person who pastes.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import phonenumbers

from voronka.domain.card import LONGEST, Card, is_card, read_card

_MOST_LINES = 60
# A longer line is prose and no part of a signature.
_LONGEST_LINE = 240
_EMAIL = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
_SITE = re.compile(
    r"(?:https?://|www\.)[^\s,;|<>]+|(?<![\w@.])[\w-]+(?:\.[\w-]+)*\.(?:com|net|org|info|biz|io|co|id|ua|ru|рф|укр|kz|by|eu|de|pl|uk)\b(?:/[^\s,;|<>]*)?",
    re.IGNORECASE,
)
# What stands before a number or an address and says nothing else.
_LABEL = re.compile(
    r"\b(?:тел(?:ефон)?|моб(?:ільний|ильный)?|раб(?:очий)?|роб(?:очий)?|факс|почта|пошта|эл|ел|сайт|адрес|адреса|вайбер|ватсап|телеграм|"
    r"phone|tel(?:ephone|epon)?|telp|mob(?:ile)?|cell|office|direct|hp|no|wa|whatsapp|viber|telegram|fax|e-?mail|mail|surel|web(?:site)?|site|situs|address|alamat|доб|ext|t|m|p|e|w)\b\s*[.:]*",
    re.IGNORECASE,
)
_FAX = re.compile(r"\b(?:факс|fax)\b", re.IGNORECASE)
_CLOSING = re.compile(
    r"^(?:с уважением|с наилучшими|з повагою|з найкращими|best regards|kind regards|regards|sincerely|thanks|thank you|спасибо|дякую|"
    r"hormat (?:kami|saya)|salam(?: hormat)?|terima kasih)\b[\s,.!]*",
    re.IGNORECASE,
)
_COMPANY = re.compile(
    r"(?:^|[\s\"«“(,])(?:ООО|ОАО|ЗАО|ПАО|АО|ИП|ТОВ|ПП|ФОП|ПрАТ|АТ|ТД|ГК|НПО|НПП|PT|CV|UD|Tbk|LLC|Ltd|Limited|Inc|Corp|GmbH|S\.?A|LLP|PLC|Pte)(?=[\s.,\"»”)«“]|$)"
    r"|\b(?:компания|компанія|завод|фабрика|холдинг|company|group|perusahaan)\b"
)
_POSITION = re.compile(
    r"менеджер|директор|руководител|керівник|начальник|заместител|заступник|инженер|інженер|бухгалтер|снабжен|закуп|постачан|специалист|"
    r"спеціаліст|фахівець|главн|головн|технолог|агроном|юрист|владелец|власник|секретар|консультант|аналитик|аналітик|коммерческ|комерційн|"
    r"\b(?:manager|director|head of|chief|ceo|cto|cfo|coo|engineer|sales|purchas\w*|procurement|buyer|owner|founder|officer|president|"
    r"assistant|consultant|specialist|accountant|lead|executive|direktur|manajer|kepala|staf|staff|pemilik|pimpinan|bagian|pembelian|pengadaan|teknisi)\b",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"(?:^|[\s,])(?:ул|улица|вул|вулиця|пр|пр-т|просп|проспект|пер|шоссе|наб|обл|область|оф|офис|офіс|р-н|jl|jln|jalan|kota|kab|kec|gedung|lantai|ruko|blok|rt|rw|"
    r"street|st|avenue|ave|road|rd|suite|floor|building|bldg|blvd)(?=[\s.,/]|$)|(?:^|\s)[гм]\.\s*[А-ЯІЇЄҐ]|(?<!\d)\d{5,6}(?!\d)",
    re.IGNORECASE,
)
_COUNTRIES = {
    "ua": "UA", "укр": "UA", "ru": "RU", "рф": "RU", "id": "ID", "kz": "KZ", "by": "BY", "pl": "PL", "de": "DE", "uk": "GB",
}  # fmt: skip
_PARTS = re.compile(r"\s+[|•·]\s+|\t+|\s+[/–—]\s+")
_WORD = re.compile(r"^[A-ZА-ЯЁІЇЄҐ][\w’'ʼ.-]*$")
_TRIMMED = " \t,;:|•·*–—-_<>()[]"


@dataclass(slots=True)
class _Found:
    """What has been found so far."""

    name: str = ""
    position: str = ""
    company: str = ""
    phones: dict[str, None] = field(default_factory=dict)
    emails: dict[str, None] = field(default_factory=dict)
    sites: dict[str, None] = field(default_factory=dict)
    address: list[str] = field(default_factory=list)
    rest: list[str] = field(default_factory=list)

    @property
    def card(self) -> Card:
        return Card(
            self.name, self.position, self.company, tuple(self.phones), tuple(self.emails), tuple(self.sites),
            ", ".join(self.address), tuple(self.rest),
        )  # fmt: skip


def read_pasted(text: str, country: str) -> Card:
    """Whom a pasted or scanned text speaks of: a card, or a signature. `country`: of numbers without a country code."""
    return read_card(text, country) if is_card(text) else read_signature(text, country)


def read_signature(text: str, country: str) -> Card:
    """Whom a signature speaks of; everything that it says is in one of the card's fields."""
    found = _Found()
    lines = text[:LONGEST].replace("\x00", "").splitlines()
    short = [line for line in lines[:_MOST_LINES] if len(line) <= _LONGEST_LINE]
    countries = (country, *_countries("\n".join(short)))
    for number, line in enumerate(lines):
        if number >= _MOST_LINES or len(line) > _LONGEST_LINE:
            found.rest.append(" ".join(line.split()))
            continue
        plain = _CLOSING.sub("", " ".join(line.lstrip("> ").split()))
        left = _without_numbers(_without_addresses(plain, found), found, countries)
        for part in _parts(left):
            _sort_in(part, found)
    return found.card


def _without_addresses(line: str, found: _Found) -> str:
    for address in _EMAIL.findall(line):
        found.emails[address.lower()] = None
    line = _EMAIL.sub(" ", line)
    for site in _SITE.findall(line):
        found.sites[site.rstrip("./")] = None
    return _SITE.sub(" ", line)


def _countries(text: str) -> tuple[str, ...]:
    """Whose the addresses in the text are: where people live whose numbers have no country code."""
    endings = (
        address.rstrip("./").rpartition(".")[2].lower()
        for address in _EMAIL.findall(text) + _SITE.findall(text)
    )
    return tuple(dict.fromkeys(_COUNTRIES[ending] for ending in endings if ending in _COUNTRIES))


def _without_numbers(line: str, found: _Found, countries: tuple[str, ...]) -> str:
    """A fax is no number to reach anybody by: its line stays as it is."""
    if _FAX.search(line):
        return line
    left = line
    for match in _numbers(line, countries):
        number = phonenumbers.format_number(match.number, phonenumbers.PhoneNumberFormat.E164)
        found.phones[number] = None
        left = left.replace(match.raw_string, " ")
    is_bare = left != line or line.strip(_TRIMMED).endswith(":") or len(line.split()) == 1
    return _LABEL.sub(" ", left) if is_bare else _label_first(left)


def _numbers(line: str, countries: tuple[str, ...]) -> list[phonenumbers.PhoneNumberMatch]:
    """The numbers of a line, by the first country of which there are any."""
    for country in countries:
        if found := list(
            phonenumbers.PhoneNumberMatcher(line, country, leniency=phonenumbers.Leniency.VALID)
        ):
            return found
    return []


def _label_first(line: str) -> str:
    """Without a label at the beginning that a colon follows, such as “Address:”."""
    return re.sub(rf"^{_LABEL.pattern}(?<=:)", "", line, flags=re.IGNORECASE)


def _parts(line: str) -> Iterator[str]:
    """The line's parts, where signs part it, or a comma after a name."""
    for part in _PARTS.split(line):
        head, comma, tail = part.partition(",")
        if comma and _is_name(head.strip()) and (_POSITION.search(tail) or _COMPANY.search(tail)):
            yield from filter(None, (head.strip(_TRIMMED), tail.strip(_TRIMMED)))
        elif any(character.isalnum() for character in part):
            yield part.strip(_TRIMMED)


def _sort_in(part: str, found: _Found) -> None:
    if not found.company and _COMPANY.search(part):
        found.company = part
    elif _ADDRESS.search(part):
        found.address.append(part)
    elif not found.position and _POSITION.search(part):
        found.position = part
    elif not found.name and _is_name(part):
        found.name = part
    else:
        found.rest.append(part)


def _is_name(part: str) -> bool:
    """Two to four words that begin with a capital, and no word of an office or a firm among them."""
    words = part.split()
    is_said = bool(_POSITION.search(part) or _COMPANY.search(part))
    return 2 <= len(words) <= 4 and not is_said and all(map(_WORD.match, words))
