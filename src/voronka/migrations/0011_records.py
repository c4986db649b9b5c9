"""What is noted of a deal: calls, meetings, things sent, payments, consents, contracts; and longer names of criteria."""

from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import voronka.models.fields


class Migration(migrations.Migration):
    """Make the tables and the columns."""

    dependencies: ClassVar = [
        ("voronka", "0010_playbook_versions"),
    ]

    operations: ClassVar = [
        migrations.AddField(
            model_name="deal",
            name="accepted_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="deal",
            name="accepted_by",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="event",
            name="kind",
            field=models.CharField(
                choices=[
                    ("deal_created", "DEAL_CREATED"),
                    ("deal_moved", "DEAL_MOVED"),
                    ("deal_assigned", "DEAL_ASSIGNED"),
                    ("deal_changed", "DEAL_CHANGED"),
                    ("next_step_changed", "NEXT_STEP_CHANGED"),
                    ("task_added", "TASK_ADDED"),
                    ("task_done", "TASK_DONE"),
                    ("task_changed", "TASK_CHANGED"),
                    ("task_cancelled", "TASK_CANCELLED"),
                    ("note_added", "NOTE_ADDED"),
                    ("note_changed", "NOTE_CHANGED"),
                    ("note_removed", "NOTE_REMOVED"),
                    ("file_attached", "FILE_ATTACHED"),
                    ("file_removed", "FILE_REMOVED"),
                    ("call_noted", "CALL_NOTED"),
                    ("meeting_noted", "MEETING_NOTED"),
                    ("dispatch_noted", "DISPATCH_NOTED"),
                    ("dispatch_came_further", "DISPATCH_CAME_FURTHER"),
                    ("payment_noted", "PAYMENT_NOTED"),
                    ("consent_noted", "CONSENT_NOTED"),
                    ("contract_noted", "CONTRACT_NOTED"),
                    ("criterion_confirmed", "CRITERION_CONFIRMED"),
                    ("confirmation_withdrawn", "CONFIRMATION_WITHDRAWN"),
                    ("exception_asked", "EXCEPTION_ASKED"),
                    ("undone", "UNDONE"),
                    ("contact_created", "CONTACT_CREATED"),
                    ("contact_changed", "CONTACT_CHANGED"),
                    ("company_created", "COMPANY_CREATED"),
                    ("company_changed", "COMPANY_CHANGED"),
                    ("setup_changed", "SETUP_CHANGED"),
                ],
                max_length=24,
            ),
        ),
        migrations.AlterField(
            model_name="exitcriterion",
            name="kind",
            field=models.CharField(
                choices=[
                    ("field", "FIELD"),
                    ("task", "TASK"),
                    ("file", "FILE"),
                    ("amount", "AMOUNT"),
                    ("note", "NOTE"),
                    ("by_hand", "BY_HAND"),
                    ("call", "CALL"),
                    ("meeting", "MEETING"),
                    ("sent", "SENT"),
                    ("contract", "CONTRACT"),
                    ("payment", "PAYMENT"),
                    ("consent", "CONSENT"),
                    ("hand_over", "HAND_OVER"),
                    ("some", "SOME"),
                ],
                max_length=9,
            ),
        ),
        migrations.CreateModel(
            name="Call",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("created_at", models.DateTimeField()),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                ("direction", models.CharField(choices=[("out", "OUT"), ("in", "IN")], max_length=3)),
                ("started_at", models.DateTimeField()),
                ("seconds", models.PositiveIntegerField()),
                ("note", models.TextField(blank=True)),
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
                    "contact",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="voronka.contact",
                    ),
                ),
                (
                    "deal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="%(class)s_records",
                        to="voronka.deal",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Consent",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("created_at", models.DateTimeField()),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "to",
                    models.CharField(
                        choices=[
                            ("information", "INFORMATION"),
                            ("meeting", "MEETING"),
                            ("purchase", "PURCHASE"),
                            ("contact", "CONTACT"),
                        ],
                        max_length=11,
                    ),
                ),
                (
                    "how",
                    models.CharField(
                        choices=[("oral", "ORAL"), ("written", "WRITTEN"), ("electronic", "ELECTRONIC")],
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("note", models.TextField(blank=True)),
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
                    "contact",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="voronka.contact",
                    ),
                ),
                (
                    "deal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="%(class)s_records",
                        to="voronka.deal",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Dispatch",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("created_at", models.DateTimeField()),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "what",
                    models.CharField(
                        choices=[("email", "EMAIL"), ("document", "DOCUMENT"), ("offer", "OFFER")],
                        max_length=8,
                    ),
                ),
                ("subject", models.CharField(max_length=160)),
                ("version", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("sent_at", models.DateTimeField()),
                ("delivered_at", models.DateTimeField(blank=True, null=True)),
                ("opened_at", models.DateTimeField(blank=True, null=True)),
                ("acknowledged_at", models.DateTimeField(blank=True, null=True)),
                ("ordered_at", models.DateTimeField(blank=True, null=True)),
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
                        related_name="%(class)s_records",
                        to="voronka.deal",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="voronka.attachment",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "dispatches",
            },
        ),
        migrations.CreateModel(
            name="Meeting",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("created_at", models.DateTimeField()),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                ("at", models.DateTimeField()),
                ("place", models.CharField(blank=True, max_length=160)),
                (
                    "outcome",
                    models.CharField(
                        choices=[("contract", "CONTRACT"), ("needs", "NEEDS"), ("postpone", "POSTPONE")],
                        max_length=8,
                    ),
                ),
                ("note", models.TextField(blank=True)),
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
                        related_name="%(class)s_records",
                        to="voronka.deal",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Payment",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("created_at", models.DateTimeField()),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                ("amount", voronka.models.fields.MoneyField()),
                ("currency", models.CharField(max_length=3)),
                ("amount_base", voronka.models.fields.MoneyField()),
                ("paid_on", models.DateField()),
                ("note", models.CharField(blank=True, max_length=160)),
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
                        related_name="%(class)s_records",
                        to="voronka.deal",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="payment_of_something")
                ],
            },
        ),
        migrations.CreateModel(
            name="SignedContract",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("created_at", models.DateTimeField()),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                ("number", models.CharField(blank=True, max_length=60)),
                ("signed_on", models.DateField()),
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
                        related_name="%(class)s_records",
                        to="voronka.deal",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="voronka.attachment",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("removed_at__isnull", True)),
                        fields=("deal",),
                        name="contract_once",
                    )
                ],
            },
        ),
    ]
