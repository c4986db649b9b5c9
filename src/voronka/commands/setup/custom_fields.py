"""Custom fields: made, renamed, retired, put in order, with their choices."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any

from voronka.commands import values
from voronka.commands.setup.setup_log import (
    What,
    log_setup,
    number_rows,
    refuse_unless_sets_up_method,
    reordered,
)
from voronka.commands.transaction import writing
from voronka.commands.values import Bad
from voronka.domain.custom_fields import (
    CHOICE_LENGTH,
    KEY,
    KINDS,
    MOST_CHOICES,
    MOST_FIELDS,
    NAME_LENGTH,
    Kind,
    Of,
    SeenBy,
    key_for,
)
from voronka.domain.errors import Invalid, NotFound, Problem
from voronka.domain.permissions import Actor
from voronka.models import CustomChoice, CustomField

LANGUAGES = ("en", "ru", "uk", "id")
_CHOOSING = frozenset({Kind.CHOICE, Kind.CHOICES})
Fields = Mapping[str, str]


def add_custom_field(*, by: Actor, at: datetime, of: Of, fields: Fields, request_id: str = "") -> CustomField:
    """One more field, the last of its kind of rows.

    Fields: name, kind, key (empty: made of the name), seen_by, choices (one a line), name_en, name_ru, name_uk, name_id.

    Raises:
        NotAllowed, Invalid
    """
    refuse_unless_sets_up_method(by)
    with writing():
        clean = _checked(of, fields, None)
        kind = values.checked({"kind": lambda: _kind(of, fields.get("kind", ""))})["kind"]
        choices = values.checked({"choices": lambda: _new_choices(kind, fields.get("choices", ""))})[
            "choices"
        ]
        taken = set(CustomField.objects.filter(of=of).values_list("key", flat=True))
        key = values.checked({"key": lambda: _key(fields.get("key", ""), clean["name"], taken)})["key"]
        if len(taken) >= MOST_FIELDS:
            raise Invalid({"name": Problem.TOO_MANY})
        row = CustomField.objects.create(
            of=of, key=key, kind=kind, position=len(taken), created_at=at, **clean
        )
        _add_choices(row, choices)
        log_setup(
            What.CUSTOM_FIELD, row.pk, by=by, at=at, before=None, after=_told(row), request_id=request_id
        )
        return row


def change_custom_field(
    *, by: Actor, at: datetime, field: int, fields: Fields, request_id: str = ""
) -> CustomField:
    """Other names, other readers, more choices (`choices`, one a line), choices renamed (`choice_7`). The kind stays.

    Raises:
        NotAllowed, NotFound, Invalid
    """
    refuse_unless_sets_up_method(by)
    with writing():
        row = _load(field)
        before = _told(row)
        clean = _checked(Of(row.of), fields, row)
        renamed = values.checked(
            {
                name: partial(values.line, text, CHOICE_LENGTH, required=True)
                for name, text in fields.items()
                if name.startswith("choice_")
            }
        )
        added = values.checked({"choices": lambda: _more_choices(row, fields.get("choices", ""), renamed)})
        CustomField.objects.filter(pk=row.pk).update(**clean)
        for choice in CustomChoice.objects.filter(field=row).order_by("id"):
            name = renamed.get(f"choice_{choice.pk}", choice.name)
            if name != choice.name:
                CustomChoice.objects.filter(pk=choice.pk).update(name=name)
        _add_choices(row, added["choices"])
        row.refresh_from_db()
        _log(row, before, by=by, at=at, request_id=request_id)
        return row


def retire_custom_field(
    *, by: Actor, at: datetime, field: int, is_retired: bool = True, request_id: str = ""
) -> None:
    """Offer and show it no longer, or (`is_retired` False) again; what it holds stays.

    Raises:
        NotAllowed, NotFound
    """
    refuse_unless_sets_up_method(by)
    with writing():
        row = _load(field)
        before = _told(row)
        CustomField.objects.filter(pk=field).update(is_retired=is_retired)
        row.is_retired = is_retired
        _log(row, before, by=by, at=at, request_id=request_id)


def place_custom_field(*, by: Actor, at: datetime, field: int, place: int, request_id: str = "") -> None:
    """Put a field at another place among those of its rows, counted from 0; retired ones are not counted.

    Raises:
        NotAllowed, NotFound
    """
    refuse_unless_sets_up_method(by)
    with writing():
        row = _load(field)
        rows = CustomField.objects.filter(of=row.of).order_by("position", "id")
        order = list(rows.filter(is_retired=False).values_list("id", flat=True))
        retired = list(rows.filter(is_retired=True).values_list("id", flat=True))
        if row.pk not in order:
            raise NotFound
        wanted = reordered(order, row.pk, place)
        if wanted == order:
            return
        number_rows(CustomField, [*wanted, *retired])
        log_setup(
            What.CUSTOM_FIELD, row.pk, by=by, at=at, before={"order": order}, after={"order": wanted},
            request_id=request_id,
        )  # fmt: skip


def retire_choice(
    *, by: Actor, at: datetime, choice: int, is_retired: bool = True, request_id: str = ""
) -> None:
    """Offer a choice no longer, or again; what was chosen stays.

    Raises:
        NotAllowed, NotFound
    """
    refuse_unless_sets_up_method(by)
    with writing():
        found = CustomChoice.objects.filter(pk=choice).select_related("field").first()
        if found is None:
            raise NotFound
        before = _told(found.field)
        CustomChoice.objects.filter(pk=choice).update(is_retired=is_retired)
        _log(found.field, before, by=by, at=at, request_id=request_id)


def _load(field: int) -> CustomField:
    row = CustomField.objects.select_for_update().filter(pk=field).first()
    if row is None:
        raise NotFound
    return row


def _checked(of: Of, fields: Fields, own: CustomField | None) -> dict[str, Any]:
    names = {language: fields.get(f"name_{language}", "") for language in LANGUAGES}
    clean = values.checked(
        {
            "name": lambda: _name(of, fields.get("name", ""), own),
            "seen_by": lambda: _seen_by(fields.get("seen_by", "")),
            **{
                f"name_{language}": partial(values.line, text, NAME_LENGTH)
                for language, text in names.items()
            },
        }
    )
    told = {language: clean.pop(f"name_{language}") for language in LANGUAGES}
    return {**clean, "names": {language: name for language, name in told.items() if name}}


def _name(of: Of, text: str, own: CustomField | None) -> str:
    name = values.line(text, NAME_LENGTH, required=True)
    others = CustomField.objects.filter(of=of).exclude(pk=0 if own is None else own.pk)
    if name.casefold() in {other.casefold() for other in others.values_list("name", flat=True)}:
        raise Bad(Problem.ALREADY_TAKEN)
    return name


def _seen_by(text: str) -> SeenBy:
    if text and text not in set(SeenBy):
        raise Bad(Problem.UNKNOWN_CHOICE)
    return SeenBy(text) if text else SeenBy.EVERYBODY


def _kind(of: Of, text: str) -> Kind:
    if text not in {kind.value for kind in KINDS[of]}:
        raise Bad(Problem.UNKNOWN_CHOICE)
    return Kind(text)


def _key(text: str, name: str, taken: set[str]) -> str:
    key = text.strip()
    if not key:
        return key_for(name, taken)
    if KEY.match(key) is None:
        raise Bad(Problem.UNKNOWN_CHOICE)
    if key in taken:
        raise Bad(Problem.ALREADY_TAKEN)
    return key


# -- choices -------------------------------------------------------------------------------------------------------


def _new_choices(kind: Kind, text: str) -> list[str]:
    names = _choice_names(text)
    if kind not in _CHOOSING:
        return []
    if not names:
        raise Bad(Problem.REQUIRED)
    return names


def _more_choices(row: CustomField, text: str, renamed: Mapping[str, str]) -> list[str]:
    there = dict(CustomChoice.objects.filter(field=row).values_list("id", "name"))
    kept = [renamed.get(f"choice_{id}", name) for id, name in there.items()]
    names = _choice_names(text) if row.kind in _CHOOSING else []
    every = [name.casefold() for name in (*kept, *names)]
    if len(set(every)) < len(every):
        raise Bad(Problem.ALREADY_TAKEN)
    if any(";" in name for name in renamed.values()):
        raise Bad(Problem.UNKNOWN_CHOICE)
    if len(every) > MOST_CHOICES:
        raise Bad(Problem.TOO_MANY)
    return names


def _choice_names(text: str) -> list[str]:
    """One a line; a semicolon parts them too, for it parts them in files."""
    lines = text.replace(";", "\n").split("\n")
    names = [values.line(line, CHOICE_LENGTH) for line in lines]
    unique = {name.casefold(): name for name in reversed(names) if name}
    if len(unique) > MOST_CHOICES:
        raise Bad(Problem.TOO_MANY)
    return list(reversed(unique.values()))


def _add_choices(row: CustomField, names: list[str]) -> None:
    taken = list(CustomChoice.objects.filter(field=row).values_list("key", flat=True))
    for name in names:
        key = key_for(name, taken, "choice")
        CustomChoice.objects.create(field=row, key=key, name=name, position=len(taken))
        taken.append(key)


def _log(row: CustomField, before: dict[str, Any], *, by: Actor, at: datetime, request_id: str) -> None:
    after = _told(row)
    if after != before:
        log_setup(What.CUSTOM_FIELD, row.pk, by=by, at=at, before=before, after=after, request_id=request_id)


def _told(row: CustomField) -> dict[str, Any]:
    choices = CustomChoice.objects.filter(field=row).order_by("position", "id")
    return {
        "of": row.of,
        "key": row.key,
        "kind": str(row.kind),
        "name": row.name,
        "names": dict(row.names),
        "seen_by": str(row.seen_by),
        "is_retired": row.is_retired,
        "choices": [[one.key, one.name, one.is_retired] for one in choices],
    }
