"""Telephone numbers: one E.164 key for every way of writing. Where a number is at home: phone_places.py.

Numbers without a country code are read as of the workspace's country. Source: ITU-T E.164, the
metadata of the `phonenumbers` library.
"""

import re

import phonenumbers


class NotAPhone(ValueError):
    """The text is no telephone number."""


def parse_phone(text: str, country: str) -> str:
    """The E.164 form of a number as typed, for example +6281255500142.

    `country` is the ISO 3166 code that numbers without a country code belong to. Digits that are no
    number there are read as an international one whose plus was left out.

    Raises:
        NotAPhone: it is not a possible number.
    """
    number = _possible(text, country) or _possible(f"+{digits_of(text)}", country)
    if number is None:
        raise NotAPhone(text)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _possible(text: str, country: str) -> phonenumbers.PhoneNumber | None:
    try:
        number = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        return None
    return number if phonenumbers.is_possible_number(number) else None


def digits_of(text: str) -> str:
    """Only the digits of a text."""
    return re.sub(r"\D", "", text)
