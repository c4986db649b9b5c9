"""A deal as it is told to an address outside."""

from typing import Any

from voronka.models import Deal


def body_of(deal: Deal, robot: str) -> dict[str, Any]:
    """The deal as JSON: ids, names, the amount as text, instants as ISO."""
    return {
        "type": "deal.robot",
        "robot": robot,
        "deal": {
            "id": deal.pk,
            "title": deal.title,
            "pipeline": deal.pipeline.name,
            "stage": {"id": deal.stage_id, "key": deal.stage.key, "name": deal.stage.name},
            "owner": None if deal.owner is None else {"id": deal.owner.pk, "name": deal.owner.name},
            "team": deal.team.name,
            "amount": None if deal.amount is None else str(deal.amount),
            "currency": deal.currency,
            "source": deal.source,
            "contact": None if deal.contact is None else {"id": deal.contact.pk, "name": deal.contact.name},
            "company": None if deal.company is None else {"id": deal.company.pk, "name": deal.company.name},
            "entered_at": deal.entered_at.isoformat(),
            "next_step_at": None if deal.next_step_at is None else deal.next_step_at.isoformat(),
        },
    }
