"""Signatures and cards are read into the fields of a contact, and nothing that they say is lost."""

import pytest

from voronka.domain.card import Card
from voronka.domain.signature import read_pasted

SIGNATURES = [
    (
        "UA",
        """--
З повагою,
Оксана Коваленко
Начальник відділу постачання
ТОВ «Холод-Сервіс»
вул. Промислова, 12, м. Дніпро, 49000
тел. (056) 370-12-34, моб. +380 67 123 45 67
E-mail: O.Kovalenko@holod.example.ua
www.holod-servis.com.ua
Працюємо без вихідних!""",
        Card(
            "Оксана Коваленко", "Начальник відділу постачання", "ТОВ «Холод-Сервіс»",
            ("+380563701234", "+380671234567"), ("o.kovalenko@holod.example.ua",), ("www.holod-servis.com.ua",),
            "вул. Промислова, 12, м. Дніпро, 49000", ("Працюємо без вихідних!",),
        ),
    ),
    ("US", "Ірина\nтел. (056) 370-12-34\ninfo@holod.com.ua", Card("", "", "", ("+380563701234",), ("info@holod.com.ua",), (), "", ("Ірина",))),
    (
        "RU",
        """С уважением, Пётр Ильич Смирнов
главный инженер | ООО "Айсберг"
Тел.: 8 (495) 123-45-67 доб. 104
Факс: 8 (495) 123-45-68
iceberg.ru""",
        Card(
            "Пётр Ильич Смирнов", "главный инженер", 'ООО "Айсберг"', ("+74951234567",), (), ("iceberg.ru",), "",
            ("Факс: 8 (495) 123-45-68",),
        ),
    ),
    (
        "ID",
        """Salam hormat,
Budi Santoso
Manajer Pembelian
PT Samudra Teduh Tbk
Jl. Gatot Subroto No. 45, Jakarta 12950
HP/WA: 0812-5550-0142
budi@samudra.co.id""",
        Card(
            "Budi Santoso", "Manajer Pembelian", "PT Samudra Teduh Tbk", ("+6281255500142",), ("budi@samudra.co.id",),
            (), "Jl. Gatot Subroto No. 45, Jakarta 12950", (),
        ),
    ),
    (
        "US",
        """Best regards,
Mary O'Neil, Head of Procurement
Northern Foods Inc.
M: +1 212 736 5000
https://northernfoods.com/team""",
        Card(
            "Mary O'Neil", "Head of Procurement", "Northern Foods Inc.", ("+12127365000",), (),
            ("https://northernfoods.com/team",), "", (),
        ),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("country", "text", "card"), SIGNATURES)
def test_a_signature_is_read_into_fields(country: str, text: str, card: Card) -> None:
    assert read_pasted(text, country) == card


CARDS = {
    "vCard 3.0": "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Teduh;Ika;;;\r\nFN:Ika Teduh\r\nORG:PT Samudra\\, Teduh;Sales\r\n"
    "TITLE:Direktur\r\nTEL;TYPE=CELL:0812-5550-0142\r\nTEL;TYPE=FAX:021 555 1234\r\nEMAIL:Ika@Teduh.example\r\n"
    "item1.URL:https://teduh.example\r\nADR:;;Jl. Sudirman 1;Jakarta;;;\r\nNOTE:Call after\r\n  ten\r\nEND:VCARD\r\n",
    "vCard 4.0": "BEGIN:VCARD\nVERSION:4.0\nFN:Ika Teduh\nORG:PT Samudra\\, Teduh\nTITLE:Direktur\n"
    'TEL;VALUE=uri;TYPE="cell":tel:+62-812-5550-0142\nEMAIL:mailto:ika@teduh.example\nURL:https://teduh.example\n'
    "ADR:;;Jl. Sudirman 1;Jakarta;;;\nNOTE:Call after ten\nEND:VCARD",
    "MECARD": "MECARD:N:Teduh,Ika;ORG:PT Samudra\\, Teduh;TITLE:Direktur;TEL:+6281255500142;EMAIL:ika@teduh.example;"
    "URL:https\\://teduh.example;ADR:Jl. Sudirman 1,Jakarta;NOTE:Call after ten;;",
}


@pytest.mark.parametrize("text", CARDS.values(), ids=CARDS)
def test_a_card_of_any_form_is_read(text: str) -> None:
    assert read_pasted(text, "ID") == Card(
        "Ika Teduh", "Direktur", "PT Samudra, Teduh", ("+6281255500142",), ("ika@teduh.example",),
        ("https://teduh.example",), "Jl. Sudirman 1, Jakarta", ("Call after ten",),
    )  # fmt: skip


def test_an_old_telephone_s_card_is_read() -> None:
    card = read_pasted(
        "BEGIN:VCARD\nVERSION:2.1\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=D0=9F=D0=B5=D1=82=D1=80=D0=\n=BE=D0=B2;;;;\n"
        "TEL;CELL;PREF:123\nEND:VCARD\nBEGIN:VCARD\nFN:Another\nEND:VCARD",
        "UA",
    )
    assert card == Card(name="Петров", rest=("123",))


@pytest.mark.parametrize(
    "text", ["", "\x00", "BEGIN:VCARD", "MECARD:", ":;:;", "@@@ www. +", "МЕНЕДЖЕР", "a" * 30_000]
)
def test_junk_is_no_error(text: str) -> None:
    read_pasted(text, "UA")
