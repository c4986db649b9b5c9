"""What sources cost, and how many buyers the markets hold."""

import django.db.models.deletion
from django.db import migrations, models

import voronka.models.fields


class Migration(migrations.Migration):
    dependencies = [
        ("voronka", "0044_merges"),
    ]

    operations = [
        migrations.CreateModel(
            name="MarketCapacity",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("geography", models.CharField(max_length=120)),
                ("segment", models.CharField(blank=True, max_length=120)),
                ("buyers", models.PositiveIntegerField()),
                ("counted_on", models.DateField()),
                ("note", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "verbose_name_plural": "market capacities",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("geography", "segment", "counted_on"), name="market_once_a_day"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CampaignCost",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("campaign", models.CharField(blank=True, max_length=120)),
                ("first_on", models.DateField()),
                ("last_on", models.DateField()),
                ("amount", voronka.models.fields.MoneyField()),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="costs", to="voronka.source"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("source", "campaign", "first_on", "last_on"), name="cost_once_a_period"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("last_on__gte", models.F("first_on"))),
                        name="cost_ends_after_it_begins",
                    ),
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="cost_of_something"),
                ],
            },
        ),
    ]
