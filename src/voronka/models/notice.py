"""What the product tells one person by itself."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from voronka.domain.notices import KEY_LENGTH
from voronka.models.deal import Deal
from voronka.models.user import User


class Notice(models.Model):
    """One thing told to one person. `key`: told once under it, however often it is said; empty: every time.

    `spread_at`: since when it has been seen to that it goes out by the person's other channels.
    """

    id = models.BigAutoField(primary_key=True)
    to = models.ForeignKey(User, models.CASCADE, related_name="notices", db_index=False)
    # A NoticeKind. Without choices: new kinds come with every part of the product, and need no migration.
    kind = models.CharField(max_length=24)
    deal = models.ForeignKey(Deal, models.CASCADE, null=True, related_name="+")
    # Whose act it tells of; nobody's: the product's own.
    by = models.ForeignKey(User, models.CASCADE, null=True, related_name="+", db_index=False)
    payload = models.JSONField(default=dict)
    key = models.CharField(max_length=KEY_LENGTH, blank=True, default="")
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    spread_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["to", "id"], name="notice_list"),
            # Counted for every page.
            models.Index(fields=["to"], name="notice_unread", condition=Q(read_at__isnull=True)),
            models.Index(fields=["id"], name="notice_to_spread", condition=Q(spread_at__isnull=True)),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["to", "key"], name="notice_once", condition=~Q(key="")),
        ]

    def __str__(self) -> str:
        return f"{self.to_id} {self.kind}"
