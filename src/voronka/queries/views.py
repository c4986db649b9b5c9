"""Saved views: a person's own, and those that the heads above them share."""

from dataclasses import dataclass

from django.db import connection

from voronka.domain.permissions import Actor, Role
from voronka.queries.board_filter import NOBODY

MOST_VIEWS = 40

# UNION, not UNION ALL: should teams ever stand in a circle, the walk still ends.
_VISIBLE = """WITH RECURSIVE above(id, parent_id) AS (
 SELECT id, parent_id FROM voronka_team WHERE id = %s
 UNION SELECT t.id, t.parent_id FROM voronka_team t JOIN above ON t.id = above.parent_id)
SELECT v.id, v.name, v.query, v.owner_id, u.name, v.is_shared FROM voronka_savedview v
 JOIN voronka_user u ON u.id = v.owner_id
 WHERE v.pipeline_id = %s AND (v.owner_id = %s OR (v.is_shared AND u.is_active AND (u.role = %s
 OR (u.role = %s AND u.team_id IN (SELECT id FROM above)))))
 ORDER BY CASE WHEN v.owner_id = %s THEN 0 ELSE 1 END, v.name, v.id LIMIT %s"""


@dataclass(frozen=True, slots=True)
class View:
    """A name for a set of filters. `query` is a query string without its question mark; `by` is who made it."""

    id: int
    name: str
    query: str
    by: str
    is_own: bool
    is_shared: bool


def saved_views(actor: Actor, pipeline: int) -> list[View]:
    """The actor's views of a pipeline, own ones first. One query."""
    given = (
        actor.team or NOBODY,
        pipeline,
        actor.id,
        Role.ADMIN.value,
        Role.HEAD.value,
        actor.id,
        MOST_VIEWS,
    )
    with connection.cursor() as cursor:
        cursor.execute(_VISIBLE, given)
        return [
            View(id, name, query, by, owner == actor.id, bool(is_shared))
            for id, name, query, owner, by, is_shared in cursor.fetchall()
        ]
