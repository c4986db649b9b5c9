"""Where columns go, and by which titles and values that is guessed.

Titles are of amoCRM, Bitrix24, HubSpot, Pipedrive, Salesforce, Google, Outlook, of the lead forms of Facebook and Google,
and of lists that people keep by hand, in English, Russian, Ukrainian, Indonesian, Spanish and German.
"""

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum

from voronka.domain.importing.dates import DateOrder, read_date
from voronka.domain.importing.remarks import Remark
from voronka.domain.search_text import fold


class Target(StrEnum):
    """What a column holds."""

    NONE = ""
    NAME = "name"
    FIRST_NAME = "first_name"
    MIDDLE_NAME = "middle_name"
    LAST_NAME = "last_name"
    PHONE = "phone"
    EMAIL = "email"
    POSITION = "position"
    COMPANY = "company"
    TAX_ID = "tax_id"
    SITE = "site"
    SECTOR = "sector"
    CITY = "city"
    COUNTRY = "country"
    BIRTHDAY = "birthday"
    KNOWN_SINCE = "known_since"
    OWNER = "owner"
    NOTE = "note"
    # A line of the description that names the column: nothing of a file is lost for want of a field.
    NOTE_LINE = "note_line"


# Columns of these there may be several of; of others the first that says something counts.
SEVERAL_OF = frozenset({Target.PHONE, Target.EMAIL, Target.NOTE, Target.NOTE_LINE})
_WORDS: Mapping[Target, str] = {
    Target.NAME: "name|full name|contact|contact name|client name|customer name|person name|lead name|display name|fn|fio|"
    "person|имя и фамилия|фио|контакт|контактное лицо|клиент|имя клиента|полное имя|полное имя контакта|основной контакт|"
    "контактна особа|пib|піб|клієнт|ім'я та прізвище|повне ім'я|nama|nama lengkap|nama kontak|nama pelanggan|nombre|"
    "nombre completo|kontaktname|navn|имя контакта|file as",
    Target.FIRST_NAME: "first name|given name|имя|ім'я|nama depan|vorname|firstname|given name yomi",
    Target.MIDDLE_NAME: "middle name|additional name|отчество|по батькові|nama tengah",
    Target.LAST_NAME: "last name|family name|surname|фамилия|прізвище|nama belakang|nachname|lastname|apellido|apellidos",
    Target.PHONE: "phone|phone number|phone_number|telephone|tel|mobile|mobile phone|mobile number|cell|cell phone|work phone|"
    "home phone|business phone|business phone 2|home phone 2|primary phone|other phone|car phone|lead phone|user phone|"
    "phone work|phone home|phone mobile|whatsapp|whatsapp number|телефон|телефоны|номер телефона|мобильный|мобильный телефон|рабочий телефон|"
    "домашний телефон|другой телефон|рабочий прямой телефон|контактный телефон|телефон контакта|source phone|номер|"
    "мобільний|мобільний телефон|робочий телефон|номер телефону|telepon|nomor telepon|no hp|no telepon|nomor hp|hp|ponsel|"
    "telefono|teléfono|movil|telefon|handy|phone 1 value|phone 2 value|phone 3 value|phone 4 value",
    Target.EMAIL: "email|e mail|e-mail|email address|e mail address|e mail 2 address|e mail 3 address|lead email|user email|work email|"
    "home email|email work|email home|mail|рабочий email|личный email|другой email|рабочий e mail|электронная почта|почта|"
    "адрес электронной почты|эл почта|електронна пошта|пошта|surel|alamat email|correo|correo electronico|"
    "e mail 1 value|e mail 2 value|e mail 3 value|e mail 4 value|email рабочий",
    Target.POSITION: "job title|position|title|role|organization title|organization 1 title|occupation|должность|посада|jabatan|cargo|"
    "должность контакта",
    Target.COMPANY: "company|company name|organization|organisation|organization name|organization 1 name|account|account name|"
    "associated company|org|employer|business name|компания|название компании|компания контакта|организация|"
    "компанія|назва компанії|організація|perusahaan|nama perusahaan|empresa|firma|compania",
    Target.TAX_ID: "tax id|vat|vat id|vat number|инн|реквизит россия инн|едрпоу|єдрпоу|инн едрпоу|npwp|инн єдрпоу npwp|код єдрпоу|іпн",
    Target.SITE: "website|web site|site|url|web page|company website|company domain name|сайт|веб сайт|корпоративный сайт|web|situs|situs web",
    Target.SECTOR: "industry|sector|отрасль|сфера деятельности|сфера|галузь|industri|bidang",
    Target.CITY: "city|town|home city|business city|город|місто|kota|ciudad|address 1 city|населенный пункт|mailing city",
    Target.COUNTRY: "country|country region|business country region|home country region|страна|країна|negara|pais|land|address 1 country|country code",
    Target.BIRTHDAY: "birthday|birth date|date of birth|bday|день рождения|дата рождения|день народження|дата народження|tanggal lahir|ulang tahun",
    Target.KNOWN_SINCE: "created|created at|created date|created time|create date|created on|date created|signup date|date added|"
    "дата создания|дата создания контакта|дата создания сделки|создан|створено|дата створення|tanggal dibuat|dibuat|conversion time|person created",
    Target.OWNER: "owner|lead owner|contact owner|deal owner|account owner|company owner|assigned to|responsible|sales rep|manager|"
    "owner alias|ответственный|ответственный за контакт|ответственный за сделку|менеджер|відповідальний|penanggung jawab|owner name|person owner",
    Target.NOTE: "note|notes|comment|comments|description|remarks|примечание|примечания|комментарий|комментарии|заметки|описание|"
    "примітка|примітки|коментар|нотатки|опис|catatan|keterangan|notas|bemerkung|примечание 2|note 1|примечание 1",
}  # fmt: skip
_BY_TITLE: dict[str, Target] = {
    fold(title): target for target, titles in _WORDS.items() for title in titles.split("|")
}
# What exports hold for themselves: which of several a number is, the picture of a person, groups, faxes.
_NOTHING = re.compile(
    r"(yomi|phonetic|label|photo|group membership|type|fax|isdn|pager|telex|categories|nickname|prefix|suffix|initials|directory server|"
    r"sensitivity|priority|mileage|billing|callback|assistant|radio phone|tty)$"
)
_TRAILING = re.compile(r"\s*[\d.()#:]*$")
_EMAIL = re.compile(r"^\S+@\S+\.\S+$")
_PHONE = re.compile(r"^\+?[\d\s().\-]{7,22}$")
_SHORTEST, _TWO, _DIGITS = 4, 2, 7


def guess(titles: Sequence[str], samples: Sequence[Sequence[str]]) -> tuple[Target, ...]:
    """Where each column goes. `samples`: some of its values that say something, column by column."""
    guessed = [_of_title(title) for title in titles]
    for place, target in enumerate(guessed):
        if target is None:
            guessed[place] = _of_values(titles[place], samples[place])
    return tuple(_once([target or Target.NONE for target in guessed], samples))


def _of_title(title: str) -> Target | None:
    folded = fold(title.replace("_", " ").replace("-", " ").replace(":", " "))
    if not folded:
        return None
    if folded in _BY_TITLE:
        return _BY_TITLE[folded]
    if _NOTHING.search(folded):
        return Target.NONE
    bare = _TRAILING.sub("", folded)
    if bare in _BY_TITLE:
        return _BY_TITLE[bare]
    return next((target for known, target in _BY_TITLE.items() if _is_slip(bare, known)), None)


def _is_slip(typed: str, known: str) -> bool:
    """Whether it is the word with two letters changed over, or with one left out. Short words are others so."""
    if len(typed) < _SHORTEST or typed[0] != known[0] or " " in known:
        return False
    if len(typed) == len(known):
        apart = [place for place, (one, other) in enumerate(zip(typed, known, strict=True)) if one != other]
        return len(apart) == _TWO and apart[1] == apart[0] + 1 and sorted(typed) == sorted(known)
    return len(typed) + 1 == len(known) and any(
        known[:at] + known[at + 1 :] == typed for at in range(1, len(known))
    )


def _of_values(title: str, values: Sequence[str]) -> Target:
    if not values:
        return Target.NONE
    if all(_EMAIL.match(value.strip()) for value in values):
        return Target.EMAIL
    is_number = re.search(r"(id|номер|№|код|code|amount|сумма|budget|бюджет|инн)\b", title.lower())
    if not is_number and all(map(_is_number, values)):
        return Target.PHONE
    return Target.NOTE_LINE


def _is_number(text: str) -> bool:
    """A telephone number, as far as its look says; a date has enough digits for one as well."""
    is_long = sum(letter.isdigit() for letter in text) >= _DIGITS
    return (
        is_long
        and bool(_PHONE.match(text.strip()))
        and read_date(text, DateOrder.DAY_FIRST) is Remark.NOT_A_DATE
    )


def _once(targets: list[Target], samples: Sequence[Sequence[str]]) -> list[Target]:
    """A second column of what there is one of becomes a line of the description, an empty one nothing."""
    positions = [place for place, target in enumerate(targets) if target is Target.POSITION]
    if len(positions) > 1 and any(samples[place] for place in positions):
        # Outlook's "Title" is Mr or Dr, and its position the "Job title".
        first = next(place for place in reversed(positions) if samples[place])
        targets[positions[0]], targets[first] = (
            Target.NOTE_LINE if first != positions[0] else Target.POSITION,
            Target.POSITION,
        )
    taken: set[Target] = set()
    for place, target in enumerate(targets):
        if target in taken and target not in SEVERAL_OF:
            targets[place] = Target.NOTE_LINE if samples[place] else Target.NONE
        taken.add(target)
    if Target.NAME not in taken and Target.FIRST_NAME in taken and Target.LAST_NAME not in taken:
        # A single name is the name.
        targets[targets.index(Target.FIRST_NAME)] = Target.NAME
    return targets
