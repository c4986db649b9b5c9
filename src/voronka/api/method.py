"""The method: pipelines with their stages and criteria, the playbook as its file, reasons and sources. Read only."""

from django.http import HttpResponse, HttpResponseBase
from ninja import Router, Schema

from voronka.api.answers import listed, told
from voronka.api.caller import ApiRequest, needs
from voronka.api.values import PathId
from voronka.domain.api_tokens import Scope
from voronka.domain.criteria import Criterion, criterion_params
from voronka.domain.pipeline import Pipeline, PipelineKind, Stage, StageKind
from voronka.domain.playbook.write import write_playbook
from voronka.queries.api_rows.people import reason_rows, source_rows
from voronka.queries.pipelines import all_pipelines, pipeline_of
from voronka.queries.playbook_now import playbook_now

router = Router(tags=["Method"])
READ = needs(Scope.METHOD_READ)


class CriterionTold(Schema):
    """What a gate asks for. `kind` and `params` say by which facts it is met."""

    id: int
    kind: str
    title: str
    params: dict[str, object]


class StageTold(Schema):
    """A stage. `exit_criteria` are asked before a deal goes on, `enter_criteria` before it comes."""

    id: int
    key: str
    name: str
    kind: StageKind
    position: int
    purpose: str
    limit_minutes: int | None
    enter_criteria: list[CriterionTold]
    exit_criteria: list[CriterionTold]


class PipelineTold(Schema):
    """A pipeline with its stages in order: Unsorted, the working ones, the exits. `published`: its playbook's newest version."""

    id: int
    key: str
    name: str
    kind: PipelineKind
    version: int
    published: int
    stages: list[StageTold]


class Pipelines(Schema):
    """All pipelines."""

    items: list[PipelineTold]


class PlaybookTold(Schema):
    """A pipeline's playbook: its number, and where its file is."""

    pipeline_id: int
    name: str
    published: int


class Playbooks(Schema):
    """The playbooks in force. `file`: the address of all of them as one file."""

    items: list[PlaybookTold]
    file: str


class ReasonTold(Schema):
    """Why deals are lost or postponed. `asks_competitor`: it wants to know who won."""

    id: int
    exit: str
    name: str
    asks_competitor: bool


class Reasons(Schema):
    """All that may be chosen."""

    items: list[ReasonTold]


class SourceTold(Schema):
    """Where clients come from; a deal names it by its name."""

    id: int
    name: str
    kind: str


class Sources(Schema):
    """All that may be chosen."""

    items: list[SourceTold]


def _criterion(criterion: Criterion) -> CriterionTold:
    kind, params = criterion_params(criterion)
    return CriterionTold(id=criterion.id, kind=kind.value, title=criterion.title, params=params)


def _stage(stage: Stage) -> StageTold:
    return StageTold(
        id=stage.id, key=stage.key, name=stage.name, kind=stage.kind, position=stage.position,
        purpose=stage.purpose,
        limit_minutes=None if stage.limit is None else int(stage.limit.total_seconds() // 60),
        enter_criteria=[_criterion(one) for one in stage.enter_criteria],
        exit_criteria=[_criterion(one) for one in stage.exit_criteria],
    )  # fmt: skip


def _pipeline(pipeline: Pipeline) -> PipelineTold:
    return PipelineTold(
        id=pipeline.id, key=pipeline.key, name=pipeline.name, kind=pipeline.kind, version=pipeline.version,
        published=pipeline.published, stages=[_stage(one) for one in pipeline.stages],
    )  # fmt: skip


@router.get("/pipelines", auth=READ, response=Pipelines)
def list_pipelines(request: ApiRequest) -> HttpResponseBase:  # noqa: ARG001 - the same for everybody
    """All pipelines with their stages and criteria."""
    return listed(Pipelines(items=[_pipeline(one) for one in all_pipelines()]))


@router.get("/pipelines/{pipeline}", auth=READ, response=PipelineTold)
def get_pipeline(request: ApiRequest, pipeline: PathId) -> HttpResponseBase:
    """One pipeline."""
    return told(request, _pipeline(pipeline_of(pipeline)))


@router.get("/playbooks", auth=READ, response=Playbooks)
def list_playbooks(request: ApiRequest) -> HttpResponseBase:  # noqa: ARG001 - the same for everybody
    """The playbooks in force, one for each pipeline."""
    told_ = [
        PlaybookTold(pipeline_id=one.id, name=one.name, published=one.published) for one in all_pipelines()
    ]
    return listed(Playbooks(items=told_, file="/api/v1/playbooks/file"))


@router.get(
    "/playbooks/file",
    auth=READ,
    openapi_extra={
        "responses": {
            "200": {
                "description": "The playbook's file, in the format of docs/playbook.md",
                "content": {"application/yaml": {"schema": {"type": "object"}}},
            }
        }
    },
)
def get_playbook_file(request: ApiRequest) -> HttpResponseBase:  # noqa: ARG001 - the same for everybody
    """All of the workspace's method as a playbook's file, which any Voronka takes in."""
    return HttpResponse(write_playbook(playbook_now()), content_type="application/yaml; charset=utf-8")


@router.get("/reasons", auth=READ, response=Reasons)
def list_reasons(request: ApiRequest) -> HttpResponseBase:  # noqa: ARG001 - the same for everybody
    """Why deals are lost or postponed."""
    return listed(Reasons(items=[ReasonTold(**row) for row in reason_rows()]))


@router.get("/sources", auth=READ, response=Sources)
def list_sources(request: ApiRequest) -> HttpResponseBase:  # noqa: ARG001 - the same for everybody
    """Where clients come from."""
    return listed(Sources(items=[SourceTold(**row) for row in source_rows()]))
