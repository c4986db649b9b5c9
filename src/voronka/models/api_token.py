"""Tokens of the API, and the answers that were given to requests with an idempotency key."""

from typing import ClassVar

from django.db import models

from voronka.models.user import User


class ApiToken(models.Model):
    """A program's way in, as one person. Only a hash is kept: whoever reads this table can use none.

    `ending`: its last characters, by which its owner knows it again. `made_by`: another than `user` where an
    administrator made it (a service's token). `expires_at` None: it lasts until it is revoked.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="api_tokens")
    name = models.CharField(max_length=80)
    secret_hash = models.CharField(max_length=64, unique=True)
    ending = models.CharField(max_length=4)
    scopes = models.JSONField(default=list)
    is_service = models.BooleanField(default=False)
    made_by = models.ForeignKey(User, models.RESTRICT, related_name="+", db_index=False)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    # Kept to the minute, so that not every request writes.
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class ApiAnswer(models.Model):
    """What was answered to a request that makes something, so that the same request again makes nothing.

    `request_hash`: of the method, the address and what was sent. Written in the transaction of the command itself.
    """

    token = models.ForeignKey(ApiToken, models.CASCADE, related_name="+", db_index=False)
    key = models.CharField(max_length=200)
    request_hash = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    headers = models.JSONField(default=dict)
    body = models.TextField(blank=True)
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["token", "key"], name="api_answer_once"),
        ]

    def __str__(self) -> str:
        return self.key
