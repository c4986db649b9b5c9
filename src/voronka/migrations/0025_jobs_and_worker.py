"""Jobs, the clocks of periodic work, and which process works."""

from django.db import migrations, models

import voronka.domain.jobs


class Migration(migrations.Migration):
    dependencies = [
        ("voronka", "0024_notices"),
    ]

    operations = [
        migrations.CreateModel(
            name="RoundClock",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("key", models.CharField(max_length=40, unique=True)),
                ("last_at", models.DateTimeField(blank=True, null=True)),
                ("next_at", models.DateTimeField()),
                ("took", models.DurationField(blank=True, null=True)),
                ("result", models.CharField(blank=True, max_length=200)),
                ("last_error", models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name="Job",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=24)),
                ("payload", models.JSONField(default=dict)),
                ("key", models.CharField(blank=True, max_length=120, null=True, unique=True)),
                ("due_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "WAITING"),
                            ("running", "RUNNING"),
                            ("done", "DONE"),
                            ("failed", "FAILED"),
                            ("given_up", "GIVEN_UP"),
                        ],
                        default=voronka.domain.jobs.JobState["WAITING"],
                        max_length=8,
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("error", models.TextField(blank=True)),
                ("leased_until", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")), fields=["due_at", "id"], name="job_due"
                    ),
                    models.Index(
                        condition=models.Q(("state", "running")), fields=["leased_until"], name="job_leased"
                    ),
                    models.Index(condition=models.Q(("state", "failed")), fields=["id"], name="job_failed"),
                    models.Index(
                        condition=models.Q(("state__in", ["done", "given_up"])),
                        fields=["finished_at"],
                        name="job_over",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("leased_until__isnull", False), ("state", "running")),
                            models.Q(
                                models.Q(("state", "running"), _negated=True), ("leased_until__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="job_running_is_leased",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("finished_at__isnull", True), ("state__in", ["waiting", "running"])),
                            models.Q(
                                models.Q(("state__in", ["waiting", "running"]), _negated=True),
                                ("finished_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="job_over_has_date",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WorkerLease",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("token", models.CharField(max_length=36)),
                ("node", models.CharField(max_length=120)),
                ("since", models.DateTimeField()),
                ("seen_at", models.DateTimeField()),
                ("until", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="worker_lease_single")
                ],
            },
        ),
    ]
