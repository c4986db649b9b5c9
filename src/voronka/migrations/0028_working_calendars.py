"""Working calendars, the limits of deals counted by them, and limits of some deals only.

A workspace that is there gets a calendar of office hours with its country's holidays, and the limits of its open deals
are counted by that.
"""

from datetime import date
from typing import Any, ClassVar
from uuid import uuid4

import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from voronka.domain.working_time import OFFICE_WEEK, Calendar, Hours
from voronka.queries.national_holidays import are_worked, days_off, has_holidays

_CHUNK = 2000
_DAY = [["09:00", "18:00"]]
_LIMITED = models.Q(("is_open", True), ("limit_at__isnull", False))


def give_calendar(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The workspace's calendar, and by it the limits of open deals."""
    workspaces = apps.get_model("voronka", "Workspace").objects
    for row in workspaces.all():
        country = row.country if has_holidays(row.country) else ""
        made = apps.get_model("voronka", "WorkCalendar").objects.create(
            name=row.name[:80], time_zone=row.time_zone, country=country,
            holidays_off=not are_worked(country), week=[_DAY] * 5 + [[], []],
        )  # fmt: skip
        workspaces.filter(pk=row.pk).update(calendar=made, calendars_key=uuid4().hex)
        _count_limits(apps, Calendar(row.time_zone, OFFICE_WEEK, _Holidays(country)))


class _Holidays:
    def __init__(self, country: str) -> None:
        self.country = "" if are_worked(country) else country

    def get(self, day: date, /) -> Hours | None:
        return () if self.country and day in days_off(self.country, "", day.year) else None


def _count_limits(apps: StateApps, calendar: Calendar) -> None:
    deals = apps.get_model("voronka", "Deal").objects
    limits = dict(apps.get_model("voronka", "Stage").objects.exclude(limit=None).values_list("id", "limit"))
    found = deals.filter(is_open=True, stage__in=list(limits)).order_by("id")
    last = 0
    while rows := list(found.filter(id__gt=last).only("id", "stage_id", "entered_at")[:_CHUNK]):
        last = rows[-1].pk
        for row in rows:
            row.limit_at, row.warn_at = calendar.limited(row.entered_at, limits[row.stage_id])
        deals.bulk_update(rows, ["limit_at", "warn_at"], batch_size=_CHUNK // 4)


def take_calendar(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Nothing names a calendar any more."""
    apps.get_model("voronka", "Workspace").objects.update(calendar=None)
    apps.get_model("voronka", "Team").objects.update(calendar=None)


def _index(name: str, *fields: str, where: models.Q = _LIMITED) -> migrations.AddIndex:
    return migrations.AddIndex("deal", models.Index(condition=where, fields=list(fields), name=name))


def _calendar_key(related_name: str) -> "models.ForeignKey[Any, Any]":
    return models.ForeignKey(
        blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.RESTRICT,
        related_name=related_name, to="voronka.workcalendar",
    )  # fmt: skip


_ID: "models.AutoField[Any, Any]" = models.AutoField(
    auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
)


class Migration(migrations.Migration):
    """Make the tables, columns and indexes, then fill them."""

    dependencies: ClassVar = [("voronka", "0027_robots")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="WorkCalendar",
            fields=[
                ("id", _ID),
                ("name", models.CharField(max_length=80)),
                ("time_zone", models.CharField(max_length=64)),
                ("country", models.CharField(blank=True, default="", max_length=2)),
                ("subdivision", models.CharField(blank=True, default="", max_length=8)),
                ("holidays_off", models.BooleanField(default=True)),
                ("week", models.JSONField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("name"), name="calendar_name_once"
                    )
                ]
            },
        ),
        migrations.CreateModel(
            name="CalendarDay",
            fields=[
                ("id", _ID),
                ("date", models.DateField()),
                ("name", models.CharField(blank=True, default="", max_length=80)),
                ("hours", models.JSONField(default=list)),
                (
                    "calendar",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="days",
                        to="voronka.workcalendar",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("calendar", "date"), name="calendar_day_once")
                ]
            },
        ),
        migrations.AddField("team", "calendar", _calendar_key("teams")),
        migrations.AddField("workspace", "calendar", _calendar_key("+")),
        migrations.AddField(
            "workspace", "calendars_key", models.CharField(blank=True, default="", max_length=32)
        ),
        migrations.AddField("stage", "limits", models.JSONField(default=list)),
        migrations.AddField("deal", "limit_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField("deal", "warn_at", models.DateTimeField(blank=True, null=True)),
        _index("board_limit", "stage", "limit_at", "id"),
        _index("board_limit_team", "team", "stage", "limit_at", "id"),
        _index("board_limit_owner", "owner", "stage", "limit_at", "id"),
        _index(
            "board_limit_free", "team", "stage", "limit_at", "id",
            where=models.Q(("is_open", True), ("limit_at__isnull", False), ("owner__isnull", True)),
        ),
        _index("deal_limit", "limit_at"),
        _index(
            "deal_warn", "warn_at", where=models.Q(("is_open", True), ("warn_at__isnull", False))
        ),
        # Last: PostgreSQL alters no table whose rows were just written.
        migrations.RunPython(give_calendar, take_calendar),
    ]  # fmt: skip
