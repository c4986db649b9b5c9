"""What the cells of the playbook's table are told with."""

from voronka.domain.criteria import AmountAtLeast, ConfirmedByHand, Criterion
from voronka.domain.pipeline import DefaultStep, Pipeline, Stage
from voronka.queries.refusal_words import not_back_text
from voronka.web.buyer_words import BUYER_STAGES
from voronka.web.durations import duration_text, working_text
from voronka.web.evidence_words import evidence_words
from voronka.web.formatting import money
from voronka.web.labels import TASK_ICONS, TASK_KINDS
from voronka.web.limit_words import lines_of


def words_of_table(currency: str) -> dict[str, object]:
    """What the templates of cells call, with amounts in the base currency."""

    def evidence(criterion: Criterion) -> str:
        asked = money(criterion.amount, currency) if isinstance(criterion, AmountAtLeast) else ""
        return evidence_words(criterion, asked)

    return {
        "evidence": evidence,
        "duration": duration_text,
        "working": working_text,
        "limits": lambda stage: lines_of(stage, currency),
        "step_kind": step_kind,
        "step_icons": TASK_ICONS,
        "is_judgement": is_judgement,
        "ways_back": ways_back,
        "buyer_stages": BUYER_STAGES,
    }


def step_kind(step: DefaultStep) -> str:
    """What kind of task a stage supplies."""
    return str(TASK_KINDS[step.kind])


def ways_back(pipeline: Pipeline, stage: Stage) -> str:
    """Where a deal may go back to from the stage, in a sentence."""
    return not_back_text(one for one in pipeline.working if stage.may_go_back_to(one.id))


def is_judgement(criterion: Criterion) -> bool:
    """Whether it rests on a person's word alone, which the table marks."""
    return isinstance(criterion, ConfirmedByHand)
