"""What people and companies are to us, worked out of the deals and payments that are there; and care of Clients."""

from typing import Any, ClassVar
from zoneinfo import ZoneInfo

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Min, Q

from voronka.domain.relations import DealStory, Reached, history


def _derive(apps: Any, _schema: object) -> None:
    """As the commands would have, by the rule of the domain; deal by deal, for there may be a million."""
    Deal = apps.get_model("voronka", "Deal")
    workspace = apps.get_model("voronka", "Workspace").objects.first()
    if workspace is None:
        return
    zone = ZoneInfo(workspace.time_zone)
    visits = apps.get_model("voronka", "StageVisit").objects.filter(
        Q(stage__pipeline__kind="lead", left_how="won")
        | Q(stage__pipeline__kind="sale", stage__kind="working", left_how__in=["forward", "won"])
    )
    qualified = dict(visits.order_by().values_list("deal").annotate(at=Min("left_at")))
    payments = apps.get_model("voronka", "Payment").objects.filter(removed_at=None)
    paid = dict(payments.order_by().values_list("deal").annotate(on=Min("paid_on")))
    first: dict[tuple[str, int, str], Reached] = {}
    rows = Deal.objects.order_by("id").values_list("id", "contact_id", "company_id", "created_at")
    for deal, contact, company, created_at in rows.iterator(2000):
        at = qualified.get(deal)
        fit_on = None if at is None else at.astimezone(zone).date()
        story = DealStory(deal, created_at.astimezone(zone).date(), fit_on, paid.get(deal))
        for link, client in (("contact", contact), ("company", company)):
            for one in () if client is None else history([story]):
                key = (link, client, one.relation.value)
                if key not in first or one.on < first[key].on:
                    first[key] = one
    apps.get_model("voronka", "ClientRelation").objects.bulk_create(
        (_row(apps, link, client, one) for (link, client, _), one in first.items()), batch_size=1000
    )


def _row(apps: Any, link: str, client: int, one: Reached) -> Any:
    row = apps.get_model("voronka", "ClientRelation")
    return row(
        **{f"{link}_id": client},
        relation=one.relation.value,
        since_on=one.on,
        cause=one.cause.value,
        deal_id=one.deal,
    )


class Migration(migrations.Migration):
    """Make the tables, then fill them."""

    dependencies = [
        ("voronka", "0016_objections"),
    ]

    operations: ClassVar = [
        migrations.AddField(
            model_name="company",
            name="care_days",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="contact",
            name="care_days",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="workspace",
            name="care_days",
            field=models.PositiveSmallIntegerField(default=90),
        ),
        migrations.CreateModel(
            name="DealVerdict",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "verdict",
                    models.CharField(
                        choices=[("fit", "FIT"), ("unfit", "UNFIT"), ("unknown", "UNKNOWN")], max_length=7
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "deal",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="checklist_verdict",
                        to="voronka.deal",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ClientRelation",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "relation",
                    models.CharField(
                        choices=[("lead", "LEAD"), ("customer", "CUSTOMER"), ("client", "CLIENT")],
                        max_length=8,
                    ),
                ),
                ("since_on", models.DateField()),
                (
                    "cause",
                    models.CharField(
                        choices=[("request", "REQUEST"), ("qualified", "QUALIFIED"), ("paid", "PAID")],
                        max_length=9,
                    ),
                ),
                (
                    "company",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="relations",
                        to="voronka.company",
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="relations",
                        to="voronka.contact",
                    ),
                ),
                (
                    "deal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT, related_name="+", to="voronka.deal"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("contact__isnull", False)),
                        fields=("contact", "relation"),
                        name="relation_of_contact",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("company__isnull", False)),
                        fields=("company", "relation"),
                        name="relation_of_company",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("company__isnull", True), ("contact__isnull", False)),
                            models.Q(("company__isnull", False), ("contact__isnull", True)),
                            _connector="OR",
                        ),
                        name="relation_of_one",
                    ),
                ],
            },
        ),
        migrations.RunPython(_derive, migrations.RunPython.noop),
    ]
