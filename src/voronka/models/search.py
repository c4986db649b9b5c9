"""The search index: one folded text per deal, contact and company, with who may find it.

The migration adds what Django can't declare: on SQLite an FTS5 trigram table over this one, kept by
triggers; on PostgreSQL a GIN index over the access keys and the text's trigrams.
"""

from django.db import models


class SearchDocument(models.Model):
    """`id` tells the kind and the object's id (see `domain.search_access`), so that no look-up is needed.

    `access` holds three-letter keys (see `domain.search_access`) parted by spaces.
    """

    id = models.BigIntegerField(primary_key=True)
    text = models.TextField()
    access = models.TextField()

    def __str__(self) -> str:
        return self.text[:60]


class SearchWord(models.Model):
    """A word that occurs in the index; mistyped words are corrected against these."""

    word = models.CharField(max_length=40, unique=True)

    def __str__(self) -> str:
        return self.word
