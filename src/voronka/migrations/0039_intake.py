"""Where requests come from, and the ledger of all that came."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import voronka.domain.intake


class Migration(migrations.Migration):
    dependencies = [
        ("voronka", "0038_tags_by_name"),
    ]

    operations = [
        migrations.CreateModel(
            name="Source",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("name", models.CharField(max_length=80)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("form", "FORM"),
                            ("endpoint", "ENDPOINT"),
                            ("phone", "PHONE"),
                            ("mail", "MAIL"),
                            ("messenger", "MESSENGER"),
                            ("event", "EVENT"),
                            ("import", "IMPORT"),
                            ("hand", "HAND"),
                        ],
                        max_length=10,
                    ),
                ),
                ("is_active", models.BooleanField(default=True)),
                ("starts_work", models.BooleanField(default=False)),
                (
                    "owner_rule",
                    models.CharField(
                        choices=[
                            ("nobody", "NOBODY"),
                            ("in_turn", "IN_TURN"),
                            ("least_loaded", "LEAST_LOADED"),
                        ],
                        default=voronka.domain.intake.OwnerRule["NOBODY"],
                        max_length=12,
                    ),
                ),
                (
                    "known_rule",
                    models.CharField(
                        choices=[("new_deal", "NEW_DEAL"), ("open_deal", "OPEN_DEAL")],
                        default=voronka.domain.intake.KnownRule["NEW_DEAL"],
                        max_length=9,
                    ),
                ),
                ("key_hash", models.CharField(blank=True, db_index=True, max_length=64)),
                ("key_made_at", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField()),
                (
                    "last_owner",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "pipeline",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="voronka.pipeline",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="voronka.team",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="IntakeRequest",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("received_at", models.DateTimeField()),
                ("raw", models.BinaryField()),
                ("content_type", models.CharField(blank=True, max_length=100)),
                ("circumstances", models.JSONField(default=dict)),
                ("network", models.CharField(blank=True, max_length=50)),
                ("key", models.CharField(blank=True, max_length=120)),
                ("digest", models.CharField(max_length=64)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("received", "RECEIVED"),
                            ("made", "MADE"),
                            ("attached", "ATTACHED"),
                            ("rejected", "REJECTED"),
                            ("failed", "FAILED"),
                        ],
                        default=voronka.domain.intake.RequestState["RECEIVED"],
                        max_length=8,
                    ),
                ),
                ("why", models.CharField(blank=True, max_length=200)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "contact",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="requests",
                        to="voronka.contact",
                    ),
                ),
                (
                    "deal",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="requests",
                        to="voronka.deal",
                    ),
                ),
                (
                    "let_in_by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="requests",
                        to="voronka.source",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SourceName",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("folded", models.CharField(max_length=160, unique=True)),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="names", to="voronka.source"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="source",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        (
                            "kind__in",
                            [
                                voronka.domain.intake.SourceKind["ENDPOINT"],
                                voronka.domain.intake.SourceKind["FORM"],
                            ],
                        ),
                        _negated=True,
                    ),
                    models.Q(("pipeline__isnull", False), ("team__isnull", False)),
                    _connector="OR",
                ),
                name="source_says_where",
            ),
        ),
        migrations.AddIndex(
            model_name="intakerequest",
            index=models.Index(fields=["source", "received_at", "id"], name="request_ledger"),
        ),
        migrations.AddIndex(
            model_name="intakerequest",
            index=models.Index(fields=["received_at", "id"], name="request_all"),
        ),
        migrations.AddIndex(
            model_name="intakerequest",
            index=models.Index(fields=["source", "network", "received_at"], name="request_network"),
        ),
        migrations.AddIndex(
            model_name="intakerequest",
            index=models.Index(fields=["source", "digest", "received_at"], name="request_digest"),
        ),
        migrations.AddIndex(
            model_name="intakerequest",
            index=models.Index(
                condition=models.Q(("contact__isnull", False)), fields=["contact"], name="request_contact"
            ),
        ),
        migrations.AddConstraint(
            model_name="intakerequest",
            constraint=models.UniqueConstraint(
                condition=models.Q(("key", ""), _negated=True), fields=("source", "key"), name="request_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="intakerequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("deal__isnull", False), ("state__in", ["made", "attached"])),
                    models.Q(
                        models.Q(("state__in", ["made", "attached"]), _negated=True), ("deal__isnull", True)
                    ),
                    _connector="OR",
                ),
                name="request_has_its_deal",
            ),
        ),
    ]
