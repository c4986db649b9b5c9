"""`voronka demo --playbook`: the demo's company, working by a shipped playbook, with a demonstration in its pipelines."""

from datetime import datetime, timedelta
from pathlib import Path

from voronka.commands.demo_workspace import cast
from voronka.commands.demo_workspace.load import Demo
from voronka.commands.demo_workspace.staff import make_people
from voronka.commands.demo_workspace.translations import Phrases
from voronka.commands.demonstration.laying import lay_more
from voronka.commands.demonstration.showing import show_playbook
from voronka.commands.first_start import NewWorkspace, open_workspace
from voronka.commands.setup.playbooks import default_language
from voronka.commands.transaction import writing
from voronka.models import Deal
from voronka.queries.shipped_playbooks import Shipped

# The company is older than what its deals tell of.
_BEFORE_ALL = timedelta(days=500)


def load_shown(*, at: datetime, language: str, folder: Path, shown: Shipped) -> Demo:
    """Make the company with its people, the playbook and invented deals as of `at`; files go under `folder`.

    Raises:
        WorkspaceExists: the database is not empty.
    """
    say = Phrases(language).say
    country, zone = cast.HOMES[language]
    with writing():
        began = at - _BEFORE_ALL
        open_workspace(at=began, new=NewWorkspace(cast.COMPANY, cast.CURRENCY, country, zone, language))
        _, log_ins = make_people(began, say, language, zone)
        show_playbook(
            by=None, at=at, playbook=shown.playbook, text=shown.text,
            language=default_language(shown.playbook, language),
        )  # fmt: skip
        row = lay_more(by=None, folder=folder)
        while row.laid < row.planned:
            row = lay_more(by=None, folder=folder)
        return Demo(log_ins, Deal.objects.count())
