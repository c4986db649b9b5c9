"""A company of twenty sellers in four teams, each of which sells by another of the four methods."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from voronka.commands.first_start import NewWorkspace, insert_team, insert_user, open_workspace
from voronka.commands.setup.playbooks import install_playbook
from voronka.domain.permissions import Actor, Role
from voronka.queries.actors import actor_of
from voronka.queries.shipped_playbooks import shipped_playbook

if TYPE_CHECKING:
    from datetime import datetime

    from voronka.models import Pipeline, User

METHODS = ("nine-statuses", "six-stages", "four-stages", "lead-customer-client")
SELLERS = 5
ZONE = "Europe/Kyiv"


@dataclass(frozen=True, slots=True)
class Department:
    """A team with its head, who works by one method. Its requests begin in `pipeline`."""

    method: str
    head: Actor
    sellers: tuple[Actor, ...]
    pipeline: Pipeline


def make_company(at: datetime) -> tuple[Department, ...]:
    """The workspace with all its departments; everybody logs in with no password."""
    open_workspace(at=at, new=NewWorkspace("Simulated", "UAH", "UA", ZONE, "en"))
    everybody = insert_team("Everybody")
    _person(at, "Zoe", Role.ADMIN, None)
    return tuple(_department(at, method, everybody) for method in METHODS)


def _department(at: datetime, method: str, everybody: object) -> Department:
    shipped = shipped_playbook(method)
    installed = install_playbook(by=None, at=at, playbook=shipped.playbook, text=shipped.text, language="en")
    team = insert_team(method, parent=everybody)  # type: ignore[arg-type]  # a team's row
    head = _person(at, f"Head of {method}", Role.HEAD, team)
    sellers = tuple(
        _person(at, f"Seller {number} of {method}", Role.SELLER, team) for number in range(1, SELLERS + 1)
    )
    return Department(method, head, sellers, installed.pipelines[0])


def _person(at: datetime, name: str, role: Role, team: object) -> Actor:
    address = name.lower().replace(" ", "-")
    row: User = insert_user(
        at=at, name=name, email=f"{address}@simulated.example", role=role, team=team,  # type: ignore[arg-type]  # a team's row
        password=None, language="en", time_zone=ZONE,
    )  # fmt: skip
    return actor_of(row)
