"""A deal's qualification from both sides: our checklist with its verdict, and what the client looks for."""

from dataclasses import dataclass
from datetime import datetime

from voronka.domain.errors import NotAllowed, NotFound
from voronka.domain.permissions import Actor
from voronka.domain.playbook.model import PlaybookQuestion
from voronka.domain.qualification import Checklist, Fit, Match, verdict
from voronka.models import ClientCriterion, Deal, QualificationAnswer, QualificationQuestion
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
    """Both sides of a deal. Three queries, one less where nothing is asked."""
    return Qualification(_ours(deal), _theirs(deal))


def checklist_of(deal: Deal) -> Checklist:
    """The checklist as a fact for the gate."""
    answers = _ours(deal)
    given = [one for one in answers if one.at is not None]
    last = max(given, key=lambda one: (one.at, one.id), default=None)
    return Checklist(
        tuple(one.fit for one in answers), "" if last is None else last.by, None if last is None else last.at
    )


def _ours(deal: Deal) -> tuple[Answered, ...]:
    questions = list(
        QualificationQuestion.objects.filter(pipeline=deal.pipeline_id, retired_at=None)
        .order_by("position", "id")
        .values_list("id", "text")
    )
    if not questions:
        return ()
    rows = QualificationAnswer.objects.filter(deal=deal).values_list(
        "question_id", "fit", "words", "by__name", "at"
    )
    given = {question: (Fit(fit), words, by or "", at) for question, fit, words, by, at in rows}
    nothing = (Fit.UNKNOWN, "", "", None)
    return tuple(Answered(id, text, *given.get(id, nothing)) for id, text in questions)


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
    """A pipeline's checklist in its order."""
    rows = QualificationQuestion.objects.filter(pipeline=pipeline, retired_at=None).order_by("position", "id")
    return [AskedQuestion(row.pk, row.text, row.answers.count()) for row in rows]


def question_row(question: int) -> tuple[int, str]:
    """A question's pipeline and text.

    Raises:
        NotFound
    """
    found = (
        QualificationQuestion.objects.filter(pk=question, retired_at=None)
        .values_list("pipeline_id", "text")
        .first()
    )
    if found is None:
        raise NotFound
    return found


def questions_as_written(pipeline: int, language: str) -> tuple[PlaybookQuestion, ...]:
    """A pipeline's checklist as a playbook's file would have it."""
    rows = QualificationQuestion.objects.filter(pipeline=pipeline, retired_at=None).order_by("position", "id")
    return tuple(PlaybookQuestion(row.key or f"question-{row.pk}", {language: row.text}) for row in rows)
