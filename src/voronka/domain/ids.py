"""Typed numeric ids, so that a stage is never passed where a deal is meant."""

from typing import NewType

UserId = NewType("UserId", int)
TeamId = NewType("TeamId", int)
PipelineId = NewType("PipelineId", int)
StageId = NewType("StageId", int)
CriterionId = NewType("CriterionId", int)
DealId = NewType("DealId", int)
TaskId = NewType("TaskId", int)
ReasonId = NewType("ReasonId", int)
EventId = NewType("EventId", int)
