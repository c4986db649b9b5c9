"""`voronka playbook`: checks, lists, compares, takes in and hands out playbooks.

`check`, `list` and `diff` need no database.
"""

import os
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from voronka.commands.first_start import has_workspace
from voronka.commands.setup.next_version import NoObjectiveEntry, NothingNew, take_playbook
from voronka.commands.setup.playbooks import default_language
from voronka.domain.errors import Invalid, NotFound
from voronka.domain.playbook.compare import compare
from voronka.domain.playbook.faults import Fault
from voronka.domain.playbook.lint.remark import Remark, Use
from voronka.domain.playbook.lint.rules import GRAVE, lint
from voronka.domain.playbook.model import Playbook
from voronka.domain.playbook.places import places_of
from voronka.domain.playbook.read import UnreadablePlaybook, read_playbook
from voronka.domain.playbook.write import write_playbook
from voronka.queries.pipelines import all_pipelines
from voronka.queries.playbook import playbook as playbook_of
from voronka.queries.playbook_now import playbook_now
from voronka.queries.playbook_use import use_of
from voronka.queries.playbook_versions import published_text
from voronka.queries.shipped_playbooks import Shipped, shipped_playbook, shipped_playbooks
from voronka.queries.workspace import workspace
from voronka.web.formatting import number
from voronka.web.playbook.carried import CARRIERS, carried
from voronka.web.playbook_change_words import change_text
from voronka.web.playbook_fault_words import fault_text
from voronka.web.playbook_files import Brought, UnreadableFile, read_file
from voronka.web.playbook_remark_words import remark_words
from voronka.web.playbook_texts import said, spot_text


class Command(BaseCommand):
    help = "Checks a playbook's file, lists the shipped ones, compares two, takes one in, hands one out."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        codes = [code for code, _name in settings.LANGUAGES]
        parser.add_argument(
            "--language", choices=codes, default=_system_language(), help="the answer's language"
        )
        actions = parser.add_subparsers(dest="action", required=True)
        check = actions.add_parser("check", help="every fault with its place, and the linter's remarks")
        check.add_argument("files", nargs="+", type=Path, metavar="FILE")
        check.add_argument(
            "--with-use", action="store_true", help="look at how this workspace uses the playbook, too"
        )
        actions.add_parser("list", help="the shipped playbooks")
        diff = actions.add_parser("diff", help="what changed, stage by stage")
        diff.add_argument("before", metavar="A", help="a file, or the key of a shipped playbook")
        diff.add_argument("after", metavar="B", help="likewise")
        export = actions.add_parser("export", help="the text of a published or shipped playbook")
        export.add_argument("key", metavar="KEY", nargs="?")
        export.add_argument(
            "--now", action="store_true", help="all of this workspace's method as it is now, in its language"
        )
        export.add_argument(
            "--number", type=int, metavar="N", help="this published version (default: the newest)"
        )
        export.add_argument(
            "--format",
            choices=("yaml", *CARRIERS),
            default="yaml",
            help="with --now: the tables of all pipelines as a workbook, a printed page or Markdown",
        )
        taking = actions.add_parser("import", help="make its pipelines and reasons in this workspace")
        taking.add_argument("name", metavar="FILE", help="a file, or the key of a shipped playbook")
        taking.add_argument(
            "--texts", metavar="LANGUAGE", help="in which of its languages (default: the workspace's)"
        )

    def handle(self, **options: Any) -> None:
        with translation.override(options["language"]):
            match options["action"]:
                case "check":
                    self._check(options["files"], with_use=options["with_use"])
                case "list":
                    self._list()
                case "diff":
                    self._diff(options["before"], options["after"])
                case "import":
                    self._import(options["name"], options["texts"])
                case "export" if options["format"] != "yaml":
                    _export_tables(options["format"], now=options["now"])
                case "export":
                    text = _exported(options["key"], options["number"], now=options["now"])
                    self.stdout.write(text, ending="")
                case _:
                    raise CommandError(options["action"])

    # -- check -----------------------------------------------------------------------------------------------------

    def _check(self, files: list[Path], *, with_use: bool) -> None:
        broken = [file for file in files if not self._checked(file, with_use=with_use)]
        if broken:
            words = ngettext("%(num)s file has faults.", "%(num)s files have faults.", len(broken))
            raise CommandError(words % {"num": number(len(broken))}, returncode=1)

    def _checked(self, file: Path, *, with_use: bool) -> bool:
        """Tell everything of one file; whether it is a playbook that may be taken in (R106)."""
        source = _bytes_of(file)
        try:
            playbook = read_playbook(source)
        except UnreadablePlaybook as error:
            self._tell_faults(file, error.faults)
            return False
        remarks = lint(playbook, _use(playbook) if with_use else None)
        self._tell_remarks(file, source, playbook, remarks)
        return not any(isinstance(remark.finding, GRAVE) for remark in remarks)

    def _tell_faults(self, file: Path, faults: tuple[Fault, ...]) -> None:
        words = ngettext("%(file)s: %(num)s fault", "%(file)s: %(num)s faults", len(faults))
        self.stdout.write(words % {"file": file, "num": number(len(faults))})
        for fault in faults:
            place = f"{fault.place.line}:{fault.place.column}"
            self.stdout.write(f"  {place:<9}{_shown(fault_text(fault.wrong))}")

    def _tell_remarks(
        self, file: Path, source: bytes, playbook: Playbook, remarks: tuple[Remark, ...]
    ) -> None:
        if not remarks:
            self.stdout.write(_("%(file)s: all is well") % {"file": file})
            return
        words = ngettext(
            "%(file)s: no faults, %(num)s remark", "%(file)s: no faults, %(num)s remarks", len(remarks)
        )
        self.stdout.write(words % {"file": file, "num": number(len(remarks))})
        places = places_of(source)
        for remark in remarks:
            place, told = places[remark.spot], remark_words(remark, playbook)
            line_and_column = f"{place.line}:{place.column}"
            self.stdout.write(f"  {line_and_column:<9}{_shown(spot_text(remark.spot, playbook))}")
            self.stdout.write(f"  {'':<9}{_shown(told.reason)} {_shown(told.suggestion)}")

    # -- import ----------------------------------------------------------------------------------------------------

    def _import(self, name: str, texts: str | None) -> None:
        if not _has_workspace():
            raise CommandError(_("There is no workspace yet. Make one: voronka create-workspace."))
        brought = _brought(name)
        playbook = brought.playbook
        language = texts or default_language(playbook, workspace().language)
        try:
            taken = take_playbook(
                by=None, at=timezone.now(), playbook=playbook, text=brought.text, language=language
            )
        except NothingNew as error:
            words = _("“%(name)s” is here already, as the file says it.")
            raise CommandError(words % {"name": said(playbook.name)}) from error
        except NoObjectiveEntry as error:
            words = _(
                "A stage has no objective entry, so it can’t be taken in. voronka playbook check %(file)s says where."
            )
            raise CommandError(words % {"file": name}) from error
        except Invalid as error:
            words = _("It has no texts in “%(language)s”. It speaks: %(known)s")
            told = {"language": language, "known": ", ".join(playbook.languages)}
            raise CommandError(words % told) from error
        for pipeline in taken.made:
            self.stdout.write(f"{pipeline.name}: /board/{pipeline.pk}/")
        for line in taken.robots:
            self.stdout.write(_shown(change_text(line)))
        for pipeline in taken.drafted:
            words = _(
                "%(name)s: the next version waits as a draft. Look it through and publish it: %(address)s"
            )
            told = {"name": pipeline.name, "address": f"/settings/pipelines/{pipeline.pk}/publish/"}
            self.stdout.write(words % told)

    # -- list, diff ------------------------------------------------------------------------------------------------

    def _list(self) -> None:
        shipped = shipped_playbooks()
        width = max(len(one.playbook.key) for one in shipped)
        for one in shipped:
            self.stdout.write(f"{one.playbook.key:<{width}}  {said(one.playbook.name)}")
            self.stdout.write(f"{'':<{width}}  {said(one.playbook.fits)}")

    def _diff(self, before: str, after: str) -> None:
        was, now = _named(before), _named(after)
        changes = compare(was, now)
        if not changes:
            self.stdout.write(_("They are the same."))
        for change in changes:
            known = now if now.pipeline(change.spot.pipeline or "") is not None else was
            self.stdout.write(_shown(f"{spot_text(change.spot, known)}: {change_text(change)}"))


def _system_language() -> str:
    """The language of the person's terminal where Voronka speaks it."""
    told = (os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    code = next((value for value in told if value), "").split("_")[0].split(".")[0].lower()
    return code if code in dict(settings.LANGUAGES) else "en"


def _shown(text: str) -> str:
    """Without what would command the terminal: a stranger's file is quoted here."""
    return "".join(
        character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in text
    )


def _bytes_of(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        words = _("%(file)s can’t be opened: %(why)s")
        raise CommandError(words % {"file": file, "why": error.strerror}) from error


def _named(name: str) -> Playbook:
    """A playbook by its file, or a shipped one by its key."""
    if not Path(name).exists():
        return _shipped(name).playbook
    try:
        return read_playbook(_bytes_of(Path(name)))
    except UnreadablePlaybook as error:
        first = error.faults[0]
        words = _("%(file)s is no playbook yet: line %(line)s, column %(column)s: %(fault)s")
        told = {
            "file": name,
            "line": first.place.line,
            "column": first.place.column,
            "fault": _shown(fault_text(first.wrong)),
        }
        raise CommandError(words % told) from error


def _brought(name: str) -> Brought:
    """A playbook by its file, or by its table as a file; or a shipped one by its key."""
    if not Path(name).exists():
        shipped = _shipped(name)
        return Brought(shipped.playbook, shipped.text)
    try:
        return read_file(_bytes_of(Path(name)))
    except UnreadableFile as error:
        first = error.faults[0]
        told = {"file": name, "place": _shown(first.said), "fault": _shown(first.words)}
        words = _("%(file)s can’t be taken in. %(place)s %(fault)s")
        raise CommandError(words % told) from error


def _shipped(key: str) -> Shipped:
    try:
        return shipped_playbook(key)
    except NotFound as error:
        known = ", ".join(one.playbook.key for one in shipped_playbooks())
        words = _("There is no file and no shipped playbook “%(key)s”. Shipped ones: %(known)s")
        raise CommandError(words % {"key": key, "known": known}) from error


def _exported(key: str | None, wanted: int | None, *, now: bool) -> str:
    """As it was published here; where it was not, or there is no workspace, as it is shipped. `now`: as it is."""
    if now:
        if not _has_workspace():
            raise CommandError(_("There is no workspace yet. Make one: voronka create-workspace."))
        return write_playbook(playbook_now())
    if key is None:
        raise CommandError(_("Name a playbook’s key, or say --now for all of this workspace’s method."))
    try:
        published = published_text(key, wanted)
    except DatabaseError:
        published = None
    if published is not None:
        return published
    if wanted is not None:
        words = _("Version %(num)s of “%(key)s” was never published here.")
        raise CommandError(words % {"num": wanted, "key": key})
    return _shipped(key).text


def _export_tables(suffix: str, *, now: bool) -> None:
    """The tables of all pipelines in force, to where the command's output goes."""
    if not now:
        raise CommandError(_("Tables are made of what is in force here: add --now."))
    if not _has_workspace():
        raise CommandError(_("There is no workspace yet. Make one: voronka create-workspace."))
    if sys.stdout.isatty() and suffix != "md":
        raise CommandError(
            _("This format is no text. Send it into a file: … > playbook.%(suffix)s") % {"suffix": suffix}
        )
    books = [playbook_of(pipeline.id) for pipeline in all_pipelines()]
    if not books:
        raise CommandError(_("There is no pipeline yet."))
    sys.stdout.buffer.write(carried(suffix, books))
    sys.stdout.flush()


def _has_workspace() -> bool:
    try:
        return has_workspace()
    except DatabaseError:
        return False


def _use(playbook: Playbook) -> Use:
    try:
        return use_of(playbook.key, now=timezone.now())
    except DatabaseError as error:
        raise CommandError(_("There is no workspace to look at. Leave out --with-use.")) from error
