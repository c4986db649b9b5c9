"""Saving filters under a name, and removing them. Views are no part of the method, so the log is not told."""

from typing import Any
from urllib.parse import parse_qsl

from django.db import IntegrityError, transaction

from voronka.commands import values
from voronka.commands.transaction import writing
from voronka.commands.values import Bad
from voronka.domain.errors import Invalid, NotAllowed, NotFound, Problem
from voronka.domain.permissions import Actor
from voronka.models import Pipeline, SavedView

NAME_LENGTH = 60
QUERY_LENGTH = 1000
# Nobody finds one of more; and nobody fills the table by a script.
MOST_OWN = 20


def save_view(*, by: Actor, pipeline: int, name: str, query: str, shared: bool = False) -> SavedView:
    """Save a query string under a name. `shared`: everybody below a head, or of an administrator's house, sees it.

    Raises:
        NotFound: no such pipeline. NotAllowed: a seller shares. Invalid.
    """
    if shared and not by.policy.leads:
        raise NotAllowed
    clean = values.checked(
        {"name": lambda: values.line(name, NAME_LENGTH, required=True), "query": lambda: _query(query)}
    )
    with writing():
        if not Pipeline.objects.filter(pk=pipeline, draft_of=None).exists():
            raise NotFound
        own = SavedView.objects.filter(owner_id=by.id, pipeline_id=pipeline)
        if own.filter(name__iexact=clean["name"]).exists():
            raise Invalid({"name": Problem.ALREADY_TAKEN})
        if own.count() >= MOST_OWN:
            raise Invalid({"name": Problem.TOO_MANY})
        return _insert(owner_id=by.id, pipeline_id=pipeline, is_shared=shared, **clean)


def _insert(**columns: Any) -> SavedView:
    try:
        with transaction.atomic():
            return SavedView.objects.create(**columns)
    except IntegrityError:
        # The same name from another tab, a moment ago.
        raise Invalid({"name": Problem.ALREADY_TAKEN}) from None


def remove_view(*, by: Actor, view: int) -> SavedView:
    """Remove one of the actor's own views.

    Raises:
        NotFound: there is none, or it is somebody else's.
    """
    with writing():
        row = SavedView.objects.filter(pk=view, owner_id=by.id).first()
        if row is None:
            raise NotFound
        SavedView.objects.filter(pk=row.pk).delete()
        return row


def _query(text: str) -> str:
    """A query string as an address holds it."""
    query = text.strip().removeprefix("?")
    if len(query) > QUERY_LENGTH:
        raise Bad(Problem.TOO_LONG)
    if not query.isprintable() or (query and not parse_qsl(query)):
        raise Bad(Problem.UNKNOWN_CHOICE)
    return query
