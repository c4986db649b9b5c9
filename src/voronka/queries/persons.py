"""Users as other pages show them: an id and a name."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection

from voronka.models import User
from voronka.queries.workspace import workspace


@dataclass(frozen=True, slots=True)
class Person:
    """A user's id and name."""

    id: int
    name: str


def person(user: User | None) -> Person | None:
    """The user of a row that was read with it; None for nobody."""
    return None if user is None else Person(user.pk, user.name)


def persons(ids: Iterable[int | None]) -> dict[int | None, Person]:
    """The users of these ids, whoever they are and even when they have left. One query."""
    wanted = {id for id in ids if id is not None}
    rows = User.objects.filter(pk__in=wanted).values_list("id", "name") if wanted else ()
    return {id: Person(id, name) for id, name in rows}


def language_of(id: int) -> str:
    """In which language the user reads; the company's where nobody says."""
    said = User.objects.filter(pk=id).values_list("language", flat=True).first()
    return said or workspace().language


def names_of(ids: Iterable[int]) -> dict[int, str]:
    """The names of the users of these ids. At most one query, in SQL: every gate asks."""
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    places = ", ".join(["%s"] * len(wanted))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id, name FROM voronka_user WHERE id IN ({places})", wanted)  # noqa: S608 - places are %s only
        return dict(cursor.fetchall())
