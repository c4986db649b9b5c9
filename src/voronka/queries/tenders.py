"""A deal's tender: its days, the documents it demands, its formal criteria."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from voronka.domain.errors import NotAllowed, NotFound
from voronka.domain.permissions import Actor
from voronka.domain.tender import Deadline
from voronka.models import Deal, Tender, User
from voronka.queries.deal_brief import DealBrief, brief_of
from voronka.queries.deal_row import deal_row, see_deal


@dataclass(frozen=True, slots=True)
class Weighed:
    """A formal criterion; `weight` in percent."""

    id: int
    text: str
    weight: int | None


@dataclass(frozen=True, slots=True)
class Demanded:
    """A document that is demanded."""

    id: int
    text: str
    assignee: int | None
    assignee_name: str
    until: date | None
    is_done: bool
    done_by: str


@dataclass(frozen=True, slots=True)
class TenderView:
    """A tender with everything that is known of it."""

    number: str
    link: str
    days: dict[Deadline, date]
    criteria: tuple[Weighed, ...]
    documents: tuple[Demanded, ...]

    @property
    def done(self) -> int:
        """How many documents are done."""
        return sum(one.is_done for one in self.documents)


def tender_of(deal: Deal) -> TenderView | None:
    """The tender of a deal, None where it is none. One query, three more for a tender."""
    row = Tender.objects.filter(deal=deal, removed_at=None).first()
    if row is None:
        return None
    days = {Deadline(kind): on for kind, on in row.deadlines.values_list("kind", "on")}
    criteria = row.criteria.filter(removed_at=None).order_by("id").values_list("id", "text", "weight")
    documents = row.documents.filter(removed_at=None).order_by("id").select_related("assignee", "done_by")
    return TenderView(
        number=row.number,
        link=row.link,
        days={kind: days[kind] for kind in Deadline if kind in days},
        criteria=tuple(Weighed(*one) for one in criteria),
        documents=tuple(
            Demanded(
                one.pk,
                one.text,
                one.assignee_id,
                "" if one.assignee is None else one.assignee.name,
                one.until,
                one.done_at is not None,
                "" if one.done_by is None else one.done_by.name,
            )
            for one in documents
        ),
    )


@dataclass(frozen=True, slots=True)
class Tendering:
    """A deal whose tender is edited; `tender` is None where it is none yet."""

    deal: DealBrief
    tender: TenderView | None
    colleagues: tuple[tuple[int, str], ...]


def tendering(actor: Actor, deal: int, *, needs_tender: bool = True) -> Tendering:
    """A deal that the actor may change, with its tender.

    Raises:
        NotFound: also where it `needs_tender` and is none. NotAllowed
    """
    seen = see_deal(actor, deal)
    if not seen.rights.edit:
        raise NotAllowed
    found = tender_of(seen.row)
    if found is None and needs_tender:
        raise NotFound
    return Tendering(brief_of(seen), found, may_prepare(actor, deal))


def may_prepare(actor: Actor, deal: int) -> tuple[tuple[int, str], ...]:
    """Who may prepare a document: the active people of the deal's team."""
    row = deal_row(actor, deal)
    people = User.objects.filter(Q(team=row.team_id) | Q(pk=row.owner_id), is_active=True).order_by("name")
    return tuple(people.values_list("id", "name"))
