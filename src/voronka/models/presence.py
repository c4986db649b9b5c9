"""Who is there: people with a page open, as the live streams tell it every minute."""

from django.db import models

from voronka.models.user import User


class UserSeen(models.Model):
    """When a person last had a page open."""

    user = models.OneToOneField(User, models.CASCADE, primary_key=True, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.user_id} {self.at:%Y-%m-%d %H:%M}"
