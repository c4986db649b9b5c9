"""Organisations as they are compared, and the keys under which two are looked at beside each other at all."""

from collections.abc import Iterator
from dataclasses import dataclass

from voronka.domain.company_names import search_key
from voronka.domain.duplicates.places import place_keys, postcode_key
from voronka.domain.duplicates.spelling import sound, words_of

# What tells no organisation from another.
_FILLING_WORDS = "the of and a an for in at de la le и в на при та у dan"
_FILLING = frozenset(_FILLING_WORDS.split())
# Whose addresses are no organisation's own.
_PUBLIC = (
    "gmail.com googlemail.com yahoo.com yahoo.co.id hotmail.com outlook.com live.com icloud.com aol.com proton.me "
    "gmx.de web.de mail.ru bk.ru inbox.ru list.ru yandex.ru ya.ru rambler.ru ukr.net i.ua meta.ua"
)
_PUBLIC_MAIL = frozenset(_PUBLIC.split())
_MOST_STARTS = 8


@dataclass(frozen=True, slots=True)
class Organisation:
    """What is known of an organisation, as given."""

    id: int
    name: str = ""
    legal_name: str = ""
    tax_id: str = ""
    site: str = ""
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    address: str = ""
    city: str = ""
    postcode: str = ""


@dataclass(frozen=True, slots=True)
class OrganisationKeys:
    """An organisation as sounds and keys; empty where nothing is known. The columns of what is compared."""

    id: int
    name: str
    words: tuple[str, ...]
    legal_name: str
    tax_id: str
    domain: str
    phones: tuple[str, ...]
    phone: str
    emails: tuple[str, ...]
    address: str
    house: str
    street: str
    street_words: tuple[str, ...]
    city: str
    postcode: str


def organisation_keys(one: Organisation) -> OrganisationKeys:
    """The organisation as it is compared."""
    words = _name_words(one.name)
    place = place_keys(one.address)
    return OrganisationKeys(
        id=one.id,
        name=" ".join(words),
        words=tuple(sorted(set(words))),
        legal_name=" ".join(_name_words(one.legal_name)),
        tax_id="".join(words_of(one.tax_id)),
        domain=_domain(one.site, one.emails),
        phones=one.phones,
        phone=next(iter(one.phones), ""),
        emails=one.emails,
        address=f"{place.house} {place.street}".strip(),
        house=place.house,
        street=place.street,
        street_words=place.words,
        city=" ".join(sound(word) for word in words_of(one.city)),
        postcode=postcode_key(one.postcode),
    )


def _name_words(name: str) -> list[str]:
    """The words of a name without its legal form; all of it where nothing else is left."""
    said = [sound(word) for word in words_of(search_key(name)) if word not in _FILLING]
    return said or [sound(word) for word in words_of(name)]


def _domain(site: str, emails: tuple[str, ...]) -> str:
    """Where the organisation is at home in the net: by its site, else by an address that is no public provider's."""
    host = site.casefold().partition("://")[2] or site.casefold()
    host = host.partition("/")[0].removeprefix("www.").strip()
    if "." in host:
        return host
    own = (address.rpartition("@")[2] for address in emails)
    return next((domain for domain in own if domain not in _PUBLIC_MAIL), "")


def blocking_keys(keys: OrganisationKeys) -> Iterator[str]:
    """Under these an organisation is looked for. Each begins with the sign of its rule."""
    yield from (f"phone|{one}" for one in keys.phones)
    yield from (f"mail|{one}" for one in keys.emails)
    for rule, value in (
        ("tax", keys.tax_id),
        ("domain", keys.domain),
        ("name", keys.name),
        ("legal", keys.legal_name),
    ):
        if value:
            yield f"{rule}|{value}"
    yield from _by_words(keys)
    if keys.street and keys.house:
        yield f"address|{keys.house}|{keys.street}"
        yield from (f"house-word|{keys.house}|{word}" for word in keys.street_words)


def _by_words(keys: OrganisationKeys) -> Iterator[str]:
    """A word that few have tells enough; one that many have does so together with another or with a place."""
    words = keys.words[:_MOST_STARTS]
    for at, word in enumerate(words):
        yield f"word|{word}"
        yield from (f"words|{word}|{other}" for other in words[at + 1 :])
        if keys.house:
            yield f"word-house|{word}|{keys.house}"
        if keys.city:
            yield f"start-city|{word[:4]}|{keys.city}"
        if keys.postcode:
            yield f"start-postcode|{word[:3]}|{keys.postcode}"
