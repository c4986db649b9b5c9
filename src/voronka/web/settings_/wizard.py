"""What the set-up shows of the shipped playbooks: methods to choose among, and the chosen form of one as it would be here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from voronka.commands.setup.playbooks import default_language
from voronka.domain.pipeline import Advance
from voronka.domain.playbook.model import Leads
from voronka.queries.shipped_playbooks import shipped_playbooks
from voronka.web.addresses import address
from voronka.web.buyer_words import BUYER_STAGES
from voronka.web.durations import working_text
from voronka.web.wording import pipeline_kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from voronka.domain.playbook.model import HandOver, Playbook, PlaybookPipeline, PlaybookStage

    Forms = Mapping[Leads, Playbook]

# Where the page is taken to when something was chosen.
_AT = "#one-or-two"


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the address says: a method, where its leads live, and in which language; None: not said, or unknown."""

    method: str | None
    leads: Leads
    language: str | None

    def address(self, **instead: str) -> str:
        """This page with something else chosen."""
        said = {"method": self.method, "leads": self.leads.value, "language": self.language} | instead
        return address("settings-playbooks") + "?" + urlencode({k: v for k, v in said.items() if v}) + _AT


@dataclass(frozen=True, slots=True)
class Option:
    """One to choose. `names`: of its boards, in their order."""

    label: str
    href: str
    is_on: bool
    hint: str = ""
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Card:
    """A method: for which business, what it is called and says."""

    fits: str
    name: str
    about: str
    href: str
    is_on: bool
    is_here: bool


@dataclass(frozen=True, slots=True)
class StageShown:
    """A stage as on the board. `buyer`: where the client stands; `asks`: how many criteria open its gate."""

    name: str
    buyer: str
    limit: str
    asks: int
    by_itself: bool


@dataclass(frozen=True, slots=True)
class BoardShown:
    """A pipeline as a board, and where its won deals go on: the board, the stage there, what the receiver is told."""

    name: str
    kind: str
    stages: tuple[StageShown, ...]
    goes_on: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class PlaybookShown:
    """The chosen form, in the language that it would be taken in."""

    key: str
    name: str
    about: str
    language: str
    boards: tuple[BoardShown, ...]
    lost: tuple[str, ...]
    postponed: tuple[str, ...]
    objections: tuple[str, ...]
    tracks: tuple[str, ...]
    is_here: bool


def methods() -> dict[str, Forms]:
    """The shipped playbooks by their method, in the order of the shortest form."""
    found: dict[str, dict[Leads, Playbook]] = {}
    for one in shipped_playbooks():
        form = one.playbook.form
        if form is not None:
            found.setdefault(form.method, {})[form.leads] = one.playbook
    return {method: forms for method, forms in found.items() if len(forms) == len(Leads)}


def read_chosen(said: Mapping[str, str]) -> Chosen:
    """What the address asks for; junk is as if nothing was said."""
    method = said.get("method", "")
    leads = said.get("leads", "")
    known = leads in {one.value for one in Leads}
    return Chosen(
        method if method in methods() else None,
        Leads(leads) if known else Leads.TOGETHER,
        said.get("language") or None,
    )


def cards(chosen: Chosen, reader: str, here: frozenset[str]) -> Iterator[Card]:
    """Every method, told by the form that bears its name."""
    for method, forms in methods().items():
        main = next(one for one in forms.values() if one.key == method)
        language = default_language(main, reader)
        yield Card(
            fits=main.fits[language],
            name=main.name[language],
            about=main.about[language],
            href=chosen.address(method=method),
            is_on=chosen.method == method,
            is_here=any(one.key in here for one in forms.values()),
        )


def forms(chosen: Chosen, language: str) -> Iterator[Option]:
    """Leads on the board of the deals, or apart."""
    labels = {
        Leads.TOGETHER: (
            _("Leads and deals on one board"),
            _("One funnel from the first word to the payment: whoever begins a deal brings it to its end."),
        ),
        Leads.APART: (
            _("Leads on a board of their own"),
            _("Some find leads, others sell: a good lead is handed over and begins anew as a deal."),
        ),
    }
    for leads, playbook in sorted(methods()[chosen.method or ""].items(), reverse=True):
        label, hint = labels[leads]
        names = tuple(one.name[language] for one in playbook.pipelines)
        href = chosen.address(leads=leads.value)
        yield Option(label, href, is_on=leads is chosen.leads, hint=hint, names=names)


def languages(chosen: Chosen, playbook: Playbook, wanted: str) -> Iterator[Option]:
    """In which language the stages and criteria are taken in."""
    for code in playbook.languages:
        name = str(get_language_info(code)["name_local"]).capitalize()
        yield Option(name, chosen.address(language=code), is_on=code == wanted)


def playbook_of(chosen: Chosen) -> Playbook | None:
    """The form that is chosen."""
    return None if chosen.method is None else methods()[chosen.method][chosen.leads]


def shown(playbook: Playbook, language: str, here: frozenset[str]) -> PlaybookShown:
    """The playbook in one of its languages."""
    return PlaybookShown(
        key=playbook.key,
        name=playbook.name[language],
        about=playbook.about[language],
        language=language,
        boards=tuple(_board(playbook, pipeline, language) for pipeline in playbook.pipelines),
        lost=tuple(one.name[language] for one in playbook.lost_reasons),
        postponed=tuple(one.name[language] for one in playbook.postpone_reasons),
        objections=tuple(one.name[language] for one in playbook.objections),
        tracks=tuple(one.name[language] for one in playbook.tracks),
        is_here=playbook.key in here,
    )


def _board(playbook: Playbook, pipeline: PlaybookPipeline, language: str) -> BoardShown:
    name, kind = pipeline.name[language], pipeline_kind(pipeline.kind)
    return BoardShown(
        name=name,
        kind="" if kind == name else kind,
        stages=tuple(_stage(stage, language) for stage in pipeline.stages),
        goes_on=tuple(
            _goes_on(playbook, way, language)
            for way in playbook.hand_overs
            if way.from_pipeline == pipeline.key
        ),
    )


def _stage(stage: PlaybookStage, language: str) -> StageShown:
    return StageShown(
        name=stage.name[language],
        buyer="" if stage.buyer is None else str(BUYER_STAGES[stage.buyer]),
        limit="" if stage.limit is None else working_text(stage.limit),
        asks=len(stage.exit),
        by_itself=stage.advance is Advance.BY_ITSELF,
    )


def _goes_on(playbook: Playbook, way: HandOver, language: str) -> tuple[str, str, str]:
    to = next(one for one in playbook.pipelines if one.key == way.to_pipeline)
    stage = next(one for one in to.stages if one.key == way.to_stage)
    return to.name[language], stage.name[language], way.carries[language]
