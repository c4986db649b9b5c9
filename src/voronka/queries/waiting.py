"""What waits for a person, as every page tells it: overdue tasks, unread notices. One statement for all of it."""

from dataclasses import dataclass
from datetime import datetime

from voronka.domain.permissions import Actor
from voronka.queries.board_sql import Where, rows
from voronka.queries.day import counting_overdue
from voronka.queries.notices import MOST_COUNTED


@dataclass(frozen=True, slots=True)
class Waits:
    """Both counted on to 100, which is told as 99+; `newest_notice` is the newest unread one's id, 0 for none."""

    overdue: int
    unread: int
    newest_notice: int


def what_waits(actor: Actor, now: datetime) -> Waits:
    """What waits for the actor. The unread ones are read off the end of an index that holds nothing else."""
    overdue = counting_overdue(actor, now)
    asked = Where(
        f"SELECT ({overdue.sql}), COUNT(*), COALESCE(MAX(id), 0) FROM (SELECT id FROM voronka_notice"  # noqa: S608 - our own names and %s only
        " WHERE to_id = %s AND read_at IS NULL ORDER BY id DESC LIMIT %s) AS unread",
        (*overdue.params, actor.id, MOST_COUNTED),
    )
    late, unread, newest = rows(asked)[0]
    return Waits(int(late), int(unread), int(newest))
