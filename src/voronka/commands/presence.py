"""Who is there, as the live streams tell it."""

from collections.abc import Iterable
from datetime import datetime

from voronka.commands.transaction import writing
from voronka.models import UserSeen


def seen(users: Iterable[int], *, at: datetime) -> None:
    """These people have a page open now."""
    rows = [UserSeen(user_id=user, at=at) for user in sorted(set(users))]
    if rows:
        with writing():
            UserSeen.objects.bulk_create(
                rows, update_conflicts=True, unique_fields=["user"], update_fields=["at"]
            )
