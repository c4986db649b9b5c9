"""Secret addresses under which people's own calendars read their tasks."""

from django.db import models

from voronka.models.user import User


class CalendarFeed(models.Model):
    """One person's address, as a hash: whoever reads this table can open no calendar. No row: switched off."""

    user = models.OneToOneField(User, models.CASCADE, primary_key=True, related_name="+")
    secret_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.user_id)
