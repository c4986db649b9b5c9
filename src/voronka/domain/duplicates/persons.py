"""Persons as they are compared, and the keys under which two are looked at beside each other at all."""

from collections.abc import Iterator
from dataclasses import dataclass

from voronka.domain.company_names import search_key
from voronka.domain.duplicates.person_names import NameParts, parts_of
from voronka.domain.duplicates.places import place_keys, postcode_key
from voronka.domain.duplicates.spelling import sound, words_of


@dataclass(frozen=True, slots=True)
class Person:
    """What is known of somebody, as given. `born`: ISO; `phones`: E.164 where that could be made."""

    id: int
    name: str = ""
    given: str = ""
    surname: str = ""
    born: str = ""
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    organisation: str = ""
    address: str = ""
    city: str = ""
    postcode: str = ""
    occupation: str = ""


@dataclass(frozen=True, slots=True)
class PersonKeys:
    """A person as sounds and keys; empty where nothing is known. The columns of what is compared."""

    id: int
    name: str
    given: str
    given_forms: tuple[str, ...]
    surname: str
    middle: str
    patronymic: str
    words: tuple[str, ...]
    born: str
    phones: tuple[str, ...]
    phone: str
    emails: tuple[str, ...]
    email: str
    mail_name: str
    organisation: str
    house: str
    street: str
    street_words: tuple[str, ...]
    city: str
    postcode: str
    occupation: str


def person_keys(person: Person) -> PersonKeys:
    """The person as it is compared."""
    parts = parts_of(person.name, person.given, person.surname)
    place = place_keys(person.address)
    return PersonKeys(
        id=person.id,
        name=" ".join(sorted(word for word in (parts.given, parts.surname) if word))
        if _is_whole(parts)
        else "",
        given=parts.given,
        given_forms=parts.given_forms,
        surname=parts.surname,
        middle=parts.middle,
        patronymic=parts.patronymic,
        words=parts.words,
        born=person.born,
        phones=person.phones,
        phone=next(iter(person.phones), ""),
        emails=person.emails,
        email=next(iter(person.emails), ""),
        mail_name=_mail_name(person.emails),
        organisation=search_key(person.organisation),
        house=place.house,
        street=place.street,
        street_words=place.words,
        city=" ".join(sound(word) for word in words_of(person.city)),
        postcode=postcode_key(person.postcode),
        occupation=" ".join(sound(word) for word in words_of(person.occupation)),
    )


def _is_whole(parts: NameParts) -> bool:
    return bool(parts.given and parts.surname)


def _mail_name(emails: tuple[str, ...]) -> str:
    """What stands before the @, of whoever has one address: people take it along to another provider.

    Not a given name alone or an office: every company has an anna@ and an info@.
    """
    local = emails[0].rpartition("@")[0] if len(emails) == 1 else ""
    return local if any(sign in local for sign in "._-0123456789") else ""


def blocking_keys(keys: PersonKeys) -> Iterator[str]:
    """Under these somebody is looked for: whoever shares none of them with another is never compared with them.

    Each begins with the sign of its rule. All that is written wrongly in one place is found by another rule.
    """
    yield from (f"phone|{one}" for one in keys.phones)
    yield from (f"mail|{one}" for one in keys.emails)
    if keys.mail_name:
        yield f"mailname|{keys.mail_name}"
    if keys.name:
        yield f"name|{keys.name}"
        yield f"start|{keys.surname[:4]}|{keys.given[:3]}"
    for word in dict.fromkeys((*keys.words, keys.surname, *keys.given_forms)):
        if word:
            yield from _with_word(word, keys)
    yield from _by_place(keys)


def _with_word(word: str, keys: PersonKeys) -> Iterator[str]:
    """Any word of the name with something else: given name and surname may have changed places."""
    yield f"word|{word}"
    if keys.born:
        yield f"word-born|{word}|{keys.born}"
        yield f"start-year|{word[:3]}|{keys.born[:7]}"
        yield f"start-day|{word[:3]}|{keys.born[:4]}{keys.born[7:]}"
    if keys.postcode:
        yield f"start-postcode|{word[:3]}|{keys.postcode}"
    if keys.city:
        yield f"start-city|{word[:4]}|{keys.city}"
    if keys.organisation:
        yield f"word-organisation|{word}|{keys.organisation}"
    if keys.street:
        yield f"word-street|{word}|{keys.street}"


def _by_place(keys: PersonKeys) -> Iterator[str]:
    if keys.born and keys.postcode:
        yield f"born-postcode|{keys.born}|{keys.postcode}"
    if keys.born and keys.city:
        yield f"born-city|{keys.born}|{keys.city}"
    if keys.street and keys.house:
        yield f"address|{keys.house}|{keys.street}"
    if keys.street and keys.postcode:
        yield f"street-postcode|{keys.street}|{keys.postcode}"
    if keys.born and keys.occupation:
        yield f"born-occupation|{keys.born}|{keys.occupation}"
