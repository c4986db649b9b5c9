"""Working calendars: when a team works, and the days that differ from its week."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Lower


class WorkCalendar(models.Model):
    """The hours of a week in a zone, with a country's holidays.

    `week` is a list of seven days, Monday first, each a list of [from, to] as "09:00"; "00:00" as an end is midnight.
    `country` and `subdivision` by ISO 3166, empty: no country's holidays. `holidays_off`: whether those are days off.
    """

    name = models.CharField(max_length=80)
    time_zone = models.CharField(max_length=64)
    country = models.CharField(max_length=2, blank=True, default="")
    subdivision = models.CharField(max_length=8, blank=True, default="")
    holidays_off = models.BooleanField(default=True)
    week = models.JSONField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(Lower("name"), name="calendar_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class CalendarDay(models.Model):
    """A day of a calendar's own, whatever the week and the holidays say.

    `hours` is a day as in `WorkCalendar.week`, empty when it is off.
    """

    calendar = models.ForeignKey(WorkCalendar, models.CASCADE, related_name="days", db_index=False)
    date = models.DateField()
    name = models.CharField(max_length=80, blank=True, default="")
    hours = models.JSONField(default=list)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["calendar", "date"], name="calendar_day_once"),
        ]

    def __str__(self) -> str:
        return f"{self.date} {self.name}"
