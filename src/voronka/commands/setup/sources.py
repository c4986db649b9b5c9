"""The dictionary of sources: named, changed, switched off, and the key by which a program shows that it may send.

A source that is renamed keeps its former names, so that deals of then are still known as its own; what a deal was told
of its source stays as it was. The key is 256 random bits, shown once and kept as a hash.
"""

import hashlib
import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from voronka.commands import values
from voronka.commands.sessions import open_by_secret
from voronka.commands.setup.setup_log import What, log_setup, refuse_unless_sets_up_method
from voronka.commands.setup.web_forms import lay_form
from voronka.commands.transaction import writing
from voronka.commands.values import Bad
from voronka.domain.errors import Invalid, NotFound, Problem
from voronka.domain.ids import TeamId
from voronka.domain.intake import RECEIVING, KnownRule, OwnerRule, SourceKind
from voronka.domain.permissions import Actor
from voronka.models import Pipeline, Source, SourceName, Team
from voronka.queries.intake import visible_sources

NAME_LENGTH = 80
MOST_SOURCES = 200
_BYTES = 32
_PREFIX = "vk_"
_LINKS = frozenset({"pipeline", "team"})


def add_source(*, by: Actor, at: datetime, fields: Mapping[str, str], request_id: str = "") -> Source:
    """One more source. Fields: name, kind, pipeline, team, begins (unsorted, work), owner_rule, known_rule.

    Raises:
        NotAllowed, Invalid
    """
    refuse_unless_sets_up_method(by)
    with writing():
        clean = _clean(by, fields, SourceKind(fields["kind"]), None)
        if Source.objects.count() >= MOST_SOURCES:
            raise Invalid({"name": Problem.TOO_LARGE})
        row = Source.objects.create(kind=fields["kind"], created_at=at, **clean)
        SourceName.objects.create(source=row, folded=folded(row.name))
        if row.kind == SourceKind.FORM:
            lay_form(row.pk)
        log_setup(What.SOURCE, row.pk, by=by, at=at, before=None, after=_told(row), request_id=request_id)
        return row


def change_source(
    *, by: Actor, at: datetime, source: int, fields: Mapping[str, str], request_id: str = ""
) -> None:
    """Change a source; see `add_source`. Its kind stays.

    Raises:
        NotAllowed, NotFound, Invalid
    """
    refuse_unless_sets_up_method(by)
    with writing():
        row = _load(by, source)
        before = _told(row)
        for name, value in _clean(by, fields, SourceKind(row.kind), row).items():
            setattr(row, name, value)
        SourceName.objects.get_or_create(folded=folded(row.name), defaults={"source": row})
        _save(row, before, by=by, at=at, request_id=request_id)


def switch_source(*, by: Actor, at: datetime, source: int, on: bool, request_id: str = "") -> None:
    """Offer it and take its requests in, or no longer.

    Raises:
        NotAllowed, NotFound
    """
    refuse_unless_sets_up_method(by)
    with writing():
        row = _load(by, source)
        before, row.is_active = _told(row), on
        _save(row, before, by=by, at=at, request_id=request_id)


def renew_key(*, by: Actor, at: datetime, source: int, request_id: str = "") -> str:
    """Make the source's key; an older one opens nothing from now on. Returns it, for it is kept nowhere.

    Raises:
        NotAllowed
        NotFound: also of a source that takes nothing in by a key.
    """
    refuse_unless_sets_up_method(by)
    with writing():
        row = _load(by, source)
        if row.kind != SourceKind.ENDPOINT:
            raise NotFound
        key, before = _PREFIX + secrets.token_urlsafe(_BYTES), _told(row)
        row.key_hash, row.key_made_at = _hash(key), at
        row.save()
        log_setup(What.SOURCE, row.pk, by=by, at=at, before=before, after=_told(row), request_id=request_id)
        return key


def source_of_key(*, key: str, address: str, at: datetime) -> int:
    """Whose key it is, under a limit on guessing.

    Raises:
        TooManyAttempts, NotFound
    """
    return open_by_secret(lambda: _with_key(key), address=address, at=at)


def folded(name: str) -> str:
    """A name as it is known, whatever its case."""
    return " ".join(name.split()).casefold()[:160]


def _with_key(key: str) -> int | None:
    rows = Source.objects.filter(key_hash=_hash(key), kind=SourceKind.ENDPOINT)
    return rows.values_list("pk", flat=True).first()


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def _load(by: Actor, source: int) -> Source:
    row = visible_sources(by).filter(pk=source).first()
    if row is None:
        raise NotFound
    return row


def _clean(by: Actor, fields: Mapping[str, str], kind: SourceKind, own: Source | None) -> dict[str, Any]:
    """The columns; problems are told by the names of the fields."""
    clean = values.checked(_readers(by, fields, kind, own))
    return {f"{name}_id" if name in _LINKS else name: value for name, value in clean.items()}


def _readers(by: Actor, fields: Mapping[str, str], kind: SourceKind, own: Source | None) -> dict[str, Any]:
    readers: dict[str, Any] = {"name": lambda: _name(fields["name"], own)}
    if kind not in RECEIVING:
        return readers
    return readers | {
        "pipeline": lambda: _pipeline(fields["pipeline"]),
        "team": lambda: _team(by, fields["team"]),
        "starts_work": lambda: fields.get("begins") == "work",
        "owner_rule": lambda: _one_of(OwnerRule, fields["owner_rule"]),
        "known_rule": lambda: _one_of(KnownRule, fields["known_rule"]),
    }


def _name(text: str, own: Source | None) -> str:
    name = values.line(text, NAME_LENGTH, required=True)
    taken = SourceName.objects.filter(folded=folded(name)).exclude(source=own)
    if taken.exists():
        raise Bad(Problem.ALREADY_TAKEN)
    return name


def _pipeline(text: str) -> int:
    id = values.whole_id(text)
    if not Pipeline.objects.filter(pk=id, draft_of=None).exists():
        raise Bad(Problem.UNKNOWN_CHOICE)
    return id


def _team(by: Actor, text: str) -> int:
    id = values.whole_id(text)
    if not Team.objects.filter(pk=id).exists() or not by.policy.may_own(TeamId(id)):
        raise Bad(Problem.UNKNOWN_CHOICE)
    return id


def _one_of(rules: Any, text: str) -> Any:
    try:
        return rules(text)
    except ValueError as error:
        raise Bad(Problem.UNKNOWN_CHOICE) from error


def _save(row: Source, before: Mapping[str, Any], *, by: Actor, at: datetime, request_id: str) -> None:
    after = _told(row)
    if after != before:
        row.save()
        log_setup(What.SOURCE, row.pk, by=by, at=at, before=before, after=after, request_id=request_id)


def _told(row: Source) -> dict[str, Any]:
    return {
        "name": row.name,
        "kind": str(row.kind),
        "is_active": row.is_active,
        "pipeline": row.pipeline_id,
        "team": row.team_id,
        "starts_work": row.starts_work,
        "owner_rule": str(row.owner_rule),
        "known_rule": str(row.known_rule),
        "key_made_at": row.key_made_at and row.key_made_at.isoformat(),
    }
