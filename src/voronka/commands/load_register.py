"""Loading an open register of companies, so that requisites are found without asking anybody outside.

CSV (parted by semicolons, commas or tabs; UTF-8 or Windows-1251; a row of headings) or XML (an element with children or
attributes for each company). Which heading is what is known by the usual names in four languages.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from xml.etree import ElementTree as ET

from voronka.commands.transaction import writing
from voronka.domain.company_names import search_key
from voronka.domain.requisites import Requisite, WrongRequisite, fields_of, read
from voronka.models import RegisterEntry

_PORTION = 1000
_R = Requisite
_CITY, _STATUS, _NAME = "city", "status", "name"
_HEADINGS: Mapping[str, str] = {
    "наименование": _NAME, "название": _NAME, "краткое наименование": _NAME, "найменування": _NAME, "назва": _NAME,
    "коротка назва": _NAME, "nama": _NAME, "name": _NAME, "short_name": _NAME,
    "полное наименование": _R.LEGAL_NAME, "повна назва": _R.LEGAL_NAME, "повне найменування": _R.LEGAL_NAME,
    "nama lengkap": _R.LEGAL_NAME, "full_name": _R.LEGAL_NAME, "legal_name": _R.LEGAL_NAME,
    "инн": _R.TAX_ID, "inn": _R.TAX_ID, "єдрпоу": _R.TAX_ID, "код єдрпоу": _R.TAX_ID, "edrpou": _R.TAX_ID,
    "npwp": _R.TAX_ID, "tax_id": _R.TAX_ID,
    "кпп": _R.KPP, "kpp": _R.KPP, "огрн": _R.OGRN, "огрнип": _R.OGRN, "ogrn": _R.OGRN,
    "іпн": _R.VAT_ID, "vat": _R.VAT_ID, "vat_id": _R.VAT_ID,
    "адрес": _R.ADDRESS, "юридический адрес": _R.ADDRESS, "адреса": _R.ADDRESS, "alamat": _R.ADDRESS,
    "address": _R.ADDRESS,
    "руководитель": _R.SIGNER, "директор": _R.SIGNER, "керівник": _R.SIGNER, "direktur": _R.SIGNER,
    "director": _R.SIGNER, "boss": _R.SIGNER,
    "город": _CITY, "місто": _CITY, "kota": _CITY, "city": _CITY,
    "статус": _STATUS, "состояние": _STATUS, "стан": _STATUS, "status": _STATUS,
}  # fmt: skip
_CLOSED = ("ликвид", "прекращ", "припинен", "ліквід", "закры", "closed", "dissolved", "bubar")
# Of which country a register is, by what its tax numbers are called.
_COUNTRY_BY = {"инн": "RU", "inn": "RU", "єдрпоу": "UA", "код єдрпоу": "UA", "edrpou": "UA", "npwp": "ID"}


class UnreadableRegister(ValueError):
    """The file is no register that can be read; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What came of a file: how many companies are known from it, and how many rows were left out for what is wrong."""

    country: str
    companies: int
    left_out: int
    examples: tuple[str, ...]


def load_register(file: Path, country: str = "") -> Loaded:
    """Take the companies of a file in; those of the same tax number are replaced. In portions: a register is large.

    `country` is an ISO 3166 code; without one the headings tell it.

    Raises:
        UnreadableRegister
    """
    headings, rows = _xml(file) if file.suffix.lower() == ".xml" else _csv(file)
    found = country.upper() or next((_COUNTRY_BY[h] for h in headings if h in _COUNTRY_BY), "")
    if not found:
        raise UnreadableRegister("The headings name no country’s tax number. Name it: --country UA.")
    count, wrong = 0, _Wrong()
    while portion := list(islice(rows, _PORTION)):
        count += _take(portion, found, wrong)
    return Loaded(found, count, wrong.count, tuple(wrong.examples))


class _Wrong:
    """Rows that were left out, with the first few as examples."""

    def __init__(self) -> None:
        self.count = 0
        self.examples: list[str] = []

    def add(self, row: Mapping[str, str], why: str) -> None:
        self.count += 1
        if len(self.examples) < 5:
            self.examples.append(f"{row.get(_NAME) or row.get(_R.LEGAL_NAME, '?')}: {why}")


def _take(rows: Iterable[Mapping[str, str]], country: str, wrong: _Wrong) -> int:
    made: dict[str, RegisterEntry] = {}
    for row in rows:
        try:
            entry = _entry(row, country)
        except WrongRequisite as error:
            wrong.add(row, error.problem.value)
            continue
        if entry is None:
            wrong.add(row, "no name or no tax number")
        else:
            made[entry.tax_id] = entry
    with writing():
        RegisterEntry.objects.filter(country=country, tax_id__in=made).delete()
        RegisterEntry.objects.bulk_create(made.values())
    return len(made)


def _entry(row: Mapping[str, str], country: str) -> RegisterEntry | None:
    legal = row.get(_R.LEGAL_NAME, "") or row.get(_NAME, "")
    name = row.get(_NAME, "") or legal
    told = {what: row.get(what.value, "") for what in fields_of(country)} | {_R.LEGAL_NAME: legal[:200]}
    clean = {what.value: read(what, text, country) for what, text in told.items() if text}
    if not name or not clean.get(_R.TAX_ID.value):
        return None
    return RegisterEntry(
        country=country,
        name=name[:240],
        key=search_key(name),
        tax_id=clean[_R.TAX_ID.value],
        city=row.get(_CITY, "")[:80],
        told=clean,
        is_closed=any(word in row.get(_STATUS, "").casefold() for word in _CLOSED),
    )


def _csv(file: Path) -> tuple[list[str], Iterator[Mapping[str, str]]]:
    text = _decoded(file)
    first = text.partition("\n")[0]
    delimiter = max(";,\t", key=first.count)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    headings = [heading.strip().casefold() for heading in next(lines, [])]
    names = _known(headings)
    return headings, (
        {name: cell.strip() for name, cell in zip(names, line, strict=False) if name}
        for line in lines
        if line
    )


def _decoded(file: Path) -> str:
    try:
        content = file.read_bytes()
    except OSError as error:
        raise UnreadableRegister(f"{file} can’t be read: {error.strerror}.") from error
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1251", errors="replace")


def _known(headings: list[str]) -> list[str]:
    names = [str(_HEADINGS.get(heading, "")) for heading in headings]
    if _R.TAX_ID.value not in names or not {_NAME, _R.LEGAL_NAME.value} & set(names):
        raise UnreadableRegister(
            "No heading names a company and its tax number. Call two columns name and tax_id (or ИНН, ЄДРПОУ, NPWP)."
        )
    return names


def _xml(file: Path) -> tuple[list[str], Iterator[Mapping[str, str]]]:
    rows = _elements(file)
    first = next(rows, {})
    headings = list(first)
    _known(headings)

    def named() -> Iterator[Mapping[str, str]]:
        for row in chain([first], rows):
            yield _by_name(row)

    return headings, named()


def _by_name(row: Mapping[str, str]) -> dict[str, str]:
    return {str(_HEADINGS[heading]): text for heading, text in row.items() if heading in _HEADINGS}


def _elements(file: Path) -> Iterator[dict[str, str]]:
    """Each element that names a tax number in its children or attributes, read one after the other."""
    try:
        for _, element in ET.iterparse(file):  # noqa: S314 - expat bounds entities; the operator of the server names the file
            row = {key.casefold(): text.strip() for key, text in element.attrib.items()}
            row |= {_tag(child): (child.text or "").strip() for child in element}
            if any(_HEADINGS.get(heading) == _R.TAX_ID for heading in row):
                yield row
                element.clear()
    except (ET.ParseError, OSError) as error:
        raise UnreadableRegister(f"{file} can’t be read as XML: {error}.") from error


def _tag(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2].casefold()
