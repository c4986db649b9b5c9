"""The workspace's method as it is now, as a playbook: what could be taken in elsewhere or kept beside the code."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from voronka.domain.ids import PipelineId
from voronka.domain.pipeline import Pipeline, StageKind
from voronka.domain.playbook.as_written import pipeline_as_written, pipeline_keys, stage_key, with_robots
from voronka.domain.playbook.model import (
    HandOver,
    Playbook,
    PlaybookObjection,
    PlaybookPipeline,
    PlaybookReason,
    PlaybookTrack,
    Text,
    Touch,
)
from voronka.domain.task import TaskKind
from voronka.models import HandOver as HandOverRow
from voronka.models import NurtureTrack, ObjectionKind, Reason
from voronka.models import Stage as StageRow
from voronka.queries.pipelines import all_pipelines
from voronka.queries.qualification import questions_as_written
from voronka.queries.stage_robots import robots_as_written
from voronka.queries.workspace import workspace

KEY = "workspace"


def playbook_now(language: str = "") -> Playbook:
    """Everything in force. Some queries for each pipeline.

    `language`: as whose texts they are written down; the workspace's when none is named.
    """
    about = workspace()
    language = language or about.language
    pipelines = all_pipelines()
    written = _Written(language, pipeline_keys(pipelines))
    name = written.said(about.name)
    return Playbook(
        key=KEY,
        name=name,
        about=name,
        fits=name,
        languages=(language,),
        pipelines=tuple(written.pipeline(one) for one in pipelines),
        lost_reasons=written.reasons(StageKind.LOST),
        postpone_reasons=written.reasons(StageKind.POSTPONED),
        hand_overs=tuple(written.hand_overs(pipelines)),
        tracks=written.tracks(),
        objections=written.objections(),
    )


class _Written:
    def __init__(self, language: str, keys: Mapping[PipelineId, str]) -> None:
        self._language, self._keys = language, keys

    def said(self, text: str) -> Text:
        return {self._language: text}

    def pipeline(self, pipeline: Pipeline) -> PlaybookPipeline:
        asked = questions_as_written(pipeline.id, self._language)
        key = self._keys[pipeline.id]
        plain = pipeline_as_written(pipeline, self._language)
        robots = with_robots(plain, robots_as_written(pipeline), self._language)
        written = replace(robots, key=key, qualification=asked)
        track = NurtureTrack.objects.filter(
            pk__in=StageRow.objects.filter(pipeline=pipeline.id, kind=StageKind.POSTPONED).values("track")
        ).first()
        if track is None or track.is_retired or not track.touches.exists():
            return written
        return replace(
            written, postponed=replace(written.postponed, track=_key(track.key, "track", track.pk))
        )

    def reasons(self, way_out: StageKind) -> tuple[PlaybookReason, ...]:
        rows = Reason.objects.filter(exit=way_out, is_retired=False).order_by("position", "id")
        return tuple(
            PlaybookReason(f"reason-{one.pk}", self.said(one.name), one.asks_competitor) for one in rows
        )

    def hand_overs(self, pipelines: Iterable[Pipeline]) -> Iterable[HandOver]:
        known: dict[int, Pipeline] = {pipeline.id: pipeline for pipeline in pipelines}
        for row in HandOverRow.objects.filter(pipeline__draft_of=None).select_related("stage").order_by("id"):
            start, end = known[row.pipeline_id], known[row.to_pipeline_id]
            at = next((one for one in end.working if one.id == row.stage_id), end.working[0])
            yield HandOver(
                key=_key(row.key, "hand-over", row.pk),
                name=self.said(row.name or end.name),
                from_pipeline=self._keys[start.id],
                to_pipeline=self._keys[end.id],
                to_stage=stage_key(at),
                carries=self.said(row.carries or row.name or end.name),
            )

    def tracks(self) -> tuple[PlaybookTrack, ...]:
        rows = NurtureTrack.objects.filter(is_retired=False).order_by("position", "id")
        return tuple(
            PlaybookTrack(
                _key(row.key, "track", row.pk),
                self.said(row.name),
                tuple(
                    Touch(TaskKind(touch.kind), self.said(touch.title), touch.after)
                    for touch in row.touches.order_by("after", "id")
                ),
            )
            for row in rows.prefetch_related("touches")
            if row.touches.exists()
        )

    def objections(self) -> tuple[PlaybookObjection, ...]:
        rows = ObjectionKind.objects.filter(is_retired=False).order_by("position", "id")
        return tuple(
            PlaybookObjection(f"objection-{row.pk}", self.said(row.name), tuple(map(self.said, row.answers)))
            for row in rows
        )


def _key(key: str | None, kind: str, id: int) -> str:
    """The key from its file, or one made of its number."""
    return key or f"{kind}-{id}"
