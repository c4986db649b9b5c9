"""Failed log-ins, for the limit on guessing."""

from typing import ClassVar

from django.db import models


class LoginFailure(models.Model):
    """One failed log-in. `key` is the e-mail tried or the address it came from, prefixed by which."""

    key = models.CharField(max_length=270)
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["key", "at"], name="login_failure_key")]

    def __str__(self) -> str:
        return self.key
