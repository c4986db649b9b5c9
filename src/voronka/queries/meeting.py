"""What a criterion still needs: the deal, and what is known already of the field it asks for."""

from dataclasses import dataclass

from voronka.domain.criteria import Criterion, SomeOf
from voronka.domain.errors import NotAllowed, NotFound
from voronka.domain.permissions import Actor
from voronka.queries.deal_brief import DealBrief, brief_of
from voronka.queries.deal_fields import currencies
from voronka.queries.deal_playbook import CriterionView, parts_of
from voronka.queries.deal_row import see_deal
from voronka.queries.deal_tasks import tasks_of
from voronka.queries.noting import wanted_of
from voronka.queries.workspace import workspace


@dataclass(frozen=True, slots=True)
class Need:
    """A criterion of the stage where the deal stands. `contact` and `company` are ids, None where the deal has none."""

    deal: DealBrief
    criterion: Criterion
    parts: tuple[CriterionView, ...]
    contact: int | None
    company: int | None
    contact_name: str
    amount: str
    currency: str
    base_currency: str
    currencies: tuple[str, ...]


def need_of(actor: Actor, deal: int, criterion: int, part: int | None = None) -> Need:
    """The criterion, or the `part` of one that asks for some of several, with what the form shows of it.

    Raises:
        NotFound: no such deal, or its stage has no such criterion.
        NotAllowed
    """
    seen = see_deal(actor, deal)
    if not seen.rights.edit:
        raise NotAllowed
    wanted = wanted_of(seen, criterion, part)
    if wanted is None:
        raise NotFound
    row = seen.row
    return Need(
        parts=parts_of(seen, wanted, tasks_of(row)) if isinstance(wanted, SomeOf) else (),
        deal=brief_of(seen),
        criterion=wanted,
        contact=row.contact_id,
        company=row.company_id,
        contact_name=row.contact.name if row.contact is not None else "",
        amount="" if row.amount is None else f"{row.amount.normalize():f}",
        currency=row.currency,
        base_currency=workspace().currency,
        currencies=currencies(),
    )
