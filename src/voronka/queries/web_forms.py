"""A form as it is shown: to the world by its token, and to those who set it up."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from voronka.domain.errors import NotFound
from voronka.domain.web_form import Ask, FormField
from voronka.models import ConsentWording, WebForm


@dataclass(frozen=True, slots=True)
class FormView:
    """All of a form. `consent`: the wording in force, empty where none is asked for."""

    source: int
    token: str
    language: str
    title: str
    fields: tuple[FormField, ...]
    button: str
    thanks_text: str
    thanks_url: str
    origins: tuple[str, ...]
    consent: str
    consent_version: int
    is_active: bool


@dataclass(frozen=True, slots=True)
class Wording:
    """One version of what people agree to."""

    version: int
    text: str
    since: datetime


def form_by_token(token: str) -> FormView:
    """The form with this public address. Two queries.

    Raises:
        NotFound: there is none, or it takes nothing in any more.
    """
    row = WebForm.objects.select_related("source").filter(token=token, source__is_active=True).first()
    if row is None:
        raise NotFound
    return _view(row)


def form_of(source: int) -> FormView | None:
    """The form of a source; None where it has none."""
    row = WebForm.objects.select_related("source").filter(source=source).first()
    return None if row is None else _view(row)


def wordings_of(source: int) -> list[Wording]:
    """Every wording of a form's consent, the newest first."""
    rows = ConsentWording.objects.filter(form=source).order_by("-version")
    return [Wording(row.version, row.text, row.since) for row in rows]


def field_of(told: dict[str, Any]) -> FormField:
    """A field out of its row."""
    return FormField(Ask(told["ask"]), told["label"], told["is_required"], tuple(told.get("choices", ())))


def _view(row: WebForm) -> FormView:
    wording = row.wordings.filter(version=row.consent_version).first() if row.asks_consent else None
    return FormView(
        source=row.pk, token=row.token, language=row.language, title=row.title,
        fields=tuple(field_of(told) for told in row.fields), button=row.button, thanks_text=row.thanks_text,
        thanks_url=row.thanks_url, origins=tuple(row.origins), consent="" if wording is None else wording.text,
        consent_version=row.consent_version, is_active=row.source.is_active,
    )  # fmt: skip
