"""Where won deals go on, and who was asked to take one over."""

from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from voronka.domain.hand_overs import OfferState


class Migration(migrations.Migration):
    dependencies = [
        ("voronka", "0018_pipeline_versions"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="HandOver",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("key", models.CharField(blank=True, default="", max_length=60)),
                ("name", models.CharField(blank=True, default="", max_length=120)),
                ("carries", models.CharField(blank=True, max_length=300)),
                (
                    "pipeline",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="hand_overs",
                        to="voronka.pipeline",
                    ),
                ),
                (
                    "stage",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="voronka.stage",
                    ),
                ),
                (
                    "to_pipeline",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="voronka.pipeline"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="HandOverOffer",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("words", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "OPEN"),
                            ("accepted", "ACCEPTED"),
                            ("declined", "DECLINED"),
                            ("withdrawn", "WITHDRAWN"),
                        ],
                        default=OfferState["OPEN"],
                        max_length=9,
                    ),
                ),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("answer", models.CharField(blank=True, max_length=400)),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "deal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="hand_over_offers",
                        to="voronka.deal",
                    ),
                ),
                (
                    "hand_over",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="offers",
                        to="voronka.handover",
                    ),
                ),
                (
                    "to",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="handover",
            constraint=models.UniqueConstraint(fields=("pipeline", "to_pipeline"), name="hand_over_once"),
        ),
        migrations.AddIndex(
            model_name="handoveroffer",
            index=models.Index(
                condition=models.Q(("state", OfferState["OPEN"])),
                fields=["to"],
                name="offer_waiting",
            ),
        ),
        migrations.AddConstraint(
            model_name="handoveroffer",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["open", "accepted"])),
                fields=("deal", "hand_over"),
                name="offer_one_stands",
            ),
        ),
        migrations.AddConstraint(
            model_name="handoveroffer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answered_at__isnull", True), ("state", "open")),
                    models.Q(models.Q(("state", "open"), _negated=True), ("answered_at__isnull", False)),
                    _connector="OR",
                ),
                name="offer_answered_when",
            ),
        ),
    ]
