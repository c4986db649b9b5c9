"""Gates that deals passed, as rows that can be counted; filled from the log."""

from collections.abc import Iterator
from typing import Any, ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from voronka.domain.passages import was_passage, weigh_told

# Passes written in one go.
_AT_ONCE = 2000


def count_what_was_passed(apps: Any, _: Any) -> None:
    """One row for each move on that stands, with the criteria that no fact met."""
    passages = apps.get_model("voronka", "GatePassage")
    without = apps.get_model("voronka", "PassedWithoutFact")
    ready: list[tuple[Any, list[dict[str, Any]]]] = []
    for event, told_by in _moves(apps):
        ready.append((passages(**_row(event)), _without_fact(event, told_by)))
        if len(ready) == _AT_ONCE:
            _write(passages, without, ready)
            ready = []
    _write(passages, without, ready)


def _moves(apps: Any) -> Iterator[tuple[Any, dict[tuple[int, int], int | None]]]:
    """The moves in their order, each with who had confirmed what by then."""
    events = apps.get_model("voronka", "Event").objects
    undone = set(
        events.filter(kind="undone", payload__kind="deal_moved").values_list("payload__event", flat=True)
    )
    confirmed: dict[tuple[int, int], int | None] = {}
    for event in (
        events.filter(kind__in=("deal_moved", "criterion_confirmed")).order_by("id").iterator(_AT_ONCE)
    ):
        if event.kind == "criterion_confirmed":
            confirmed[event.deal_id, event.payload["criterion"]] = event.actor_id
        elif event.pk not in undone and was_passage(event.payload):
            yield event, confirmed


def _row(event: Any) -> dict[str, Any]:
    told, weighed = event.payload, weigh_told(event.payload)
    return {
        "event_id": event.pk,
        "deal_id": event.deal_id,
        "pipeline_id": event.pipeline_id,
        "stage_id": told["from"],
        "version": told.get("playbook_version", 1),
        "at": event.at,
        "by_id": event.actor_id,
        "asked": weighed.asked,
        "by_word": weighed.by_word,
        "waived": weighed.waived,
        "exception": told["exception"],
    }


def _without_fact(event: Any, confirmed: dict[tuple[int, int], int | None]) -> list[dict[str, Any]]:
    return [
        {
            "criterion_id": one["criterion"],
            "title": one["title"],
            "is_waived": one["evidence"] is None,
            "by_id": None if one["evidence"] is None else confirmed.get((event.deal_id, one["criterion"])),
            "said": "" if one["evidence"] is None else one["evidence"]["label"],
        }
        for one in event.payload["evidence"]
        if one["by_hand"] or one["evidence"] is None
    ]


def _write(passages: Any, without: Any, ready: list[tuple[Any, list[dict[str, Any]]]]) -> None:
    made = passages.objects.bulk_create([passage for passage, _ in ready])
    without.objects.bulk_create(
        without(passage=passage, **one)
        for passage, (_, told) in zip(made, ready, strict=True)
        for one in told
    )


class Migration(migrations.Migration):
    """Make the tables and fill them."""

    dependencies: ClassVar = [
        ("voronka", "0020_tenders"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="GatePassage",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("event_id", models.BigIntegerField(unique=True)),
                ("version", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
                ("asked", models.PositiveSmallIntegerField()),
                ("by_word", models.PositiveSmallIntegerField()),
                ("waived", models.PositiveSmallIntegerField()),
                ("exception", models.TextField(blank=True)),
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
                        related_name="passages",
                        to="voronka.deal",
                    ),
                ),
                (
                    "pipeline",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="voronka.pipeline",
                    ),
                ),
                (
                    "stage",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="voronka.stage",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["pipeline", "at", "id"], name="passage_when")],
            },
        ),
        migrations.CreateModel(
            name="PassedWithoutFact",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("criterion_id", models.IntegerField()),
                ("title", models.CharField(max_length=160)),
                ("is_waived", models.BooleanField()),
                ("said", models.CharField(blank=True, max_length=400)),
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
                    "passage",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="without_fact",
                        to="voronka.gatepassage",
                    ),
                ),
            ],
        ),
        migrations.RunPython(count_what_was_passed, migrations.RunPython.noop),
    ]
