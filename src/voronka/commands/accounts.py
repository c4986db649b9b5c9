"""Users as the administrator keeps them: invited, changed, deactivated with a hand-over, given a new password."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db.models import F

from voronka.commands import values
from voronka.commands.assignments import give_all
from voronka.commands.due_days import recount_due_days
from voronka.commands.search_index import index_companies, index_contacts
from voronka.commands.setup.setup_log import What, log_setup, refuse_unless_administers
from voronka.commands.tasks import change_task
from voronka.commands.transaction import writing
from voronka.commands.values import Bad
from voronka.domain.errors import Invalid, NotAllowed, NotFound, Problem
from voronka.domain.permissions import PEOPLE, Actor, Role
from voronka.domain.search_access import LARGEST_ID
from voronka.domain.task import TaskKind, TaskState
from voronka.models import Company, Contact, Deal, Task, Team, User

NAME_LENGTH = 120
# No letters or digits that are mistaken for others when a password is read aloud or off a screen.
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _GROUP_LENGTH = 4, 5


@dataclass(frozen=True, slots=True)
class Invitation:
    """A user with the password that is shown once and kept nowhere."""

    user: User
    password: str


def invite_user(*, by: Actor, at: datetime, fields: Mapping[str, str], request_id: str = "") -> Invitation:
    """Make a user with a random password, which they have to change when they log in.

    Fields: name, email, role, team (id), language, time_zone, product_owner ("on"). A seller who is product owner
    may be without a team: then there are no deals for them.

    Raises:
        NotAllowed, Invalid
    """
    refuse_unless_administers(by)
    password = random_password()
    with writing():
        clean = _read(fields, None)
        row = User.objects.create(
            **clean, created_at=at, password=make_password(password), must_change_password=True
        )
        if row.pk > LARGEST_ID:
            raise Invalid({"name": Problem.TOO_LARGE})
        _log(row, by=by, at=at, before=None, request_id=request_id)
        return Invitation(row, password)


def change_user(
    *, by: Actor, at: datetime, user: int, fields: Mapping[str, str], request_id: str = ""
) -> User:
    """Change a user; fields as in `invite_user`.

    Into another team their open deals and clients go along; closed deals stay where they were won or lost.

    Raises:
        NotAllowed, NotFound
        Invalid: `role` LAST_ONE for the last administrator; `team` IN_USE when open deals would lose theirs.
    """
    refuse_unless_administers(by)
    with writing():
        row = _load(user)
        before, team_before = _told(row), row.team_id
        clean = _read(fields, row)
        if clean["role"] is not Role.ADMIN:
            _refuse_to_lose_the_last_administrator(row, "role")
        for column, value in clean.items():
            setattr(row, column, value)
        if before == _told(row):
            return row
        User.objects.filter(pk=row.pk).update(**clean)
        if row.time_zone != before["time_zone"]:
            recount_due_days(Task.objects.filter(assignee=row))
        if row.team_id != team_before:
            _take_along(row, by=by, at=at, request_id=request_id)
        _log(row, by=by, at=at, before=before, request_id=request_id)
        return row


def deactivate_user(*, by: Actor, at: datetime, user: int, receiver: int | None, request_id: str = "") -> int:
    """Shut a user out at once and give their open deals, tasks and clients to `receiver`. Returns how many deals.

    Raises:
        NotFound
        NotAllowed: also for one's own account.
        Invalid: `receiver` REQUIRED while open deals are left, or UNKNOWN_CHOICE; `user` LAST_ONE.
    """
    refuse_unless_administers(by)
    if user == by.id:
        raise NotAllowed
    with writing():
        row = _load(user)
        if not row.is_active:
            return 0
        _refuse_to_lose_the_last_administrator(row, "user")
        to = _receiver(row, receiver)
        deals = _open_deals(row)
        if deals and to is None:
            raise Invalid({"receiver": Problem.REQUIRED})
        before = _told(row)
        row.is_active = False
        User.objects.filter(pk=row.pk).update(is_active=False)
        if to is not None:
            give_all(deals, to, by=by, at=at, request_id=request_id)
            _give_clients(row, owner_id=to.pk, team_id=to.team_id)
        _give_tasks_back(row, by=by, at=at, request_id=request_id)
        more = {"receiver": to and to.pk, "deals": len(deals)}
        _log(row, by=by, at=at, before=before, request_id=request_id, more=more)
        return len(deals)


def activate_user(*, by: Actor, at: datetime, user: int, request_id: str = "") -> Invitation:
    """Let a user in again, with a new password: the old one may have been known to others.

    Raises:
        NotAllowed, NotFound
    """
    refuse_unless_administers(by)
    with writing():
        row = _load(user)
        before = _told(row)
        row.is_active = True
        User.objects.filter(pk=row.pk).update(is_active=True)
        password = _set_password(row)
        _log(row, by=by, at=at, before=before, request_id=request_id)
        return Invitation(row, password)


def reset_password(*, by: Actor, at: datetime, user: int, request_id: str = "") -> Invitation:
    """Give a user a new random password, to be changed at the next log-in; every session of theirs ends.

    Raises:
        NotFound
        NotAllowed: also for one's own account, whose password is changed in the profile.
    """
    refuse_unless_administers(by)
    if user == by.id:
        raise NotAllowed
    with writing():
        row = _load(user)
        password = _set_password(row)
        _log(row, by=by, at=at, before=_told(row), request_id=request_id, more={"new_password": True})
        return Invitation(row, password)


def random_password() -> str:
    """Four groups of five letters and digits: about 99 bits, easy to read aloud."""
    groups = ("".join(secrets.choice(_ALPHABET) for _ in range(_GROUP_LENGTH)) for _ in range(_GROUPS))
    return "-".join(groups)


def _set_password(row: User) -> str:
    password = random_password()
    row.password = make_password(password)
    User.objects.filter(pk=row.pk).update(password=row.password, must_change_password=True)
    return password


def _load(user: int) -> User:
    row = User.objects.filter(pk=user).first()
    if row is None:
        raise NotFound
    return row


def _read(fields: Mapping[str, str], own: User | None) -> dict[str, Any]:
    clean = values.checked(
        {
            "name": lambda: values.line(fields.get("name", ""), NAME_LENGTH, required=True),
            "email": lambda: _email(fields.get("email", ""), own),
            "role": lambda: _role(fields.get("role", "")),
            "team": lambda: _team(fields.get("team", "")),
            "language": lambda: _language(fields.get("language", "")),
            "time_zone": lambda: _zone(fields.get("time_zone", "")),
        }
    )
    clean["is_product_owner"] = fields.get("product_owner", "") in {"1", "on", "true"}
    team = clean.pop("team")
    needs_team = clean["role"] is Role.HEAD or not clean["is_product_owner"]
    if team is None and clean["role"] is not Role.ADMIN and needs_team:
        raise Invalid({"team": Problem.REQUIRED})
    if team is None and own is not None and _open_deals(own):
        raise Invalid({"team": Problem.IN_USE})
    return {**clean, "team_id": team}


def _email(text: str, own: User | None) -> str:
    address = values.email(text, required=True)
    if User.objects.filter(email__iexact=address).exclude(pk=0 if own is None else own.pk).exists():
        raise Bad(Problem.ALREADY_TAKEN)
    return address


def _role(text: str) -> Role:
    if text not in PEOPLE:
        raise Bad(Problem.UNKNOWN_CHOICE if text else Problem.REQUIRED)
    return Role(text)


def _team(text: str) -> int | None:
    if not text.strip():
        return None
    id = values.whole_id(text)
    if not Team.objects.filter(pk=id).exists():
        raise Bad(Problem.UNKNOWN_CHOICE)
    return id


def _language(text: str) -> str:
    if text not in dict(settings.LANGUAGES):
        raise Bad(Problem.UNKNOWN_CHOICE)
    return text


def _zone(text: str) -> str:
    zone = values.time_zone(text)
    if not zone:
        raise Bad(Problem.REQUIRED)
    return zone


def _refuse_to_lose_the_last_administrator(row: User, field: str) -> None:
    if row.role != Role.ADMIN or not row.is_active:
        return
    others = User.objects.filter(role=Role.ADMIN, is_active=True).exclude(pk=row.pk)
    if not others.exists():
        raise Invalid({field: Problem.LAST_ONE})


def _receiver(row: User, receiver: int | None) -> User | None:
    if receiver is None:
        return None
    found = User.objects.filter(pk=receiver, is_active=True, team__isnull=False).exclude(pk=row.pk).first()
    if found is None:
        raise Invalid({"receiver": Problem.UNKNOWN_CHOICE})
    return found


def _open_deals(row: User) -> list[Deal]:
    return list(Deal.objects.filter(owner=row, is_open=True).select_related("stage").order_by("id"))


def _take_along(row: User, *, by: Actor, at: datetime, request_id: str) -> None:
    give_all(_open_deals(row), row, by=by, at=at, request_id=request_id)
    if row.team_id is not None:
        _give_clients(row, team_id=row.team_id)


def _give_clients(row: User, **columns: Any) -> None:
    contacts = list(Contact.objects.filter(owner=row).values_list("id", flat=True))
    companies = list(Company.objects.filter(owner=row).values_list("id", flat=True))
    Contact.objects.filter(owner=row).update(**columns, version=F("version") + 1)
    Company.objects.filter(owner=row).update(**columns, version=F("version") + 1)
    index_contacts(contacts)
    index_companies(companies)


def _give_tasks_back(row: User, *, by: Actor, at: datetime, request_id: str) -> None:
    """Tasks of theirs on deals of others become those owners'."""
    tasks = Task.objects.filter(assignee=row, state=TaskState.OPEN, deal__owner__isnull=False)
    for task in tasks.select_related("deal"):
        change_task(
            by=by, at=at, task=task.pk, kind=TaskKind(task.kind), title=task.title,
            due_at=None if task.due_on else task.due_at, due_on=task.due_on, assignee=task.deal.owner_id, request_id=request_id,
        )  # fmt: skip


def _log(
    row: User,
    *,
    by: Actor,
    at: datetime,
    before: dict[str, Any] | None,
    request_id: str,
    more: dict[str, Any] | None = None,
) -> None:
    after = {**_told(row), **(more or {})}
    log_setup(What.USER, row.pk, by=by, at=at, before=before, after=after, request_id=request_id)


def _told(row: User) -> dict[str, Any]:
    return {
        "name": row.name,
        "email": row.email,
        "role": str(row.role),
        "team": row.team_id,
        "language": row.language,
        "time_zone": row.time_zone,
        "is_active": row.is_active,
        "is_product_owner": row.is_product_owner,
    }
