"""Having a provider asked for a company, beside the requests: a person waits, so it is asked once."""

from collections.abc import Iterable
from datetime import datetime

from voronka.commands import values
from voronka.commands.jobs import enqueue
from voronka.commands.transaction import writing
from voronka.domain.errors import NotFound
from voronka.domain.jobs import JobKind
from voronka.domain.permissions import Actor
from voronka.domain.requisites import FoundCompany, Trouble
from voronka.models import RequisiteLookup
from voronka.queries.requisites import has_provider
from voronka.queries.visibility import visible_companies


def ask_provider(*, by: Actor, at: datetime, company: int, text: str, city: str) -> int:
    """Ask for a company by name and city, or by tax number. Returns the lookup's id; its answer comes by the worker.

    Raises:
        NotFound: no company that the actor may see, or no provider.
        Invalid
    """
    clean = values.checked(
        {"text": lambda: values.line(text, 160, required=True), "city": lambda: values.line(city, 80)}
    )
    with writing():
        if not has_provider() or not visible_companies(by).filter(pk=company).exists():
            raise NotFound
        # What was found before is of no use to anybody now.
        RequisiteLookup.objects.filter(by_id=by.id).delete()
        lookup = RequisiteLookup.objects.create(company_id=company, by_id=by.id, asked_at=at, **clean)
        enqueue(JobKind.REQUISITE_LOOKUP, {"lookup": lookup.pk}, at=at)
        return lookup.pk


def tell_found(lookup: int, found: Iterable[FoundCompany]) -> None:
    """What the provider found. Told by the worker."""
    rows = [
        {"name": one.name, "city": one.city, "told": dict(one.values), "closed": one.is_closed}
        for one in found
    ]
    with writing():
        RequisiteLookup.objects.filter(pk=lookup).update(found=rows)


def tell_trouble(lookup: int, trouble: Trouble) -> None:
    """Why the provider told nothing. Told by the worker."""
    with writing():
        RequisiteLookup.objects.filter(pk=lookup).update(trouble=trouble.value)
