"""A first method for a company that starts for real: one pipeline to be changed in the settings.

Stages are named after what the client should do next; criteria are few and of kinds that any company has.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from voronka.commands.demo_workspace.playbook import NEW_EQUIPMENT, REASONS
from voronka.commands.demo_workspace.translations import Phrases
from voronka.commands.first_start import (
    NewStage,
    NewWorkspace,
    insert_pipeline,
    insert_reasons,
    insert_team,
    insert_user,
    open_workspace,
)
from voronka.commands.setup.playbooks import default_language, install_objections, install_playbook
from voronka.commands.transaction import writing
from voronka.domain.permissions import Role
from voronka.domain.pipeline import PipelineKind
from voronka.domain.seller_steps import SellerStep
from voronka.models import User
from voronka.queries.shipped_playbooks import Shipped, usual_objections

# Texts of the demo's method that only its trade needs.
_OF_THE_TRADE = {
    "Need, volume and product temperature recorded",
    "Site checklist uploaded",
    "Hand-over note accepted by installation",
    "Site checklist, 12 photos",
    "Hand over to installation",
}


def start_workspace(
    *,
    at: datetime,
    workspace: NewWorkspace,
    admin_name: str,
    admin_email: str,
    password: str,
    playbook: Shipped | None = None,
    is_bare: bool = False,
) -> User:
    """Set up an empty database: the company, its first team, administrator, pipelines and reasons.

    These are the playbook's; without one a plain pipeline, or with `is_bare` none at all: it is chosen in the settings.

    Raises:
        WorkspaceExists, Invalid
    """
    say = Phrases(workspace.language).say
    with writing():
        opened = open_workspace(at=at, new=workspace)
        team = insert_team(say("Sales"))
        if playbook is not None:
            language = default_language(playbook.playbook, opened.language)
            install_playbook(
                by=None, at=at, playbook=playbook.playbook, text=playbook.text, language=language
            )
        elif not is_bare:
            _begin_plainly(at, workspace.language, say)
        return insert_user(
            at=at, name=admin_name, email=admin_email, role=Role.ADMIN, team=team, password=password,
            language=opened.language, time_zone=opened.time_zone,
        )  # fmt: skip


def _begin_plainly(at: datetime, language: str, say: Callable[[str], str]) -> None:
    stages = [_plain(stage, say) for stage in NEW_EQUIPMENT]
    insert_pipeline(at=at, name=say("Sales"), kind=PipelineKind.SALE, position=0, stages=stages)
    insert_reasons([replace(reason, name=say(reason.name)) for reason in REASONS])
    install_objections(usual_objections(), language)


def _plain(stage: NewStage, say: Callable[[str], str]) -> NewStage:
    """The stage in the workspace's language, without what belongs to the demo's trade."""
    return replace(
        stage,
        name=say(stage.name),
        purpose=say(stage.purpose),
        step_title=say(stage.step_title),
        steps=tuple(_plain_step(step, say) for step in stage.steps if step.what not in _OF_THE_TRADE),
        criteria=tuple(
            replace(c, title=say(c.title)) for c in stage.criteria if c.title not in _OF_THE_TRADE
        ),
    )


def _plain_step(step: SellerStep, say: Callable[[str], str]) -> SellerStep:
    def said(texts: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(say(text) for text in texts if text not in _OF_THE_TRADE)

    return SellerStep(say(step.what), said(step.actions), said(step.tools))
