"""The columns of files that are written and read: deals, contacts, companies and tasks, with the title of each in every language.

An export writes the titles of its reader's language above CSV and XLSX, and the keys in JSON lines; an import knows a column by
its key or by any of these titles, whatever the case. Custom fields are columns as well: their key is their address, their
titles are theirs (`columns_of`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from voronka.domain.custom_fields import CustomField, Kind


class Rows(StrEnum):
    """What a file holds a row of each."""

    DEALS = "deals"
    CONTACTS = "contacts"
    COMPANIES = "companies"
    TASKS = "tasks"


class Cell(StrEnum):
    """What stands in a column. Days are ISO; instants ISO with their offset; amounts plain numbers with a point."""

    TEXT = "text"
    # Several, parted by `custom_fields.BETWEEN`; a list in JSON.
    LIST = "list"
    NUMBER = "number"
    AMOUNT = "amount"
    DAY = "day"
    INSTANT = "instant"
    # 1 or 0; true or false in JSON.
    FLAG = "flag"
    # A word of a fixed set, such as "open"; the same in every language.
    WORD = "word"


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `titles`: language -> what stands above it. `is_told`: only told, nothing that an import may set."""

    key: str
    cell: Cell
    titles: Mapping[str, str]
    is_told: bool = False
    field: CustomField | None = None

    def title(self, language: str) -> str:
        """What stands above it."""
        return self.titles.get(language) or self.titles.get("en") or self.key


def _column(
    key: str, en: str, ru: str, uk: str, id: str, cell: Cell = Cell.TEXT, *, told: bool = False
) -> Column:
    return Column(key, cell, {"en": en, "ru": ru, "uk": uk, "id": id}, told)


_ID = _column("id", "Number", "Номер", "Номер", "Nomor", Cell.NUMBER, told=True)
_OWNER = _column("owner", "Owner", "Ответственный", "Відповідальний", "Penanggung jawab")
_CREATED = _column("created_at", "Created", "Создано", "Створено", "Dibuat", Cell.INSTANT)
_DESCRIPTION = _column("description", "Description", "Описание", "Опис", "Deskripsi")
_CITY = _column("city", "City", "Город", "Місто", "Kota")
_ZONE = _column("time_zone", "Time zone", "Часовой пояс", "Часовий пояс", "Zona waktu")
_PHONES = _column("phones", "Phones", "Телефоны", "Телефони", "Telepon", Cell.LIST)
_EMAILS = _column("emails", "E-mails", "Адреса почты", "Адреси пошти", "Email", Cell.LIST)
_CARE = _column(
    "care_days", "Touch as a Client, days", "Касание Клиента, дней", "Дотик Клієнта, днів", "Kontak Klien, hari",
    Cell.NUMBER,
)  # fmt: skip

CONTACTS: tuple[Column, ...] = (
    _ID,
    _column("name", "Name", "Имя", "Ім’я", "Nama"),
    _column("position", "Position", "Должность", "Посада", "Jabatan"),
    _column("company", "Company", "Компания", "Компанія", "Perusahaan"),
    _PHONES,
    _EMAILS,
    _CITY,
    _ZONE,
    _column("language", "Language", "Язык", "Мова", "Bahasa", Cell.WORD),
    _column("birthday", "Birthday", "День рождения", "День народження", "Ulang tahun", Cell.DAY),
    _column("decides", "Decides", "Принимает решение", "Ухвалює рішення", "Pengambil keputusan", Cell.FLAG),
    _DESCRIPTION,
    _CARE,
    _OWNER,
    _CREATED,
)
COMPANIES: tuple[Column, ...] = (
    _ID,
    _column("name", "Company name", "Название компании", "Назва компанії", "Nama perusahaan"),
    _column("legal_name", "Legal name", "Юридическое название", "Юридична назва", "Nama resmi"),
    _column("tax_id", "Tax ID", "ИНН", "Податковий номер", "NPWP"),
    _column("site", "Site", "Сайт", "Сайт", "Situs web"),
    _column("sector", "Sector", "Отрасль", "Галузь", "Bidang usaha"),
    _PHONES,
    _EMAILS,
    _CITY,
    _column("country", "Country", "Страна", "Країна", "Negara"),
    _column("address", "Address", "Адрес", "Адреса", "Alamat"),
    _ZONE,
    _column("employees", "Employees", "Сотрудников", "Працівників", "Jumlah karyawan", Cell.NUMBER),
    _column("founded_year", "Founded in", "Год основания", "Рік заснування", "Tahun berdiri", Cell.NUMBER),
    _column("annual_revenue", "Revenue a year", "Выручка за год", "Річний дохід", "Pendapatan tahunan", Cell.AMOUNT),
    _column("parent", "Part of", "Входит в", "Входить до", "Bagian dari"),
    _DESCRIPTION,
    _CARE,
    _OWNER,
    _CREATED,
)  # fmt: skip
DEALS: tuple[Column, ...] = (
    _ID,
    _column("title", "Deal", "Сделка", "Угода", "Transaksi"),
    _column("pipeline", "Pipeline", "Воронка", "Воронка", "Pipeline"),
    _column("stage", "Stage", "Этап", "Етап", "Tahap"),
    _column("status", "Status", "Состояние", "Стан", "Status", Cell.WORD, told=True),
    _column("amount", "Amount", "Сумма", "Сума", "Nilai", Cell.AMOUNT),
    _column("currency", "Currency", "Валюта", "Валюта", "Mata uang", Cell.WORD),
    _OWNER,
    _column("contact", "Contact", "Контакт", "Контакт", "Kontak"),
    _column("company", "Company", "Компания", "Компанія", "Perusahaan"),
    _column("source", "Source", "Источник", "Джерело", "Sumber"),
    _column("need", "Need", "Потребность", "Потреба", "Kebutuhan"),
    _column("budget", "Budget", "Бюджет", "Бюджет", "Anggaran"),
    _column("competitor", "Competitor", "Конкурент", "Конкурент", "Pesaing"),
    _DESCRIPTION,
    _column("expected_close_on", "Expected close", "Ожидаемое закрытие", "Очікуване закриття", "Perkiraan selesai", Cell.DAY),
    _column("tags", "Tags", "Метки", "Мітки", "Tag", Cell.LIST),
    _column("priority", "Priority", "Приоритет", "Пріоритет", "Prioritas", Cell.WORD),
    _column("next_step", "Next step", "Следующий шаг", "Наступний крок", "Langkah berikutnya"),
    _column("next_step_at", "Due", "Срок", "Термін", "Tenggat", Cell.INSTANT),
    _CREATED,
    _column("entered_at", "In the stage since", "На этапе с", "На етапі з", "Di tahap sejak", Cell.INSTANT),
    _column("closed_at", "Closed", "Закрыта", "Закрито", "Ditutup", Cell.INSTANT),
    _column("reason", "Reason", "Причина", "Причина", "Alasan"),
    _column("referred_by", "Referred by", "По рекомендации", "За рекомендацією", "Dirujuk oleh"),
)  # fmt: skip
TASKS: tuple[Column, ...] = (
    _ID,
    _column("kind", "Kind", "Вид", "Вид", "Jenis", Cell.WORD),
    _column("title", "Task", "Задача", "Завдання", "Tugas"),
    _column("due_at", "Due", "Срок", "Термін", "Tenggat", Cell.INSTANT),
    _column("due_on", "Due on the day", "Срок в течение дня", "Термін протягом дня", "Tenggat hari", Cell.DAY),
    _column("state", "State", "Состояние", "Стан", "Status", Cell.WORD),
    _column("deal", "Deal", "Сделка", "Угода", "Transaksi"),
    _column("deal_id", "Number of the deal", "Номер сделки", "Номер угоди", "Nomor transaksi", Cell.NUMBER),
    _column("owner", "Whose", "Исполнитель", "Виконавець", "Pelaksana"),
    _CREATED,
    _column("closed_at", "Done", "Выполнена", "Виконано", "Selesai", Cell.INSTANT),
    _column("result", "Result", "Результат", "Результат", "Hasil"),
)  # fmt: skip
COLUMNS: Mapping[Rows, tuple[Column, ...]] = {
    Rows.DEALS: DEALS,
    Rows.CONTACTS: CONTACTS,
    Rows.COMPANIES: COMPANIES,
    Rows.TASKS: TASKS,
}
_CELLS: Mapping[Kind, Cell] = {Kind.DATE: Cell.DAY, Kind.NUMBER: Cell.NUMBER, Kind.CHOICES: Cell.LIST}


def columns_of(rows: Rows, fields: Iterable[CustomField] = ()) -> tuple[Column, ...]:
    """All columns: those that everybody has, and the custom fields behind them."""
    return (*COLUMNS[rows], *map(custom_column, fields))


def custom_column(field: CustomField) -> Column:
    """The column of a custom field; what its kind is says its cell further: see `custom_fields.show` and `told`."""
    titles = {"en": field.name, **field.names}
    return Column(field.address.value, _CELLS.get(field.kind, Cell.TEXT), titles, field=field)


def column_titled(columns: Iterable[Column], title: str) -> Column | None:
    """The column that the head of a file means: by its key, or its title in any language; None where none does."""
    wanted = " ".join(title.split()).casefold()
    for column in columns:
        titles = {column.key, *column.titles.values()}
        titles |= column.field.titles() if column.field is not None else set()
        if wanted in {one.casefold() for one in titles}:
            return column
    return None
