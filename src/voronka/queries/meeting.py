"""What a criterion still needs: the deal, and what is known already of the field it asks for."""

from dataclasses import dataclass

from voronka.domain.criteria import Criterion
from voronka.domain.errors import NotAllowed, NotFound
from voronka.domain.permissions import Actor
from voronka.queries.deal_brief import DealBrief, brief_of
from voronka.queries.deal_fields import currencies
from voronka.queries.deal_row import see_deal
from voronka.queries.workspace import workspace


@dataclass(frozen=True, slots=True)
class Need:
    """A criterion of the stage where the deal stands. `contact` and `company` are ids, None where the deal has none."""

    deal: DealBrief
    criterion: Criterion
    contact: int | None
    company: int | None
    contact_name: str
    amount: str
    currency: str
    base_currency: str
    currencies: tuple[str, ...]


def need_of(actor: Actor, deal: int, criterion: int) -> Need:
    """The criterion with what the form shows of it.

    Raises:
        NotFound: no such deal, or its stage has no such criterion.
        NotAllowed
    """
    seen = see_deal(actor, deal)
    if not seen.rights.edit:
        raise NotAllowed
    wanted = next((c for c in seen.stage.exit_criteria if c.id == criterion), None)
    if wanted is None:
        raise NotFound
    row = seen.row
    return Need(
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
