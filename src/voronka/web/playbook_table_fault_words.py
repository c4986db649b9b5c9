"""What is wrong with a playbook's table that comes back, in words: where, what, and what to do."""

from collections.abc import Mapping
from typing import assert_never

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from voronka.domain.playbook.table.faults import (
    BrokenFile,
    CellError,
    FileTooBig,
    NoBrackets,
    NoName,
    NoRobotYet,
    NoStageLeft,
    NoSuchStep,
    NoTable,
    NotAmongRobots,
    NothingHere,
    NotOurs,
    NoWords,
    RobotDoesNothing,
    RobotGoesNowhere,
    SameName,
    TableFault,
    TableWrong,
    TooManyRows,
    UnknownFile,
)
from voronka.domain.playbook.table.lines import IN_HEAD
from voronka.domain.playbook.table.model import Column, TablePlace
from voronka.web.formatting import filesize, number
from voronka.web.playbook_fault_words import fault_text

_COLUMNS: Mapping[Column, Promise] = {
    Column.STATUS: pgettext_lazy("column of the playbook", "Status"),
    Column.STEPS: gettext_lazy("Seller’s steps"),
    Column.ACTIONS: gettext_lazy("Actions and tools"),
    Column.CRITERIA: pgettext_lazy("column of the playbook", "Criteria"),
    Column.ROBOTS: gettext_lazy("Happens by itself"),
}

# The notation is the same in every language; a name or a title in the middle of it says nothing in another one.
_HEAD = "… [when: entered]"
_STEP = "- … [task: call, after: 1d]"


def table_fault_text(fault: TableFault) -> str:
    """One or two sentences: what is wrong, and what to do."""
    wrong = fault.wrong
    if isinstance(wrong, TableWrong):
        return _told(wrong)
    return fault_text(wrong)


def table_place_text(place: TablePlace) -> str:
    """Where it is, as a spreadsheet or an editor calls it; empty for the whole file."""
    if place.cell:
        told = {"sheet": place.sheet, "cell": place.cell, "line": place.line}
        if place.line:
            return _("Sheet “%(sheet)s”, cell %(cell)s, line %(line)s") % told
        return _("Sheet “%(sheet)s”, cell %(cell)s") % told
    if place.sheet:
        if place.row:
            return _("Sheet “%(sheet)s”, row %(row)s") % {"sheet": place.sheet, "row": place.row}
        return _("Sheet “%(sheet)s”") % {"sheet": place.sheet}
    if place.row and place.column:
        return _("Line %(line)s of the file, “%(column)s”") % {
            "line": place.row,
            "column": _COLUMNS[place.column],
        }
    return _("Line %(line)s of the file") % {"line": place.row} if place.row else ""


def _told(wrong: TableWrong) -> str:
    match wrong:
        case UnknownFile() | BrokenFile() | FileTooBig() | NotOurs() | NoTable():
            return _of_file(wrong)
        case NoName() | SameName() | NoSuchStep() | NothingHere() | CellError():
            return _of_row(wrong)
        case (
            NoBrackets()
            | NoWords()
            | NoRobotYet()
            | RobotDoesNothing()
            | RobotGoesNowhere()
            | NotAmongRobots()
        ):
            return _of_robots(wrong)
        case TooManyRows(most):
            return _("The table has too many rows: at most %(most)s. Take some out.") % {"most": number(most)}
        case NoStageLeft():
            return _("No working stage is left. Keep at least one between Unsorted and the exits.")
        case _:
            assert_never(wrong)


def _of_file(wrong: UnknownFile | BrokenFile | FileTooBig | NotOurs | NoTable) -> str:
    match wrong:
        case UnknownFile():
            return _(
                "This is no table of a playbook. Choose one that was downloaded from a playbook’s page: Excel (XLSX), PDF or Markdown."
            )
        case BrokenFile():
            return _(
                "The file is damaged, or locked with a password. Save it anew without one, or download the table again."
            )
        case FileTooBig(most):
            words = _("The file is too big: at most %(most)s. Leave out pictures and other sheets.")
            return words % {"most": filesize(most)}
        case NotOurs():
            return _(
                "There is no table inside this PDF. Choose one that was downloaded from a playbook’s page and not printed to a file, or the table as Excel or Markdown."
            )
        case NoTable():
            return _(
                "There is no table of four columns in it: status, steps, actions, criteria. Download the table from the playbook’s page and change that one."
            )
        case _:
            assert_never(wrong)  # fmt: skip


def _of_row(wrong: NoName | SameName | NoSuchStep | NothingHere | CellError) -> str:
    match wrong:
        case NoName():
            return _(
                "This row has no status. Write the stage’s name into its first column, or delete the row."
            )
        case SameName(name, 0):
            return _("“%(name)s” is there twice. Call one of the two something else.") % {"name": name}
        case SameName(name, first):
            words = _("“%(name)s” stands in row %(row)s as well. Call one of the two something else.")
            return words % {"name": name, "row": first}
        case NoSuchStep(step):
            words = _("There is no step %(number)s in this row. Write the number of a step that is there.")
            return words % {"number": step}
        case NothingHere():
            return _("This can’t be kept here: Unsorted and the exits have no criteria. Empty the cell.")
        case CellError(shown):
            words = _(
                "The cell shows %(shown)s: what was typed was taken for a formula. Type it again with an apostrophe in front."
            )
            return words % {"shown": shown}
        case _:
            assert_never(wrong)  # fmt: skip


def _of_robots(
    wrong: NoBrackets | NoWords | NoRobotYet | RobotDoesNothing | RobotGoesNowhere | NotAmongRobots,
) -> str:
    match wrong:
        case NoBrackets():
            words = _(
                "Nothing tells what happens here. Write it in brackets behind the words, for example: %(line)s"
            )
            return words % {"line": _STEP}
        case NoWords():
            words = _(
                "Before the brackets stands what the robot is called, or what its step says. For example: %(line)s"
            )
            return words % {"line": _STEP}
        case NoRobotYet():
            words = _(
                "No robot begins above this line. Write first what it is called and when it acts, for example: %(line)s"
            )
            return words % {"line": _HEAD}
        case RobotDoesNothing(name):
            words = _("“%(name)s” does nothing. Write below it what it does, for example: %(line)s")
            return words % {"name": name, "line": _STEP}
        case RobotGoesNowhere(name, stage):
            words = _(
                "“%(name)s” moves deals to “%(stage)s”, which this table takes out. Let it move them elsewhere, or keep the stage."
            )
            return words % {"name": name, "stage": stage}
        case NotAmongRobots():
            words = _(
                "This column is not read. Write %(head)s into its heading: below it stands what happens by itself."
            )
            return words % {"head": f"[{IN_HEAD}]"}
        case _:
            assert_never(wrong)  # fmt: skip
