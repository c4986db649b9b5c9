"""How the installation reaches people outside of its pages: the mail server, the bot, the keys; and who is reached where.

What ends in `_sealed` is encrypted with a key made of the installation's secret (queries/sealed.py).
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from voronka.domain.outside import Outside, Security
from voronka.models.user import User


class OutsideSettings(models.Model):
    """One row, id 1. `address`: where people open the product, for links in messages."""

    address = models.CharField(max_length=200, blank=True, default="")
    mail_host = models.CharField(max_length=200, blank=True, default="")
    mail_port = models.PositiveIntegerField(default=587)
    mail_security = models.CharField(
        max_length=8, choices=[(s.value, s.name) for s in Security], default=Security.STARTTLS
    )
    mail_user = models.CharField(max_length=200, blank=True, default="")
    mail_password_sealed = models.TextField(blank=True, default="")
    mail_from = models.CharField(max_length=254, blank=True, default="")
    push_key_sealed = models.TextField(blank=True, default="")
    push_public = models.CharField(max_length=120, blank=True, default="")
    telegram_token_sealed = models.TextField(blank=True, default="")
    telegram_name = models.CharField(max_length=64, blank=True, default="")
    # The first of Telegram's updates that has not been read.
    telegram_offset = models.BigIntegerField(default=0)
    # Tasks that fell due before are told of.
    tasks_told_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=Q(id=1), name="outside_single")]

    def __str__(self) -> str:
        return self.address


class OutsideCheck(models.Model):
    """What came of the latest attempt to reach something. `went_well` empty: asked for, not answered yet."""

    what = models.CharField(max_length=8, unique=True, choices=[(w.value, w.name) for w in Outside])
    asked_at = models.DateTimeField()
    went_well = models.BooleanField(null=True)
    answer = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.what} {self.went_well}"


class PushSubscription(models.Model):
    """A browser that a person may be reached in. `device`: what it calls itself, so that the person knows it again."""

    user = models.ForeignKey(User, models.CASCADE, related_name="push_subscriptions")
    endpoint = models.TextField(unique=True)
    p256dh = models.CharField(max_length=120)
    auth = models.CharField(max_length=40)
    device = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.user_id} {self.device}"


class TelegramLink(models.Model):
    """The chat in which the bot reaches a person."""

    user = models.OneToOneField(User, models.CASCADE, related_name="telegram")
    chat = models.BigIntegerField(unique=True)
    name = models.CharField(max_length=120, blank=True)
    linked_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.user_id} {self.chat}"


class TelegramCode(models.Model):
    """What a person shows the bot, once, to be known by it. Kept as a hash, like a password."""

    user = models.OneToOneField(User, models.CASCADE, related_name="+")
    hashed = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.user_id}"
