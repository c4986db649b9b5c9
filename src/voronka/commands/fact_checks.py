"""That what is known of a client was told, or found right, at a time and by somebody."""

from collections.abc import Collection, Iterable
from datetime import datetime

from voronka.commands.transaction import writing
from voronka.domain.errors import NotAllowed, NotFound
from voronka.domain.freshness import KEY_FACTS, KeyFact
from voronka.domain.permissions import Actor
from voronka.models import Company, Contact, FactCheck
from voronka.queries.freshness import kind_of, known_facts
from voronka.queries.visibility import holding_of, visible_companies, visible_contacts


def check_facts(*, by: Actor, at: datetime, kind: str, client: int) -> None:
    """What is known of a client is right as it stands, the actor says.

    Raises:
        NotFound, NotAllowed
    """
    with writing():
        rows = visible_contacts(by) if kind == "contact" else visible_companies(by)
        row: Contact | Company | None = rows.filter(pk=client).first()
        if row is None:
            raise NotFound
        if not by.policy.may_edit(holding_of(row)):
            raise NotAllowed
        keep_checked(row, known_facts(row), by=by.id, at=at)


def keep_told(row: Contact | Company, fields: Collection[str], *, by: Actor, at: datetime) -> None:
    """What was just typed in is checked by that; within the command that wrote it."""
    facts = [fact for fact in KEY_FACTS[kind_of(row)] if fact.value in fields]
    if facts:
        keep_checked(row, facts, by=by.id, at=at)


def keep_checked(row: Contact | Company, facts: Iterable[KeyFact], *, by: int, at: datetime) -> None:
    """Write that these facts are right now."""
    kind = kind_of(row)
    wanted = set(facts)
    FactCheck.objects.filter(**{kind: row}, fact__in=wanted).delete()
    FactCheck.objects.bulk_create(
        FactCheck(**{kind: row}, fact=fact.value, at=at, by_id=by) for fact in sorted(wanted)
    )
