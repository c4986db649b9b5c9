"""Putting a client on a deal who is not in the base yet: made and linked in one action."""

from collections.abc import Mapping
from datetime import datetime

from voronka.commands.clients import create_company, create_contact
from voronka.commands.deals import change_deal
from voronka.commands.transaction import writing
from voronka.domain.permissions import Actor
from voronka.models import Deal


def link_new_contact(
    *,
    by: Actor,
    at: datetime,
    deal: int,
    contact: Mapping[str, str],
    version: int | None = None,
    request_id: str = "",
) -> Deal:
    """Make a contact out of a form (name, position, phone, email) and put it on the deal.

    Raises:
        NotFound, NotAllowed, StaleVersion: then there is no new contact either.
        Invalid
    """
    with writing():
        made = create_contact(by=by, at=at, fields=dict(contact), request_id=request_id)
        fields = {"contact": str(made.pk)}
        return change_deal(by=by, at=at, deal=deal, fields=fields, version=version, request_id=request_id)


def link_new_company(
    *,
    by: Actor,
    at: datetime,
    deal: int,
    company: Mapping[str, str],
    version: int | None = None,
    request_id: str = "",
) -> Deal:
    """Make a company out of a form (name) and put it on the deal, as `link_new_contact` does.

    Raises:
        NotFound, NotAllowed, StaleVersion, Invalid
    """
    with writing():
        made = create_company(by=by, at=at, fields=dict(company), request_id=request_id)
        fields = {"company": str(made.pk)}
        return change_deal(by=by, at=at, deal=deal, fields=fields, version=version, request_id=request_id)
