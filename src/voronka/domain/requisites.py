"""A company's requisites: what a contract and an invoice say of it, by country, each checked by the rules of its state.

Check digits of tax numbers and bank accounts: `python-stdnum`. A Russian account is checked together with the code of its
bank (order of the Bank of Russia of 8 September 1997, No. 515).
"""

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from stdnum import iban
from stdnum.eu import vat
from stdnum.exceptions import InvalidChecksum, ValidationError
from stdnum.id import npwp
from stdnum.ru import inn, ogrn
from stdnum.ua import edrpou, rntrc

from voronka.domain.errors import Problem


class Requisite(StrEnum):
    """One field of the requisites. What it is called may differ by country."""

    LEGAL_NAME = "legal_name"
    TAX_ID = "tax_id"
    KPP = "kpp"
    OGRN = "ogrn"
    VAT_ID = "vat_id"
    ADDRESS = "address"
    SIGNER = "signer"
    BANK = "bank"
    BIC = "bic"
    ACCOUNT = "account"
    CORRESPONDENT = "correspondent"
    IBAN = "iban"
    SWIFT = "swift"


class Origin(StrEnum):
    """Where a value is from: a person, the open register loaded here, a provider asked."""

    TYPED = "typed"
    REGISTER = "register"
    DADATA = "dadata"


R = Requisite
_COMMON = (R.LEGAL_NAME, R.TAX_ID)
_SIGNED = (R.ADDRESS, R.SIGNER, R.BANK)
# Which fields a country's contracts have, in the order in which they stand there.
FIELDS: Mapping[str, tuple[Requisite, ...]] = {
    "RU": (*_COMMON, R.KPP, R.OGRN, *_SIGNED, R.BIC, R.ACCOUNT, R.CORRESPONDENT),
    "UA": (*_COMMON, R.VAT_ID, *_SIGNED, R.IBAN),
    "ID": (*_COMMON, *_SIGNED, R.ACCOUNT, R.SWIFT),
    "": (*_COMMON, R.VAT_ID, *_SIGNED, R.IBAN, R.ACCOUNT, R.SWIFT),
}
LONGEST: Mapping[Requisite, int] = {
    R.LEGAL_NAME: 200,
    R.TAX_ID: 40,
    R.ADDRESS: 240,
    R.SIGNER: 160,
    R.BANK: 160,
}
LENGTH = 40
_PROSE = frozenset({R.LEGAL_NAME, R.ADDRESS, R.SIGNER, R.BANK})
# The company's own columns, by which it is found and gates are judged.
COLUMNS = frozenset({R.LEGAL_NAME, R.TAX_ID, R.ADDRESS})


@dataclass(frozen=True, slots=True)
class Kept:
    """A value with where it is from, who brought it and when; `by` is a name, empty for nobody any more."""

    value: str
    origin: Origin
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class FoundCompany:
    """A company as a register or a provider tells it. `is_closed`: it does business no more."""

    name: str
    city: str
    values: Mapping[Requisite, str]
    is_closed: bool = False


class WrongRequisite(ValueError):
    """The value can't be right."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem


def fields_of(country: str) -> tuple[Requisite, ...]:
    """The fields of a country's contracts; of countries without rules of ours the usual ones."""
    return FIELDS.get(country, FIELDS[""])


def read(what: Requisite, typed: str, country: str, bic: str = "") -> str:
    """The clean value; empty: not known. `bic` is the bank's code that stands beside.

    Raises:
        WrongRequisite
    """
    text = " ".join(typed.replace("\x00", "").split())
    if len(text) > LONGEST.get(what, LENGTH):
        raise WrongRequisite(Problem.TOO_LONG)
    if not text or what in _PROSE:
        return text
    if what is R.ACCOUNT and country == "RU":
        return _russian_account(_digits(text, {20}), bic, _account_key)
    if what is R.CORRESPONDENT:
        return _russian_account(_digits(text, {20}), bic, _correspondent_key)
    return _READERS.get((what, country), _READERS.get((what, ""), _as_it_is))(text)


def _as_it_is(text: str) -> str:
    return text


def _digits(text: str, lengths: set[int]) -> str:
    digits = re.sub(r"[\s.\-]", "", text)
    if not (digits.isascii() and digits.isdigit()) or len(digits) not in lengths:
        raise WrongRequisite(Problem.NUMBER_FORM)
    return digits


def _by(check: Callable[[str], str], *lengths: int) -> Callable[[str], str]:
    """A reader of so many digits whose check digits `check` knows."""

    def reader(text: str) -> str:
        digits = _digits(text, set(lengths))
        _checked(check, digits)
        return digits

    return reader


def _checked(check: Callable[[str], str], text: str) -> None:
    try:
        check(text)
    except InvalidChecksum as error:
        raise WrongRequisite(Problem.CHECK_DIGITS) from error
    except ValidationError as error:
        raise WrongRequisite(Problem.NUMBER_FORM) from error


def _ukrainian_tax_id(text: str) -> str:
    """Eight digits of a company (ЄДРПОУ), or ten of a person in business (РНОКПП)."""
    digits = _digits(text, {8, 10})
    _checked(edrpou.validate if len(digits) == 8 else rntrc.validate, digits)
    return digits


def _indonesian_tax_id(text: str) -> str:
    """NPWP: fifteen digits as before 2024, or sixteen: those with a nought before them, or a person's NIK."""
    digits = _digits(text, {15, 16})
    if len(digits) == 15 or digits.startswith("0"):
        _checked(npwp.validate, digits[-15:])
    return digits


def _kpp(text: str) -> str:
    """Four digits of the tax office, two signs of the reason, three of the place among several."""
    code = text.replace(" ", "").upper()
    if not re.fullmatch(r"\d{4}[\dA-Z]{2}\d{3}", code, re.ASCII):
        raise WrongRequisite(Problem.NUMBER_FORM)
    return code


def _bic(text: str) -> str:
    digits = _digits(text, {9})
    if not digits.startswith(("0", "1", "2")):
        raise WrongRequisite(Problem.NUMBER_FORM)
    return digits


def _iban(text: str) -> str:
    code = iban.compact(text)
    _checked(iban.validate, code)
    return code


def _swift(text: str) -> str:
    code = text.replace(" ", "").upper()
    if not re.fullmatch(r"[A-Z]{6}[A-Z\d]{2}([A-Z\d]{3})?", code, re.ASCII):
        raise WrongRequisite(Problem.NUMBER_FORM)
    return code


def _vat_id(text: str) -> str:
    """Checked where it begins with the letters of a country of the European Union."""
    code = re.sub(r"[\s.\-]", "", text).upper()
    if code[:2].lower() in vat.MEMBER_STATES | {"el"}:
        _checked(vat.validate, code)
    return code


_READERS: Mapping[tuple[Requisite, str], Callable[[str], str]] = {
    (R.TAX_ID, "RU"): _by(inn.validate, 10, 12),
    (R.TAX_ID, "UA"): _ukrainian_tax_id,
    (R.TAX_ID, "ID"): _indonesian_tax_id,
    (R.KPP, ""): _kpp,
    (R.OGRN, ""): _by(ogrn.validate, 13, 15),
    (R.VAT_ID, "UA"): lambda text: _digits(text, {10, 12}),
    (R.VAT_ID, ""): _vat_id,
    (R.BIC, ""): _bic,
    (R.IBAN, ""): _iban,
    (R.SWIFT, ""): _swift,
}

_WEIGHTS = (7, 1, 3)


def _russian_account(account: str, bic: str, key: Callable[[str], str]) -> str:
    """The account's check digit is counted over the bank's code and the account."""
    if not bic:
        raise WrongRequisite(Problem.NEEDS_BANK_CODE)
    signs = key(bic) + account
    if sum(int(sign) * _WEIGHTS[at % 3] for at, sign in enumerate(signs)) % 10:
        raise WrongRequisite(Problem.CHECK_DIGITS)
    return account


def _account_key(bic: str) -> str:
    """A bank's clients: the last three digits; where the Bank of Russia itself keeps the account, its branch's."""
    return f"0{bic[4:6]}" if bic.endswith(("000", "001", "002")) else bic[-3:]


def _correspondent_key(bic: str) -> str:
    return f"0{bic[4:6]}"


def is_tax_id(text: str) -> bool:
    """Whether what somebody looks for is a number, not a name."""
    digits = re.sub(r"[\s.\-]", "", text)
    return digits.isascii() and digits.isdigit() and 8 <= len(digits) <= 16


class Trouble(StrEnum):
    """Why a provider told nothing."""

    NO_ACCESS = "no_access"
    TOO_MANY = "too_many"
    TIMED_OUT = "timed_out"
    UNREACHED = "unreached"
    BROKEN = "broken"

    @property
    def may_pass(self) -> bool:
        """Whether asking again may help."""
        return self in {Trouble.TOO_MANY, Trouble.TIMED_OUT, Trouble.UNREACHED}


class ProviderFailed(Exception):
    """A provider of requisites did not answer what was asked."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble)
        self.trouble = trouble


def only_right(values: Mapping[Requisite, str], country: str) -> dict[Requisite, str]:
    """What of a provider's values can be right; it may hold mistakes as well as people do."""
    found = {}
    for what, text in values.items():
        with suppress(WrongRequisite):
            found[what] = read(what, text, country)
    return found
