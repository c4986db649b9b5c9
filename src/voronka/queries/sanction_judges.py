"""Who decides on an entry of the ledger: whom to ask, and who may answer."""

from voronka.domain.ids import TeamId, UserId
from voronka.domain.sanctions import State, judges
from voronka.models import Sanction, SanctionStep
from voronka.queries.reviewers import leaders


def judges_of(row: Sanction) -> tuple[UserId, ...]:
    """Who may decide on it, whom to ask first in front; of an appeal not who confirmed it, where there is another. Three queries."""
    confirmed_by = (
        SanctionStep.objects.filter(sanction=row, state=State.CONFIRMED)
        .values_list("by_id", flat=True)
        .first()
    )
    lead = leaders()
    return judges(
        UserId(row.seller_id),
        TeamId(row.team_id),
        None if confirmed_by is None else UserId(confirmed_by),
        lead.parents,
        lead.heads,
        lead.administrators,
    )
