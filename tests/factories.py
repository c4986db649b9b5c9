"""The fixed cast and the small workspace that tests act in.

Alice and Bob sell in North, Charlie in South; Hana heads North, Hugo heads South, Ruth the region
above both; Zoe administers. Dan is in North, new, and owns nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from voronka.commands.clients import ClientWords
from voronka.commands.deals import NewDeal, create_deal
from voronka.domain.permissions import Actor, Role
from voronka.models import (
    Deal,
    HandOver,
    Pipeline,
    QualificationQuestion,
    Reason,
    Stage,
    StageCriterion,
    Team,
    User,
    Workspace,
)
from voronka.queries import conversion, pipelines
from voronka.queries.actors import actor_of

# A Tuesday morning.
NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)

STAGES = (
    ("Unsorted", "unsorted"),
    ("Qualify", "working"),
    ("Propose", "working"),
    ("Sign", "working"),
    ("Won", "won"),
    ("Lost", "lost"),
    ("Postponed", "postponed"),
)

Criteria = "Mapping[str, Sequence[tuple[str, str, dict[str, Any]]]]"


@dataclass
class House:
    """A workspace with its cast; stages and people by name."""

    pipeline: Pipeline
    stages: dict[str, Stage]
    teams: dict[str, Team]
    people: dict[str, User] = field(default_factory=dict)
    lost_reason: int = 0
    postpone_reason: int = 0

    def actor(self, name: str) -> Actor:
        """The person as the domain sees them now."""
        return actor_of(User.objects.get(pk=self.people[name].pk))

    def stage(self, name: str) -> int:
        """A stage's id."""
        return self.stages[name].pk


def make_house(criteria: Any = None) -> House:
    """A workspace; `criteria` maps a stage's name to (kind, title, params) of its exit criteria."""
    # Tests that were rolled back gave the same ids at the same moment to other stages.
    pipelines._CACHE.clear()  # noqa: SLF001
    conversion.CACHE.clear()
    Workspace.objects.create(
        id=1, name="Stuzha Cold Systems", currency="USD", country="UA", time_zone="Europe/Kyiv",
        calendars_key=uuid4().hex,
    )  # fmt: skip
    region = Team.objects.create(name="Region")
    teams = {"Region": region}
    for name in ("North", "South"):
        teams[name] = Team.objects.create(name=name, parent=region)
    house = House(*make_pipeline("New equipment", criteria), teams)
    for name, role, team in (
        ("Alice", Role.SELLER, "North"),
        ("Bob", Role.SELLER, "North"),
        ("Dan", Role.SELLER, "North"),
        ("Charlie", Role.SELLER, "South"),
        ("Hana", Role.HEAD, "North"),
        ("Hugo", Role.HEAD, "South"),
        ("Ruth", Role.HEAD, "Region"),
        ("Zoe", Role.ADMIN, None),
    ):
        house.people[name] = make_user(name, role, None if team is None else teams[team])
    house.lost_reason = Reason.objects.create(exit="lost", name="Too expensive").pk
    house.postpone_reason = Reason.objects.create(exit="postponed", name="Can’t pay now").pk
    return house


def make_user(name: str, role: Role, team: Team | None, *, is_product_owner: bool = False) -> User:
    """A person who can't log in until given a password."""
    return User.objects.create(
        email=f"{name.lower()}@stuzha.example",
        name=name,
        role=role,
        team=team,
        created_at=NOON,
        password="!",
        is_product_owner=is_product_owner,
    )


def make_pipeline(name: str, criteria: Any = None) -> tuple[Pipeline, dict[str, Stage]]:
    """A sale pipeline of three working stages.

    Readers cache pipelines by id, version and time of change; the true time keeps two tests' apart.
    """
    pipeline = Pipeline.objects.create(name=name, kind="sale", changed_at=datetime.now(UTC))
    stages = {}
    for position, (stage_name, kind) in enumerate(STAGES):
        stage = Stage.objects.create(
            pipeline=pipeline,
            name=stage_name,
            kind=kind,
            position=position,
            limit=timedelta(days=3),
            step_title=f"{stage_name}: what is next?",
        )
        stages[stage_name] = stage
        for place, (kind_of_criterion, title, params) in enumerate((criteria or {}).get(stage_name, ())):
            StageCriterion.objects.create(
                stage=stage, position=place, kind=kind_of_criterion, title=title, params=params
            )
    return pipeline, stages


def question_of(pipeline: Pipeline, text: str) -> QualificationQuestion:
    """One more question of a checklist, in force as if it had been published."""
    place = QualificationQuestion.objects.filter(pipeline=pipeline).count()
    return QualificationQuestion.objects.create(pipeline=pipeline, text=text, position=place)


def way_of(pipeline: Pipeline, stage: Stage, carries: str = "") -> HandOver:
    """Won deals of a pipeline go on at a stage of another, in force as if it had been published."""
    return HandOver.objects.create(
        pipeline=pipeline, to_pipeline=stage.pipeline, stage=stage, carries=carries
    )


def deal_of(house: House, owner: str, *, at: datetime = NOON, stage: str = "Qualify", **new: Any) -> Deal:
    """An open deal of a person, at Unsorted or the first working stage."""
    given: dict[str, Any] = {
        "title": "Blast freezer line",
        "client": ClientWords(company="PT Samudra Teduh"),
    } | new
    return create_deal(
        by=house.actor(owner), at=at, new=NewDeal(house.pipeline.pk, stage=house.stage(stage), **given)
    )


def unowned_deal(house: House, by: str = "Alice", *, at: datetime = NOON, **new: Any) -> Deal:
    """A deal in Unsorted that nobody owns, in the person's team."""
    given: dict[str, Any] = {"title": "Incoming call", "unowned": True} | new
    return create_deal(by=house.actor(by), at=at, new=NewDeal(house.pipeline.pk, **given))
