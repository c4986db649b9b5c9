"""Building a form: what it asks for, where it may stand, what people agree to by it, and what follows."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from voronka.commands import values
from voronka.commands.setup.setup_log import What, log_setup, refuse_unless_sets_up_method
from voronka.commands.transaction import writing
from voronka.commands.values import Bad
from voronka.domain.errors import NotFound, Problem
from voronka.domain.intake import SourceKind, is_public_origin
from voronka.domain.permissions import Actor
from voronka.domain.web_form import (
    BUTTON_LENGTH,
    CONSENT_LENGTH,
    LABEL_LENGTH,
    LENGTHS,
    MOST_CHOICES,
    MOST_ORIGINS,
    REACHED_BY,
    TEXT_LENGTH,
    TITLE_LENGTH,
    Ask,
    FormField,
)
from voronka.models import ConsentWording, WebForm
from voronka.queries.intake import visible_sources
from voronka.queries.workspace import workspace

_LANGUAGES = ("en", "ru", "uk", "id")
_URL_LENGTH = 400
_FIRST = (
    FormField(Ask.NAME, is_required=True),
    FormField(Ask.PHONE, is_required=True),
    FormField(Ask.EMAIL),
    FormField(Ask.MESSAGE),
)


def lay_form(source: int) -> None:
    """A form to begin with, for a new source of that kind; within its command."""
    WebForm.objects.create(
        source_id=source, token=secrets.token_urlsafe(18), language=workspace().language, fields=_rows(_FIRST)
    )


def change_form(
    *,
    by: Actor,
    at: datetime,
    source: int,
    fields: Sequence[FormField],
    said: Mapping[str, str],
    request_id: str = "",
) -> None:
    """Change what a form asks for and says. Said: language, title, button, thanks_text, thanks_url, origins (one a line), consent.

    Raises:
        NotAllowed
        NotFound: the source is no form, or not the actor's.
        Invalid: also `fields` REQUIRED; nobody could be answered without a number or an address.
    """
    refuse_unless_sets_up_method(by)
    with writing():
        known = visible_sources(by).filter(pk=source, kind=SourceKind.FORM).exists()
        row = WebForm.objects.select_for_update().filter(pk=source).first() if known else None
        if row is None:
            raise NotFound
        clean = values.checked(_readers(said) | {"fields": lambda: _checked(fields)})
        before = _told(row)
        _word_consent(row, clean.pop("consent"), at)
        for name, value in clean.items():
            setattr(row, name, value)
        row.save()
        if _told(row) != before:
            log_setup(
                What.SOURCE, source, by=by, at=at, before=before, after=_told(row), request_id=request_id
            )


def _readers(said: Mapping[str, str]) -> dict[str, Any]:
    return {
        "language": lambda: _language(said["language"]),
        "title": lambda: values.line(said["title"], TITLE_LENGTH),
        "button": lambda: values.line(said["button"], BUTTON_LENGTH),
        "thanks_text": lambda: values.line(said["thanks_text"], TEXT_LENGTH),
        "thanks_url": lambda: _address(said["thanks_url"]),
        "origins": lambda: _origins(said["origins"]),
        "consent": lambda: values.prose(said["consent"], CONSENT_LENGTH),
    }


def _language(text: str) -> str:
    if text not in _LANGUAGES:
        raise Bad(Problem.UNKNOWN_CHOICE)
    return text


def _address(text: str) -> str:
    """Where people are led afterwards: a whole address, for a script is one as well."""
    address = values.line(text, _URL_LENGTH)
    if address and not address.startswith(("https://", "http://")):
        raise Bad(Problem.NOT_A_URL)
    return address


def _origins(text: str) -> list[str]:
    """The sites, one a line; a path behind the host is cut off, for browsers know hosts only."""
    found = []
    for line in text.split():
        origin = "/".join(line.strip().casefold().split("/")[:3])
        if not is_public_origin(origin):
            raise Bad(Problem.NOT_A_URL)
        if origin not in found:
            found.append(origin)
    if len(found) > MOST_ORIGINS:
        raise Bad(Problem.TOO_MANY)
    return found


def _checked(fields: Sequence[FormField]) -> list[dict[str, Any]]:
    if not {one.ask for one in fields} & REACHED_BY:
        raise Bad(Problem.REQUIRED)
    for one in fields:
        values.line(one.label, LABEL_LENGTH)
        if one.ask is Ask.CHOICE and not 2 <= len(one.choices) <= MOST_CHOICES:
            raise Bad(Problem.TOO_FEW if len(one.choices) < 2 else Problem.TOO_MANY)
        if any(len(choice) > LENGTHS[Ask.CHOICE] for choice in one.choices):
            raise Bad(Problem.TOO_LONG)
    return _rows(fields)


def _rows(fields: Sequence[FormField]) -> list[dict[str, Any]]:
    return [
        {
            "ask": one.ask.value,
            "label": one.label.strip(),
            "is_required": one.is_required,
            "choices": list(one.choices),
        }
        for one in fields
    ]


def _word_consent(row: WebForm, text: str, at: datetime) -> None:
    """Another wording is another version; what somebody agreed to before stays as it was."""
    row.asks_consent = bool(text)
    now = row.wordings.filter(version=row.consent_version).values_list("text", flat=True).first()
    if not text or text == now:
        return
    row.consent_version += 1
    ConsentWording.objects.create(form=row, version=row.consent_version, text=text, since=at)


def _told(row: WebForm) -> dict[str, Any]:
    names = ("language", "title", "fields", "button", "thanks_text", "thanks_url", "origins")
    return {name: getattr(row, name) for name in names} | {
        "consent_version": row.consent_version if row.asks_consent else 0
    }
