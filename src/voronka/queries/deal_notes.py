"""One note of a deal, to be shown again or changed."""

from dataclasses import dataclass

from voronka.domain.criteria import NoteKind
from voronka.domain.errors import NotFound
from voronka.domain.permissions import Actor
from voronka.models import Note
from voronka.queries.deal_row import SeenDeal
from voronka.queries.mentions import mentionable
from voronka.queries.visibility import deal_condition


@dataclass(frozen=True, slots=True)
class NoteView:
    """A note as it stands; `mentions` are the names of those meant."""

    id: int
    deal: int
    kind: NoteKind
    text: str
    author: int | None
    mentions: tuple[str, ...]


def note_of(actor: Actor, note: int) -> NoteView:
    """The note with this id. Two queries.

    Raises:
        NotFound: there is none, it was removed, or its deal is not the actor's to see.
    """
    rows = Note.objects.filter(deal_condition(actor, "deal__"), pk=note, removed_at=None)
    row = rows.prefetch_related("mentions").first()
    if row is None:
        raise NotFound
    return NoteView(
        id=row.pk,
        deal=row.deal_id,
        kind=NoteKind(row.kind),
        text=row.text,
        author=row.author_id,
        mentions=tuple(user.name for user in row.mentions.all()),
    )


def mentionable_names(seen: SeenDeal) -> tuple[str, ...]:
    """The colleagues whom a note on the deal can mention, but for the actor. Two queries."""
    return tuple(user.name for user in mentionable(seen.row) if user.pk != seen.actor.id)
