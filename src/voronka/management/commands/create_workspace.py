"""`voronka create-workspace`: a first start for real, asked in the terminal or told by the environment."""

import getpass
import os
import sys
from argparse import ArgumentParser
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from babel.numbers import is_currency
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.utils import timezone
from phonenumbers import SUPPORTED_REGIONS

from voronka.commands.first_start import NewWorkspace, WorkspaceExists, has_workspace
from voronka.commands.starter import start_workspace
from voronka.commands.values import time_zone
from voronka.domain.errors import Refused
from voronka.management.prepare import prepare_database
from voronka.queries.shipped_playbooks import Shipped, shipped_playbook, shipped_playbooks

_ATTEMPTS = 5
_SHORT, _LONG = 120, 254


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to know: the option, the variable, what is asked, and what is wrong with an answer ("" : nothing)."""

    option: str
    variable: str
    text: str
    wrong: Callable[[str], str]
    default: str = ""


def _text(length: int) -> Callable[[str], str]:
    return lambda value: "" if 0 < len(value) <= length else f"Write 1 to {length} characters."


def _currency(value: str) -> str:
    return (
        "" if is_currency(value.upper()) else "That is no currency. Write its ISO code, like USD, UAH or IDR."
    )


def _country(value: str) -> str:
    known = value.upper() in SUPPORTED_REGIONS
    return "" if known else "That is no country. Write its ISO code of two letters, like UA, KZ or ID."


def _zone(value: str) -> str:
    try:
        return "" if time_zone(value) else "Write a time zone like Europe/Kyiv or Asia/Jakarta."
    except ValueError:
        return "That is no time zone. Write one like Europe/Kyiv or Asia/Jakarta."


def _language(value: str) -> str:
    codes = [code for code, _ in settings.LANGUAGES]
    return "" if value in codes else f"Write one of: {', '.join(codes)}."


def _email(value: str) -> str:
    try:
        validate_email(value)
    except ValidationError:
        return "That is no e-mail address. Write it like name@company.com."
    return "" if len(value) <= _LONG else "That is too long for an e-mail address."


def _playbook(value: str) -> str:
    known = [STARTER, *_playbooks(), LATER]
    return "" if value in known else f"Write one of: {', '.join(known)}."


def _playbooks() -> list[str]:
    return [one.playbook.key for one in shipped_playbooks()]


# One plain pipeline, to be made one's own in the settings.
STARTER = "starter"
# None yet: whoever logs in first chooses by the kind of business.
LATER = "later"
QUESTIONS = (
    Question("name", "VORONKA_NEW_COMPANY", "Company", _text(_SHORT)),
    Question("currency", "VORONKA_NEW_CURRENCY", "Currency (ISO code)", _currency, "USD"),
    Question(
        "country", "VORONKA_NEW_COUNTRY", "Country of phone numbers without a code (ISO code)", _country, "US"
    ),
    Question("time_zone", "VORONKA_NEW_TIME_ZONE", "Time zone", _zone, "UTC"),
    Question("language", "VORONKA_NEW_LANGUAGE", "Language (en, ru, uk, id)", _language, "en"),
    Question("admin_name", "VORONKA_NEW_ADMIN_NAME", "Administrator’s name", _text(_SHORT)),
    Question("admin_email", "VORONKA_NEW_ADMIN_EMAIL", "Administrator’s e-mail", _email),
    Question(
        "playbook",
        "VORONKA_NEW_PLAYBOOK",
        "Playbook to begin with (its key, starter, or later to choose in the browser)",
        _playbook,
        STARTER,
    ),
)
PASSWORD = "VORONKA_NEW_ADMIN_PASSWORD"  # noqa: S105 - the variable's name


class Command(BaseCommand):
    help = (
        "Sets up an empty database for real work: company, administrator, a starter pipeline or a playbook."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        for question in QUESTIONS:
            option = f"--{question.option.replace('_', '-')}"
            parser.add_argument(option, help=f"{question.text}; or {question.variable}")

    def handle(self, **options: Any) -> None:
        prepare_database(self.stdout)
        if has_workspace():
            raise CommandError("There is a workspace in this database already. Change it in Settings.")
        answers = {
            question.option: self._answer(question, options[question.option]) for question in QUESTIONS
        }
        password = self._password()
        try:
            admin = start_workspace(
                at=timezone.now(),
                workspace=NewWorkspace(*(answers[question.option] for question in QUESTIONS[:5])),
                admin_name=answers["admin_name"],
                admin_email=answers["admin_email"],
                password=password,
                playbook=_chosen(answers["playbook"]),
                is_bare=answers["playbook"] == LATER,
            )
        except WorkspaceExists as error:
            raise CommandError("Somebody has made a workspace meanwhile.") from error
        except Refused as error:
            raise CommandError(f"This can't be taken: {error}") from error
        self.stdout.write(f"The workspace “{answers['name']}” is ready. Log in as {admin.email}.")

    def _answer(self, question: Question, option: str | None) -> str:
        """From the option, the environment, the terminal, or the default; checked wherever it comes from."""
        given = option or os.environ.get(question.variable, "")
        if given:
            problem = question.wrong(given.strip())
            if problem:
                raise CommandError(f"{question.text}: “{given}”. {problem}")
            return given.strip()
        if not sys.stdin.isatty():
            return self._default(question)
        for _ in range(_ATTEMPTS):
            shown = f" [{question.default}]" if question.default else ""
            answer = input(f"{question.text}{shown}: ").strip() or question.default
            problem = question.wrong(answer)
            if not problem:
                return answer
            self.stdout.write(f"  {problem}")
        raise CommandError(f"{question.text}: no answer that fits.")

    def _default(self, question: Question) -> str:
        if question.default:
            return question.default
        option = f"--{question.option.replace('_', '-')}"
        raise CommandError(f"{question.text} is not told. Set {question.variable}, or give {option}.")

    def _password(self) -> str:
        """From the environment or typed twice; never an option, which every user of the machine could read."""
        given = os.environ.get(PASSWORD, "")
        if given:
            if problem := _too_weak(given):
                raise CommandError(f"The password in {PASSWORD} is too easy to guess: {problem}")
            return given
        if not sys.stdin.isatty():
            raise CommandError(f"The administrator's password is not told. Set {PASSWORD}.")
        for _ in range(_ATTEMPTS):
            typed = getpass.getpass("Administrator’s password: ")
            problem = _too_weak(typed)
            if not problem and getpass.getpass("Once more: ") == typed:
                return typed
            self.stdout.write(f"  {problem or 'The two are not the same.'}")
        raise CommandError("No password that fits.")


def _chosen(answer: str) -> Shipped | None:
    return None if answer in {STARTER, LATER} else shipped_playbook(answer)


def _too_weak(password: str) -> str:
    try:
        validate_password(password)
    except ValidationError as error:
        return " ".join(error.messages)
    return ""
