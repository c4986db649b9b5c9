"""Telling whoever holds a client that there is a new request of theirs (R29), within the command that makes its deal."""

from datetime import datetime

from voronka.commands.notifications import notify
from voronka.domain.notices import NoticeKind
from voronka.domain.permissions import Actor
from voronka.models import Deal


def tell_holder(deal: Deal, *, by: Actor | None, at: datetime) -> None:
    """Tell the owner of the deal's client, where the deal went to somebody else. Once for each deal.

    No word of the deal: it is not theirs to see. Who works on it, they may ask.
    """
    client = deal.contact or deal.company
    if client is None or client.owner_id in {None, deal.owner_id}:
        return
    told = {
        "client": client.name,
        "contact" if client is deal.contact else "company": client.pk,
        "owner": "" if deal.owner is None else deal.owner.name,
    }
    notify(
        client.owner_id,
        NoticeKind.CLIENT_ASKED_AGAIN,
        at=at,
        payload=told,
        key=f"asked_again:{deal.pk}",
        by=by,
    )
