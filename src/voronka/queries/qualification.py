"""A deal's qualification from both sides: our checklist with its verdict, and what the client looks for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce

from voronka.domain.errors import NotAllowed, NotFound
from voronka.domain.permissions import Actor
from voronka.domain.playbook.model import PlaybookQuestion
from voronka.domain.publishing import Asked
from voronka.domain.qualification import Checklist, Fit, Match, verdict
from voronka.models import (
    ClientCriterion,
    Deal,
    PipelineVersion,
    QualificationAnswer,
    QualificationQuestion,
)
from voronka.queries.deal_brief import DealBrief, brief_of
from voronka.queries.deal_row import SeenDeal, see_deal


@dataclass(frozen=True, slots=True)
class Answered:
    """A question of ours with what was answered; `at` None: nothing yet."""

    id: int
    text: str
    fit: Fit
    words: str
    by: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Sought:
    """Something that the client looks for, and how far we are it."""

    id: int
    text: str
    match: Match
    words: str


@dataclass(frozen=True, slots=True)
class Qualification:
    """Both sides. Nothing asked and nothing sought: there is nothing to show."""

    ours: tuple[Answered, ...]
    theirs: tuple[Sought, ...]

    @property
    def verdict(self) -> Fit:
        """What our checklist says."""
        return verdict([one.fit for one in self.ours])

    @property
    def answered(self) -> int:
        """How many of our questions have an answer."""
        return sum(one.fit is not Fit.UNKNOWN for one in self.ours)

    @property
    def matched(self) -> int:
        """How many of the client's criteria we are."""
        return sum(one.match is Match.MATCH for one in self.theirs)


def qualification_of(deal: Deal) -> Qualification:
    """Both sides of a deal. Three queries, one less where nothing is asked, one more where an older version asks."""
    return Qualification(_ours(deal, asked_of(deal)), _theirs(deal))


def checklist_of(deal: Deal, questions: Sequence[Asked] | None = None) -> Checklist:
    """The checklist as a fact for the gate; of other questions where they are given."""
    answers = _ours(deal, asked_of(deal) if questions is None else questions)
    given = [one for one in answers if one.at is not None]
    last = max(given, key=lambda one: (one.at, one.id), default=None)
    return Checklist(
        tuple(one.fit for one in answers), "" if last is None else last.by, None if last is None else last.at
    )


def asked_of(deal: Deal) -> list[Asked]:
    """The questions of the version that judges the deal, in the words and the order of now. A query, two for an older one."""
    rows = list(_questions(deal.pipeline_id).values_list("id", "text", "retired_at", "pipeline__published"))
    asked = None
    if rows and rows[0][3] != deal.playbook_version:
        version = PipelineVersion.objects.filter(pipeline=deal.pipeline_id, number=deal.playbook_version)
        asked = version.values_list("questions", flat=True).first()
    if asked is None:
        return [Asked(id, text) for id, text, retired_at, _ in rows if retired_at is None]
    return [Asked(id, text) for id, text, _, _ in rows if id in asked]


def _questions(pipeline: int) -> QuerySet[QualificationQuestion]:
    return QualificationQuestion.objects.filter(pipeline=pipeline).order_by("position", "id")


def _ours(deal: Deal, questions: Sequence[Asked]) -> tuple[Answered, ...]:
    if not questions:
        return ()
    rows = QualificationAnswer.objects.filter(deal=deal).values_list(
        "question_id", "fit", "words", "by__name", "at"
    )
    given = {question: (Fit(fit), words, by or "", at) for question, fit, words, by, at in rows}
    nothing = (Fit.UNKNOWN, "", "", None)
    return tuple(Answered(one.id, one.text, *given.get(one.id, nothing)) for one in questions)


def _theirs(deal: Deal) -> tuple[Sought, ...]:
    rows = ClientCriterion.objects.filter(deal=deal, removed_at=None).order_by("id")
    return tuple(
        Sought(id, text, Match(match), words)
        for id, text, match, words in rows.values_list("id", "text", "match", "words")
    )


@dataclass(frozen=True, slots=True)
class Qualifying:
    """A deal that is qualified in a dialog."""

    deal: DealBrief
    found: Qualification


def qualifying(actor: Actor, deal: int) -> Qualifying:
    """A deal that the actor may change, with both sides.

    Raises:
        NotFound, NotAllowed
    """
    return _qualifying(see_deal(actor, deal))


def _qualifying(seen: SeenDeal) -> Qualifying:
    if not seen.rights.edit:
        raise NotAllowed
    return Qualifying(brief_of(seen), qualification_of(seen.row))


def sought_of(actor: Actor, criterion: int) -> tuple[DealBrief, Sought]:
    """One of the client's criteria, on a deal that the actor may change.

    Raises:
        NotFound, NotAllowed
    """
    deal = (
        ClientCriterion.objects.filter(pk=criterion, removed_at=None).values_list("deal", flat=True).first()
    )
    if deal is None:
        raise NotFound
    both = qualifying(actor, deal)
    return both.deal, next(one for one in both.found.theirs if one.id == criterion)


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question in the settings; `answers` is how many deals have an answer to it."""

    id: int
    text: str
    answers: int


def questions_of(pipeline: int) -> list[AskedQuestion]:
    """The checklist of a pipeline in force, or of a draft, in its order. A query, one more for each question."""
    rows = _questions(pipeline).filter(retired_at=None).values_list("id", "text", "draft_of")
    answers = QualificationAnswer.objects.order_by()
    return [
        AskedQuestion(id, text, answers.filter(question=origin or id).count()) for id, text, origin in rows
    ]


def question_row(question: int) -> tuple[int, str]:
    """The pipeline in force that a question is of, and its text; of a draft's question as well.

    Raises:
        NotFound
    """
    found = (
        QualificationQuestion.objects.filter(pk=question, retired_at=None)
        .annotate(of=Coalesce(F("pipeline__draft_of"), F("pipeline")))
        .values_list("of", "text")
        .first()
    )
    if found is None:
        raise NotFound
    return found


def questions_as_written(pipeline: int, language: str) -> tuple[PlaybookQuestion, ...]:
    """A pipeline's checklist as a playbook's file would have it."""
    rows = _questions(pipeline).filter(retired_at=None)
    return tuple(PlaybookQuestion(row.key or f"question-{row.pk}", {language: row.text}) for row in rows)
