"""Notes and files of a deal. Removed ones are marked, not deleted, for they may have been evidence."""

from django.db import models

from voronka.domain.criteria import FileKind, NoteKind
from voronka.models.deal import Deal
from voronka.models.user import User


class Note(models.Model):
    """What a person wrote on a deal."""

    deal = models.ForeignKey(Deal, models.RESTRICT, related_name="notes")
    kind = models.CharField(
        max_length=14, choices=[(k.value, k.name) for k in NoteKind], default=NoteKind.PLAIN
    )
    text = models.TextField()
    author = models.ForeignKey(User, models.RESTRICT, null=True, related_name="+")
    mentions = models.ManyToManyField(User, related_name="mentioned_in")
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.text[:60]


class Attachment(models.Model):
    """A file of a deal. `path` is relative to the files' folder and made by us, never by the uploader."""

    deal = models.ForeignKey(Deal, models.RESTRICT, related_name="files")
    kind = models.CharField(
        max_length=16, choices=[(k.value, k.name) for k in FileKind], default=FileKind.OTHER
    )
    name = models.CharField(max_length=200)
    path = models.CharField(max_length=120)
    size = models.PositiveBigIntegerField()
    content_type = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(User, models.RESTRICT, null=True, related_name="+")
    created_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name
