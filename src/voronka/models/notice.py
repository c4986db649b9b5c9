"""What the product tells one person by itself."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from voronka.domain.notices import KEY_LENGTH, Channel
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
            models.Index(fields=["to", "id"], name="notice_unread", condition=Q(read_at__isnull=True)),
            models.Index(fields=["id"], name="notice_to_spread", condition=Q(spread_at__isnull=True)),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["to", "key"], name="notice_once", condition=~Q(key="")),
        ]

    def __str__(self) -> str:
        return f"{self.to_id} {self.kind}"


class NoticeSettings(models.Model):
    """How a person wants to be reached at all. No row: by all channels, at any hour.

    `quiet_from` to `quiet_until` by the person's clock, past midnight where the first is the later one.
    """

    user = models.OneToOneField(User, models.CASCADE, related_name="notice_settings")
    only_in_page = models.BooleanField(default=False)
    quiet_from = models.TimeField(null=True, blank=True)
    quiet_until = models.TimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(quiet_from__isnull=True, quiet_until__isnull=True)
                | Q(quiet_from__isnull=False, quiet_until__isnull=False),
                name="notice_quiet_both_ends",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}"


class NoticeChoice(models.Model):
    """Where a person wants a kind of notice otherwise than is usual."""

    user = models.ForeignKey(User, models.CASCADE, related_name="notice_choices")
    kind = models.CharField(max_length=24)
    channel = models.CharField(max_length=8, choices=[(c.value, c.name) for c in Channel])
    wanted = models.BooleanField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "kind", "channel"], name="notice_choice_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.kind} {self.channel} {self.wanted}"


class NoticeMessage(models.Model):
    """Notices that go to one person by one channel together. `token` names it to whoever carries it, at every attempt.

    `sent_at` empty: its job has not carried it yet. `is_letter`: one notice that is a message by itself.
    """

    id = models.BigAutoField(primary_key=True)
    to = models.ForeignKey(User, models.CASCADE, related_name="+", db_index=False)
    channel = models.CharField(max_length=8, choices=[(c.value, c.name) for c in Channel])
    token = models.CharField(max_length=32)
    is_letter = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["to", "channel", "made_at"], name="notice_message_pace")]

    def __str__(self) -> str:
        return f"{self.to_id} {self.channel} {self.made_at}"


class NoticeDelivery(models.Model):
    """A notice on its way out by one channel: waiting, gathered into a message, or dropped for being of no use any more."""

    id = models.BigAutoField(primary_key=True)
    notice = models.ForeignKey(Notice, models.CASCADE, related_name="deliveries", db_index=False)
    to = models.ForeignKey(User, models.CASCADE, related_name="+", db_index=False)
    channel = models.CharField(max_length=8, choices=[(c.value, c.name) for c in Channel])
    due_at = models.DateTimeField()
    message = models.ForeignKey(NoticeMessage, models.CASCADE, null=True, related_name="deliveries")
    dropped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["due_at", "to", "channel"],
                name="notice_waiting",
                condition=Q(message__isnull=True, dropped_at__isnull=True),
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["notice", "channel"], name="notice_out_once"),
            models.CheckConstraint(
                condition=Q(message__isnull=True) | Q(dropped_at__isnull=True), name="notice_sent_or_dropped"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.notice_id} {self.channel}"
