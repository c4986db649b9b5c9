"""Imports in words: where columns go, what was met in cells, what becomes of rows, where an import is."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy, pgettext_lazy

from voronka.domain.importing.dates import DateOrder
from voronka.domain.importing.life import ImportState
from voronka.domain.importing.remarks import Remark, Verdict
from voronka.domain.importing.table import Unreadable
from voronka.domain.importing.targets import Target
from voronka.web.labels import Label

TARGETS: Mapping[Target, Label] = {
    Target.NONE: gettext_lazy("Don’t import"),
    Target.NAME: gettext_lazy("Contact: full name"),
    Target.FIRST_NAME: gettext_lazy("Contact: first name"),
    Target.MIDDLE_NAME: gettext_lazy("Contact: middle name"),
    Target.LAST_NAME: gettext_lazy("Contact: last name"),
    Target.PHONE: gettext_lazy("Contact: phone"),
    Target.EMAIL: gettext_lazy("Contact: e-mail"),
    Target.POSITION: gettext_lazy("Contact: position"),
    Target.CITY: gettext_lazy("Contact: city and clock"),
    Target.COUNTRY: gettext_lazy("Contact: country of the numbers"),
    Target.BIRTHDAY: gettext_lazy("Contact: birthday"),
    Target.KNOWN_SINCE: gettext_lazy("Contact: known since"),
    Target.COMPANY: gettext_lazy("Company: name"),
    Target.TAX_ID: gettext_lazy("Company: tax number"),
    Target.SITE: gettext_lazy("Company: site"),
    Target.SECTOR: gettext_lazy("Company: sector"),
    Target.OWNER: pgettext_lazy("a column of a file", "Owner"),
    Target.NOTE: gettext_lazy("Description"),
    Target.NOTE_LINE: gettext_lazy("Description, with the column’s title"),
}
VERDICTS: Mapping[Verdict, Label] = {
    Verdict.NEW: pgettext_lazy("a row of a file", "new"),
    Verdict.MERGED: pgettext_lazy("a row of a file", "known already"),
    Verdict.REFUSED: pgettext_lazy("a row of a file", "refused"),
    Verdict.UNDONE: pgettext_lazy("a row of a file", "taken back"),
    Verdict.KEPT: pgettext_lazy("a row of a file", "kept"),
}
VERDICT_TONES: Mapping[Verdict, str] = {
    Verdict.NEW: "ok",
    Verdict.MERGED: "acc",
    Verdict.REFUSED: "bad",
    Verdict.UNDONE: "",
    Verdict.KEPT: "warn",
}
STATES: Mapping[ImportState, Label] = {
    ImportState.COLUMNS: pgettext_lazy("an import", "columns to be said"),
    ImportState.CHECKING: pgettext_lazy("an import", "dry run"),
    ImportState.CHECKED: pgettext_lazy("an import", "checked"),
    ImportState.RUNNING: pgettext_lazy("an import", "running"),
    ImportState.DONE: pgettext_lazy("an import", "done"),
    ImportState.CANCELLED: pgettext_lazy("an import", "stopped"),
    ImportState.UNDOING: pgettext_lazy("an import", "being taken back"),
    ImportState.UNDONE: pgettext_lazy("an import", "taken back"),
}
STATE_TONES: Mapping[ImportState, str] = {
    ImportState.COLUMNS: "",
    ImportState.CHECKING: "acc",
    ImportState.CHECKED: "",
    ImportState.RUNNING: "acc",
    ImportState.DONE: "ok",
    ImportState.CANCELLED: "warn",
    ImportState.UNDOING: "acc",
    ImportState.UNDONE: "",
}
REMARKS: Mapping[Remark, Label] = {
    Remark.LOST_DIGITS: gettext_lazy("a spreadsheet has dropped the last digits; write the number as text"),
    Remark.NOT_A_PHONE: gettext_lazy("no telephone number that can be dialled; kept in the description"),
    Remark.NOT_AN_EMAIL: gettext_lazy("no e-mail address; kept in the description"),
    Remark.NOT_A_DATE: gettext_lazy("no date; kept in the description"),
    Remark.DAY_OR_MONTH: gettext_lazy(
        "day or month first? Say it with the columns; until then it is kept in the description"
    ),
    Remark.IN_THE_FUTURE: gettext_lazy("a date to come; kept in the description"),
    Remark.UNKNOWN_OWNER: gettext_lazy(
        "nobody here whom you may give clients to; they go to the owner chosen"
    ),
    Remark.DATE_OF_RANGE: gettext_lazy("perhaps a range that a spreadsheet made a date of"),
    Remark.SPLIT: gettext_lazy("several in one cell; each taken for itself"),
    Remark.WORDS_AFTER_NUMBER: gettext_lazy("words beside the number; kept in the description"),
    Remark.PLUS_ADDED: gettext_lazy("the plus was lost; it is put back"),
    Remark.ZEROS_DROPPED: gettext_lazy("zeros before the number are dropped"),
    Remark.CUT: gettext_lazy("too long; the whole of it is in the description"),
    Remark.CLEANED: gettext_lazy("marks that nobody sees are taken out"),
    Remark.DOUBTFUL_PHONE: gettext_lazy("given out to nobody as far as is known; taken as it stands"),
    Remark.FORMULA: gettext_lazy("reads like a formula; taken as plain text"),
    Remark.NO_LETTERS: gettext_lazy("a name without letters"),
    Remark.MORE_CELLS: gettext_lazy("more cells than there are columns; kept in the description"),
    Remark.NOBODY: gettext_lazy("no name, number, address or company: nobody is meant"),
    Remark.NO_WAY_TO_REACH: gettext_lazy(
        "none of the numbers and addresses can be read; mend them and bring the row again"
    ),
    Remark.HELD_BY_OTHERS: gettext_lazy("another team works with them already; nothing is written"),
    Remark.SEVERAL_KNOWN: gettext_lazy("several answer to it; this one is meant most likely"),
    Remark.KEPT_AS_WAS: gettext_lazy("something else is known already, and stays"),
}
UNREADABLE: Mapping[Unreadable, Label] = {
    Unreadable.EMPTY: gettext_lazy("There is nothing in the file. Choose another."),
    Unreadable.NO_ROWS: gettext_lazy("There are titles in the file, but no rows below them. Choose another."),
    Unreadable.BROKEN: gettext_lazy(
        "This is no list that can be read. Save it as CSV, Excel, vCard or JSON lines and choose it again."
    ),
    Unreadable.SEALED: gettext_lazy(
        "The file is locked with a password. Save it without one and choose it again."
    ),
    Unreadable.TOO_WIDE: gettext_lazy(
        "The file has more than 400 columns. Leave out those that tell nothing of clients."
    ),
}
DATE_ORDERS: Mapping[DateOrder, Label] = {
    DateOrder.OPEN: gettext_lazy("not said: leave such dates out"),
    DateOrder.DAY_FIRST: gettext_lazy("the day first: 31/12/2026"),
    DateOrder.MONTH_FIRST: gettext_lazy("the month first: 12/31/2026"),
}
FIELDS: Mapping[str, Label] = {
    "name": gettext_lazy("Name"),
    "position": gettext_lazy("Position"),
    "birthday": gettext_lazy("Birthday"),
    "description": gettext_lazy("Description"),
    "company": gettext_lazy("Company"),
    "city": gettext_lazy("City"),
    "phones": gettext_lazy("Phones"),
    "emails": gettext_lazy("E-mails"),
}
