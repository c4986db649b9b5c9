"""As whom the robots act: a user that nobody can log in as and no list of people shows.

Its rights are an administrator's over deals, without exceptions at gates and without the settings (Role.ROBOT).
"""

from datetime import datetime

from voronka.domain.permissions import Actor, Role
from voronka.models import User
from voronka.queries.actors import actor_of
from voronka.queries.workspace import workspace

# Nobody's address: the domain is reserved for such.
_EMAIL = "robot@voronka.invalid"
_NAMES = {"ru": "Робот", "uk": "Робот"}


def robot_actor(at: datetime) -> Actor:
    """The actor, made when it is first needed, with a name in the company's language."""
    row = User.objects.filter(role=Role.ROBOT).order_by("id").first()
    if row is None:
        row = User(email=_EMAIL, role=Role.ROBOT, is_active=False, created_at=at)
        row.name = _NAMES.get(workspace().language, "Robot")
        row.set_unusable_password()
        row.save()
    return actor_of(row)
