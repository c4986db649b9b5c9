"""Requisites by country: check digits, accounts with their banks, and names as they are looked for."""

import pytest

from voronka.domain.company_names import search_key
from voronka.domain.errors import Problem
from voronka.domain.requisites import Requisite, WrongRequisite, fields_of, read

R = Requisite
# A bank of the school books: its code, an account with it, and its own with the Bank of Russia.
BIC, ACCOUNT, CORRESPONDENT = "044525225", "40702810638050013199", "30101810400000000225"


@pytest.mark.parametrize(
    ("what", "country", "typed", "value"),
    [
        (R.TAX_ID, "RU", "7707 083 893", "7707083893"),
        (R.TAX_ID, "RU", "500100732259", "500100732259"),
        (R.KPP, "RU", "773601001", "773601001"),
        (R.KPP, "RU", "9909 5C 001", "99095C001"),
        (R.OGRN, "RU", "1022200525819", "1022200525819"),
        (R.BIC, "RU", BIC, BIC),
        (R.CORRESPONDENT, "RU", CORRESPONDENT, CORRESPONDENT),
        (R.TAX_ID, "UA", "32855961", "32855961"),
        (R.TAX_ID, "UA", "1759013776", "1759013776"),
        (R.IBAN, "UA", "UA21 3223 1300 0002 6007 2335 6600 1", "UA213223130000026007233566001"),
        (R.TAX_ID, "ID", "01.300.066.6-091.000", "013000666091000"),
        (R.TAX_ID, "ID", "0013 0006 6609 1000", "0013000666091000"),
        (R.VAT_ID, "", "de 136 695 976", "DE136695976"),
        (R.SWIFT, "ID", "cenaidja", "CENAIDJA"),
        (R.LEGAL_NAME, "RU", " ООО  «Кафе  Утро» ", "ООО «Кафе Утро»"),
        (R.TAX_ID, "RU", "", ""),
        # Of countries without rules of ours a tax number stays as it is typed.
        (R.TAX_ID, "", "AB-12 / 7", "AB-12 / 7"),
    ],
)
def test_what_is_right_is_taken_in_one_form(what: Requisite, country: str, typed: str, value: str) -> None:
    assert read(what, typed, country, BIC) == value


@pytest.mark.parametrize(
    ("what", "country", "typed", "problem"),
    [
        (R.TAX_ID, "RU", "7707083894", Problem.CHECK_DIGITS),
        (R.TAX_ID, "RU", "770708389", Problem.NUMBER_FORM),
        (R.TAX_ID, "RU", "770708389X", Problem.NUMBER_FORM),
        (R.KPP, "RU", "77360100", Problem.NUMBER_FORM),
        (R.OGRN, "RU", "1022200525818", Problem.CHECK_DIGITS),
        (R.TAX_ID, "UA", "32855968", Problem.CHECK_DIGITS),
        (R.IBAN, "UA", "UA213223130000026007233566002", Problem.CHECK_DIGITS),
        (R.TAX_ID, "ID", "013000666091", Problem.NUMBER_FORM),
        (R.VAT_ID, "", "DE136695978", Problem.CHECK_DIGITS),
        (R.BIC, "RU", "944525225", Problem.NUMBER_FORM),
        (R.SWIFT, "ID", "CENA", Problem.NUMBER_FORM),
        (R.ADDRESS, "RU", "x" * 241, Problem.TOO_LONG),
    ],
)
def test_what_can_t_be_right_says_why(what: Requisite, country: str, typed: str, problem: Problem) -> None:
    with pytest.raises(WrongRequisite) as refused:
        read(what, typed, country)
    assert refused.value.problem is problem


def test_a_russian_account_is_checked_together_with_its_bank() -> None:
    with pytest.raises(WrongRequisite) as alone:
        read(R.CORRESPONDENT, CORRESPONDENT, "RU")
    assert alone.value.problem is Problem.NEEDS_BANK_CODE
    for sign in range(10):
        # Of the ten possible check digits, one fits.
        account = f"{ACCOUNT[:8]}{sign}{ACCOUNT[9:]}"
        if account != ACCOUNT:
            with pytest.raises(WrongRequisite) as wrong:
                read(R.ACCOUNT, account, "RU", BIC)
            assert wrong.value.problem is Problem.CHECK_DIGITS
    assert read(R.ACCOUNT, ACCOUNT, "RU", BIC) == ACCOUNT


def test_each_country_has_the_fields_of_its_contracts() -> None:
    assert R.KPP in fields_of("RU")
    assert R.KPP not in fields_of("UA")
    assert fields_of("BR") == fields_of("")


@pytest.mark.parametrize(
    "name",
    [
        "ООО «Кафе «Утро»»",
        "Кафе Утро, ООО",
        'Общество с ограниченной ответственностью "Кафе Утро"',
        "кафе  утро",
    ],
)
def test_a_company_is_looked_for_without_its_legal_form(name: str) -> None:
    assert search_key(name) == "кафе утро"
