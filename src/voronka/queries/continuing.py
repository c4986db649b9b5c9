"""What may come of a won deal, and the term of a service contract."""

from dataclasses import dataclass
from datetime import date

from voronka.domain.errors import NotAllowed, NotFound
from voronka.domain.permissions import Actor
from voronka.domain.pipeline import PipelineKind, StageKind
from voronka.models import Deal, Pipeline, ServiceTerm
from voronka.queries.deal_brief import DealBrief, brief_of
from voronka.queries.deal_fields import currencies
from voronka.queries.deal_row import see_deal


@dataclass(frozen=True, slots=True)
class Term:
    """From when to when a service contract runs, and how many days before its end it is taken up anew."""

    begins_on: date
    ends_on: date
    remind_days: int


@dataclass(frozen=True, slots=True)
class Won:
    """A won deal that is continued: where its next one begins, and in which currencies."""

    deal: DealBrief
    title: str
    pipeline: str
    currency: str
    currencies: tuple[str, ...]


def pipeline_for(deal: Deal) -> int:
    """Where a continuation begins: among the renewals where there is such a pipeline; else where sales are, or here."""
    wanted = [PipelineKind.RETENTION, PipelineKind.SALE]
    rows = list(Pipeline.objects.filter(kind__in=wanted).order_by("position", "id"))
    for one in wanted:
        own = [row.pk for row in rows if row.kind == one and row.pk == deal.pipeline_id]
        others = [row.pk for row in rows if row.kind == one]
        if own or others:
            return (own or others)[0]
    return deal.pipeline_id


def won_to_continue(actor: Actor, deal: int) -> Won:
    """A won deal that the actor may change.

    Raises:
        NotFound: also of one that is not won. NotAllowed
    """
    seen = see_deal(actor, deal)
    if not seen.rights.edit:
        raise NotAllowed
    if seen.stage.kind is not StageKind.WON:
        raise NotFound
    name = Pipeline.objects.values_list("name", flat=True).get(pk=pipeline_for(seen.row))
    return Won(brief_of(seen), seen.row.title, name, seen.row.currency, currencies())


def term_of(deal: int) -> Term | None:
    """The term of a deal, None where it has none. One query."""
    row = ServiceTerm.objects.filter(deal=deal).first()
    return None if row is None else Term(row.begins_on, row.ends_on, row.remind_days)


def term_to_edit(actor: Actor, deal: int) -> tuple[DealBrief, Term]:
    """The term of a deal that the actor may change.

    Raises:
        NotFound, NotAllowed
    """
    seen = see_deal(actor, deal)
    if not seen.rights.edit:
        raise NotAllowed
    found = term_of(deal)
    if found is None:
        raise NotFound
    return brief_of(seen), found
