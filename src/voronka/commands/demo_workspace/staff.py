"""The demo's people as rows, with the log-ins that are told once."""

import secrets
from datetime import datetime
from typing import TYPE_CHECKING

from voronka.commands.demo_workspace import cast
from voronka.commands.demo_workspace.translations import Say
from voronka.commands.first_start import LogIn, insert_team, insert_user
from voronka.domain.permissions import Actor
from voronka.queries.actors import actor_of

if TYPE_CHECKING:
    from voronka.models import Team

# Syllables that can be read aloud and are not mistaken for each other.
_SYLLABLES = tuple(a + b for a in "bdfghkmnprstvz" for b in "aeiou")


def make_people(
    at: datetime, say: Say, language: str, zone: str
) -> tuple[dict[str, Actor], tuple[LogIn, ...]]:
    """The teams and people of the cast, by their codes; and the log-ins that are told."""
    teams: dict[cast.TeamName, Team] = {}
    for name, above in cast.TEAMS:
        teams[name] = insert_team(say(name.value), None if above is None else teams[above])
    actors: dict[str, Actor] = {}
    log_ins = []
    for person in cast.PEOPLE:
        password = _password() if person.told else None
        user = insert_user(
            at=at, name=person.name, email=person.email, role=person.role, team=None if person.team is None else teams[person.team],
            password=password, language=language, time_zone=zone, is_product_owner=person.is_product_owner,
        )  # fmt: skip
        actors[person.code] = actor_of(user)
        if password is not None:
            log_ins.append(LogIn(person.role, person.email, password))
    return actors, tuple(log_ins)


def _password() -> str:
    """Three groups of syllables and a number: about 50 bits, easy to type once."""
    groups = ["".join(secrets.choice(_SYLLABLES) for _ in range(3)) for _ in range(2)]
    return "-".join([*groups, str(secrets.randbelow(9000) + 1000)])
