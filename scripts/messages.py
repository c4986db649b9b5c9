"""Gathers the strings to translate: `python -m scripts.messages` (or `make messages`).

From Python, Jinja templates and TypeScript into src/voronka/locale/django.pot, and from there into the .po file
of each language. Nothing is guessed (no fuzzy matching): a new string is empty until a person translates it, a
string that is gone is dropped. The files hold no places and no dates, so they change only when the words do.

`--check` changes nothing and fails when a string is not gathered, not translated, or loses a placeholder.
"""

from __future__ import annotations

import argparse
import copy
import io
import re
import sys
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "src" / "voronka"
LOCALE = SOURCES / "locale"
TEMPLATE = LOCALE / "django.pot"
SOURCE_LANGUAGE = "en"
LANGUAGES = (SOURCE_LANGUAGE, "ru", "uk", "id")
WIDTH = 110
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|\{\w+\}")

METHODS = [
    ("migrations/**", "ignore"),
    ("static/**", "ignore"),
    ("**.py", "python"),
    ("**/templates/**.html", "jinja2"),
    ("**/templates/**.txt", "jinja2"),
    ("**/assets/**.ts", "javascript"),
]
# As in our Jinja environment: new-style gettext, and white space around a {% trans %} block means nothing.
TEMPLATES = {
    "newstyle_gettext": "true",
    "trimmed": "true",
    "trim_blocks": "true",
    "lstrip_blocks": "true",
    "silent": "false",  # a template that can't be read is a mistake, not a template without strings
    "extensions": "jinja2.ext.do",
}
# Strings stand inside `${...}` of template literals too.
SCRIPTS = {"parse_template_string": "true"}
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
}


def main() -> int:
    """Update the files, or with --check say what is wrong with them; the exit status is 1 if anything is."""
    parser = argparse.ArgumentParser(prog="python -m scripts.messages")
    parser.add_argument("--check", action="store_true", help="change nothing, fail when something is missing")
    gathered = gather()
    if parser.parse_args().check:
        wrong = faults(gathered)
        sys.stderr.writelines(f"{fault}\n" for fault in wrong)
        return 1 if wrong else 0
    _write(TEMPLATE, gathered)
    for language in LANGUAGES:
        catalog = _updated(language, gathered)
        _write(_file(language), catalog)
        empty = sum(1 for message in catalog if message.id and not _is_translated(message))
        sys.stdout.write(f"{language}: {len(catalog)} strings, {empty} to translate\n")
    return 0


def gather() -> Catalog:
    """Return all strings of the sources, none translated."""
    catalog = Catalog(project="Voronka", charset="utf-8", fuzzy=False)
    options = {"**/templates/**": TEMPLATES, "**/assets/**.ts": SCRIPTS}
    found = extract_from_dir(
        SOURCES, METHODS, options, KEYWORDS, comment_tags=("Translators:",), strip_comment_tags=True
    )
    for _file_name, _line, words, comments, context in found:
        catalog.add(words, auto_comments=comments, context=context)
    return catalog


def faults(gathered: Catalog) -> list[str]:
    """Return a sentence for everything wrong with the translations, empty if they are complete."""
    return [fault for language in LANGUAGES for fault in _faults_of(language, gathered)]


def _faults_of(language: str, gathered: Catalog) -> list[str]:
    """Return what is missing, left over or broken in one language's file."""
    if not _file(language).exists():
        return [f"{language}: there is no translation file. Run `make messages`."]
    have = _read(language)
    wanted = {_key(message): message for message in gathered if message.id}
    present = {_key(message): message for message in have if message.id}
    missing = [
        f"{language}: not gathered: {key[1]!r}. Run `make messages`." for key in wanted.keys() - present
    ]
    left_over = [
        f"{language}: no longer used: {key[1]!r}. Run `make messages`." for key in present.keys() - wanted
    ]
    empty = [f"{language}: not translated: {m.id!r}" for m in present.values() if not _is_translated(m)]
    broken = [
        f"{language}: {error} in {message.id!r}" for message, errors in have.check() for error in errors
    ]
    lost = [
        f"{language}: other placeholders than in {m.id!r}"
        for m in present.values()
        if not _keeps_placeholders(m)
    ]
    return sorted([*missing, *left_over, *empty, *broken, *lost])


def _updated(language: str, gathered: Catalog) -> Catalog:
    """Return a language's catalog with exactly the gathered strings, keeping the translations it has."""
    catalog = _read(language) if _file(language).exists() else Catalog(locale=language)
    catalog.project = "Voronka"
    catalog.fuzzy = False
    # update() takes the messages themselves, and the next language needs them untranslated.
    catalog.update(copy.deepcopy(gathered), no_fuzzy_matching=True)
    if language == SOURCE_LANGUAGE:
        for message in catalog:
            if message.id:
                message.string = message.id
    return catalog


def _is_translated(message: Message) -> bool:
    """Say whether a message has all its forms and no doubt about them."""
    return all(_forms(message.string)) and not message.fuzzy


def _keeps_placeholders(message: Message) -> bool:
    """Say whether each translated form fills in what the source does; one form of a plural may leave out the number."""
    wanted = _placeholders(message.id)
    forms = [form for form in _forms(message.string) if form]
    if isinstance(message.id, str):
        return all(_placeholders(form) == wanted for form in forms)
    return all(_placeholders(form) <= wanted for form in forms)


def _placeholders(words: str | list[str] | tuple[str, ...]) -> set[str]:
    """Return the placeholders in all forms of a text: %(name)s of Python, {name} of our scripts."""
    return {found for form in _forms(words) for found in PLACEHOLDER.findall(form)}


def _forms(words: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    """Return the forms of a text: one, or all of a plural. No translation yet is an empty one."""
    if words is None or isinstance(words, str):
        return (words or "",)
    return tuple(words)


def _key(message: Message) -> tuple[str, str]:
    """Return what a message is looked up by: its context and its (singular) words."""
    return message.context or "", _forms(message.id)[0]


def _file(language: str) -> Path:
    """Return where a language's translations are."""
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def _read(language: str) -> Catalog:
    """Return a language's translations as they are in the repository."""
    with _file(language).open("rb") as po:
        return read_po(po, locale=language, ignore_obsolete=True)


def _write(file: Path, catalog: Catalog) -> None:
    """Write a catalog sorted, without places, dates or versions of tools, so that equal words give equal files."""
    written = io.BytesIO()
    write_po(
        written,
        catalog,
        width=WIDTH,
        no_location=True,
        sort_output=True,
        omit_header=False,
        ignore_obsolete=True,
    )
    lines = written.getvalue().decode("utf-8").splitlines(keepends=True)
    changing = (
        '"POT-Creation-Date',
        '"PO-Revision-Date',
        '"Generated-By',
        '"Last-Translator',
        '"Language-Team',
    )
    noise = (
        '"Project-Id-Version',
        '"Report-Msgid-Bugs-To',
        "# FIRST AUTHOR",
        "# Copyright (C)",
        "# This file is distributed",
    )
    kept = [line for line in lines if not line.startswith(changing + noise)]
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("".join(kept), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
