"""Keeping the rows of requisites with what they say, within another command's transaction."""

from collections.abc import Mapping
from datetime import datetime

from voronka.domain.permissions import Actor
from voronka.domain.requisites import Origin, Requisite
from voronka.models import CompanyRequisite


def keep_requisites(
    company: int, values: Mapping[Requisite, str], origin: Origin, *, by: Actor, at: datetime
) -> dict[str, list[str]]:
    """Write the values that are new; an empty one takes the row away. Tells what changed: name -> [old, new]."""
    before = dict(
        CompanyRequisite.objects.filter(company=company, name__in=values).values_list("name", "value")
    )
    changes = {
        what.value: [before.get(what.value, ""), value]
        for what, value in values.items()
        if before.get(what.value, "") != value
    }
    CompanyRequisite.objects.filter(company=company, name__in=changes).delete()
    CompanyRequisite.objects.bulk_create(
        CompanyRequisite(company_id=company, name=name, value=value, origin=origin, by_id=by.id, at=at)
        for name, (_, value) in changes.items()
        if value
    )
    return changes
