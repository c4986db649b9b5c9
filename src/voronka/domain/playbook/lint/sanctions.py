"""Sanctions where only somebody's word decides: who fears them says what does no harm. Source: requirements R105, R106.

A sanction is what a playbook threatens with in so many words, and the limit of a stage, for it calls the head.
"""

from collections.abc import Iterator

from voronka.domain.playbook.compare import Spot
from voronka.domain.playbook.lint.entry import is_objective
from voronka.domain.playbook.lint.names import words_of
from voronka.domain.playbook.lint.remark import LimitOnJudgement, Remark, SanctionOnJudgement
from voronka.domain.playbook.model import Playbook, PlaybookPipeline, Step, Text

# Fines, lost bonuses, reprimands, written explanations.
_SANCTIONS = {
    "en": words_of(
        r"fine(?:s|d)", r"a fine of", r"penalt(?:y|ies)", r"penali[sz]ed?", r"reprimand(?:s|ed)?", r"telling-off",
        r"explanatory note", r"(?:cut|lose|loses|without) (?:the|their|his|her|a) bonus", r"deduct(?:s|ed)?",
    ),
    "ru": words_of(
        r"штраф\w*", r"оштраф\w*", r"объяснительн\w*", r"выговор\w*", r"взыскани\w*", r"лиш\w+ преми\w*", r"депремир\w*",
        r"вычесть", r"вычет\w*",
    ),
    "uk": words_of(
        r"штраф\w*", r"оштраф\w*", r"пояснювальн\w*", r"доган\w*", r"стягненн\w*", r"позбав\w+ премі\w*", r"вирахува\w*",
    ),
    "id": words_of(
        r"denda", r"didenda", r"sanksi", r"surat (?:peringatan|penjelasan)", r"teguran", r"potong(?:an)? (?:bonus|gaji)",
        r"bonus(?:nya)? dipotong",
    ),
}  # fmt: skip


def limits_on_judgement(playbook: Playbook) -> Iterator[Remark]:
    """A limit at a last stage that nothing but a confirmation ends.

    At the others the same is told of the stage that follows: no fact says when a deal belongs there.
    """
    for pipeline in playbook.pipelines:
        stage = pipeline.stages[-1]
        limited = stage.limit is not None or stage.limits
        if limited and stage.exit and not is_objective(stage.exit):
            yield Remark(Spot(pipeline.key, stage.key), LimitOnJudgement(stage.exit[0]))


def sanctions_on_judgement(playbook: Playbook) -> Iterator[Remark]:
    """A threat in the steps of a stage that no fact ends, of Lost or of Postponed: there people tell the reasons."""
    for pipeline in playbook.pipelines:
        for spot, steps in _judged(pipeline):
            for step in steps:
                threat = _threat(step)
                if threat is not None:
                    yield Remark(spot, SanctionOnJudgement(threat))


def _judged(pipeline: PlaybookPipeline) -> Iterator[tuple[Spot, tuple[Step, ...]]]:
    following = (*(stage.enter for stage in pipeline.stages[1:]), ())
    for stage, enter in zip(pipeline.stages, following, strict=True):
        if not is_objective(stage.exit) and not is_objective(enter):
            yield Spot(pipeline.key, stage.key), stage.steps
    for way_out in (pipeline.lost, pipeline.postponed):
        yield Spot(pipeline.key), way_out.steps


def _threat(step: Step) -> Text | None:
    return next((text for text in (step.what, *step.actions) if threatens(text)), None)


def threatens(text: Text) -> bool:
    """Whether it speaks of a sanction, in any language."""
    return any(
        language in _SANCTIONS and _SANCTIONS[language].search(said) is not None
        for language, said in text.items()
    )
