"""What people set for themselves: name, language, zone, theme, shortcuts, password."""

from datetime import datetime

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from voronka.commands import values
from voronka.commands.due_days import recount_due_days
from voronka.commands.sessions import PASSWORD_LENGTH, confirm_password
from voronka.commands.transaction import writing
from voronka.commands.values import Bad
from voronka.domain.errors import Invalid, Problem
from voronka.domain.permissions import Actor
from voronka.models import Task, User

THEMES = ("system", "light", "dark")


def change_profile(
    *, by: Actor, name: str, language: str, time_zone: str, theme: str, shortcuts: bool
) -> User:
    """Set one's own name and preferences.

    Raises:
        Invalid
    """
    clean = values.checked(
        {
            "name": lambda: values.line(name, 120, required=True),
            "language": lambda: _one_of(language, [code for code, _ in settings.LANGUAGES]),
            "time_zone": lambda: _zone(time_zone),
            "theme": lambda: _one_of(theme, THEMES),
        }
    )
    with writing():
        User.objects.filter(pk=by.id).update(**clean, shortcuts=shortcuts)
        # Their days begin and end at other instants now.
        recount_due_days(Task.objects.filter(assignee=by.id))
        return User.objects.get(pk=by.id)


def _one_of(value: str, known: list[str] | tuple[str, ...]) -> str:
    if value not in known:
        raise Bad(Problem.UNKNOWN_CHOICE)
    return value


def _zone(value: str) -> str:
    zone = values.time_zone(value)
    if not zone:
        raise Bad(Problem.REQUIRED)
    return zone


def change_password(*, user: User, at: datetime, old: str, new: str, again: str) -> User:
    """Set one's own password. Sessions carry a hash of it, so every session ends that is not renewed.

    Raises:
        TooManyAttempts
        Invalid: `old` is wrong, `new` too weak or the old one, `again` differs from it.
    """
    _refuse_unusable(user, old, new, again)
    confirm_password(user=user, password=old, at=at)
    with writing():
        row = User.objects.get(pk=user.pk)
        row.set_password(new)
        row.must_change_password = False
        User.objects.filter(pk=row.pk).update(password=row.password, must_change_password=False)
        return row


def _refuse_unusable(user: User, old: str, new: str, again: str) -> None:
    problems: dict[str, Problem] = {}
    if not new:
        problems["new"] = Problem.REQUIRED
    elif len(new) > PASSWORD_LENGTH:
        problems["new"] = Problem.TOO_LONG
    elif new == old:
        problems["new"] = Problem.UNCHANGED
    else:
        try:
            validate_password(new, user)
        except ValidationError:
            problems["new"] = Problem.TOO_WEAK
    if new != again:
        problems["again"] = Problem.UNKNOWN_CHOICE
    if problems:
        raise Invalid(problems)
