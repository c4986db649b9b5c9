"""A deal's file for download, for those who may see the deal."""

from dataclasses import dataclass

from voronka.domain.errors import NotFound
from voronka.domain.permissions import Actor
from voronka.models import Attachment
from voronka.queries.visibility import readable_condition


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file: `path` is below the files' folder, `content_type` what we chose by its extension."""

    id: int
    deal: int
    name: str
    path: str
    content_type: str
    size: int


def stored_file(actor: Actor, file: int) -> StoredFile:
    """The file with this id. One query.

    Raises:
        NotFound: there is none, it was taken off, or its deal is not the actor's to read.
    """
    rows = Attachment.objects.filter(readable_condition(actor, "deal__"), pk=file, removed_at=None)
    found = rows.values_list("id", "deal_id", "name", "path", "content_type", "size").first()
    if found is None:
        raise NotFound
    return StoredFile(*found)
