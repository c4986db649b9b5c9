"""What a draft holds besides its stages: the checklist and the hand-overs, copied when it is begun, taken over when it is published."""

from datetime import datetime

from voronka.models import HandOver, Pipeline, PipelineVersion, QualificationQuestion


def copy_beside(row: Pipeline, draft: Pipeline) -> None:
    """Let the draft ask and hand over as the pipeline in force does, every question naming what it is a draft of."""
    QualificationQuestion.objects.bulk_create(
        QualificationQuestion(pipeline=draft, draft_of=one, key=one.key, position=one.position, text=one.text)
        for one in QualificationQuestion.objects.filter(pipeline=row, retired_at=None)
    )
    HandOver.objects.bulk_create(
        HandOver(
            pipeline=draft, to_pipeline_id=one.to_pipeline_id, stage_id=one.stage_id, key=one.key, name=one.name,
            carries=one.carries,
        )
        for one in HandOver.objects.filter(pipeline=row)
    )  # fmt: skip


def take_over_beside(draft: Pipeline, pipeline: int, number: int, at: datetime) -> None:
    """Write into the rows in force what the draft asks and hands over; version `number` remembers what it asked."""
    asked = QualificationQuestion.objects.filter(pipeline=pipeline, retired_at=None).order_by(
        "position", "id"
    )
    version = PipelineVersion.objects.filter(pipeline=pipeline, number=number)
    version.update(questions=list(asked.values_list("id", flat=True)))
    _take_over_questions(draft, pipeline, at)
    _take_over_ways(draft, pipeline)


def _take_over_questions(draft: Pipeline, pipeline: int, at: datetime) -> None:
    """A reworded question keeps its row, and with it its answers; one that is gone stays for the versions that asked it."""
    kept = []
    for row in QualificationQuestion.objects.filter(pipeline=draft):
        says = {"text": row.text, "position": row.position}
        if row.draft_of_id is None:
            kept.append(QualificationQuestion.objects.create(pipeline_id=pipeline, key=row.key, **says).pk)
        else:
            QualificationQuestion.objects.filter(pk=row.draft_of_id).update(**says)
            kept.append(row.draft_of_id)
    there = QualificationQuestion.objects.filter(pipeline=pipeline, retired_at=None)
    there.exclude(pk__in=kept).update(retired_at=at)


def _take_over_ways(draft: Pipeline, pipeline: int) -> None:
    """One to the same pipeline keeps its row, and with it the offers that stand."""
    rows = list(HandOver.objects.filter(pipeline=draft))
    HandOver.objects.filter(pipeline=pipeline).exclude(
        to_pipeline__in=[row.to_pipeline_id for row in rows]
    ).delete()
    for row in rows:
        HandOver.objects.update_or_create(
            pipeline_id=pipeline, to_pipeline_id=row.to_pipeline_id,
            defaults={"stage_id": row.stage_id, "key": row.key, "name": row.name, "carries": row.carries},
        )  # fmt: skip
