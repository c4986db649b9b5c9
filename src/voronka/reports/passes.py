"""The passes behind a number, the newest first: which deal, when, who, and what stood for a fact."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from voronka.domain.permissions import Actor
from voronka.models import GatePassage, PassedWithoutFact
from voronka.queries.paging import Cursor, parse_cursor, seek
from voronka.queries.persons import Person, person
from voronka.reports.gate_filter import GateQuery, Rested
from voronka.reports.gates import RESTED, passages

PAGE = 50


@dataclass(frozen=True, slots=True)
class Word:
    """A criterion that somebody confirmed by hand, with what they said."""

    title: str
    person: Person | None
    said: str


@dataclass(frozen=True, slots=True)
class Pass:
    """One pass. `client` is empty for none; `waived` are the criteria that the exception let be."""

    deal: int
    title: str
    client: str
    stage: str
    at: datetime
    by: Person | None
    version: int
    words: tuple[Word, ...]
    waived: tuple[str, ...]
    exception: str


@dataclass(frozen=True, slots=True)
class PassPage:
    """Some passes; `further` is where the next ones begin, empty when there are none."""

    rows: tuple[Pass, ...]
    further: str

    def name_of(self, id: int | None) -> str:
        """What a person is called who moved or gave their word in one of these; empty for somebody else."""
        movers = (row.by for row in self.rows)
        words = (word.person for row in self.rows for word in row.words)
        return next((one.name for one in (*movers, *words) if one is not None and one.id == id), "")


def passes_behind(
    actor: Actor, pipeline: int, query: GateQuery, after: str = "", limit: int = PAGE
) -> PassPage:
    """The passes that a number counts. Two queries.

    Raises:
        NotFound: `after` is made up.
    """
    rows = narrowed(actor, passages(actor, pipeline, query), query)
    rows = rows.select_related("deal__company", "deal__contact", "stage", "by")
    found = list(seek(rows, "at", parse_cursor(after, datetime), falling=True)[: limit + 1])
    shown = found[:limit]
    further = Cursor(shown[-1].at, shown[-1].pk).text if len(found) > limit else ""
    return PassPage(tuple(_told(shown)), further)


def narrowed(actor: Actor, rows: QuerySet[GatePassage], query: GateQuery) -> QuerySet[GatePassage]:
    """Those that rested on what the query names. Who sees no colleagues asks for nobody but themselves."""
    if query.stage is not None:
        rows = rows.filter(stage=query.stage)
    if query.rested is not None:
        rows = rows.filter(RESTED[query.rested])
    if query.criterion is not None:
        rows = rows.filter(_without_fact(Q(criterion_id=query.criterion), query.rested))
    whose = query.person
    if whose is None or not (actor.policy.may_see_colleagues or whose == actor.id):
        return rows
    if query.rested is Rested.EXCEPTION:
        return rows.filter(by=whose)
    return rows.filter(_without_fact(Q(by=whose), Rested.WORD))


def _without_fact(condition: Q, rested: Rested | None) -> Exists:
    found = PassedWithoutFact.objects.filter(condition, passage=OuterRef("pk"))
    if rested is Rested.WORD:
        found = found.filter(is_waived=False)
    return Exists(found)


def _told(rows: Sequence[GatePassage]) -> Iterable[Pass]:
    without: dict[int, list[PassedWithoutFact]] = {}
    for one in (
        PassedWithoutFact.objects.filter(passage__in=[row.pk for row in rows])
        .select_related("by")
        .order_by("id")
    ):
        without.setdefault(one.passage_id, []).append(one)
    for row in rows:
        client = row.deal.company or row.deal.contact
        unproven = without.get(row.pk, ())
        yield Pass(
            deal=row.deal_id,
            title=row.deal.title,
            client="" if client is None else client.name,
            stage=row.stage.name,
            at=row.at,
            by=person(row.by),
            version=row.version,
            words=tuple(Word(one.title, person(one.by), one.said) for one in unproven if not one.is_waived),
            waived=tuple(one.title for one in unproven if one.is_waived),
            exception=row.exception,
        )
