"""Taking a playbook in and showing it with demo data, in one go."""

from contextlib import suppress
from datetime import datetime

from voronka.commands.demonstration.laying import begin_demonstration
from voronka.commands.setup.playbooks import PlaybookIsThere, install_playbook
from voronka.commands.transaction import writing
from voronka.domain.permissions import Actor
from voronka.domain.playbook.model import Playbook


def show_playbook(
    *, by: Actor | None, at: datetime, playbook: Playbook, text: str, language: str, request_id: str = ""
) -> None:
    """Take the playbook in where it is not here yet, and begin a demonstration in its pipelines.

    Raises:
        NotAllowed, Invalid, NoDemonstration
    """
    with writing():
        with suppress(PlaybookIsThere), writing():
            install_playbook(
                by=by, at=at, playbook=playbook, text=text, language=language, request_id=request_id
            )
        begin_demonstration(by=by, at=at, playbook=playbook.key, request_id=request_id)
