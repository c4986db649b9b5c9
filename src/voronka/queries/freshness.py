"""How current what is known of a client is, and which clients nobody has asked for too long."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from voronka.domain.freshness import KEY_FACTS, Checked, KeyFact, Profile, profile_of
from voronka.models import Company, Contact, Deal, Email, FactCheck, Phone, Workspace

_REACH: dict[KeyFact, type[Phone | Email]] = {KeyFact.PHONES: Phone, KeyFact.EMAILS: Email}


@dataclass(frozen=True, slots=True)
class StaleClient:
    """A client to be asked: of which open deal the task will be, and what is to be checked."""

    kind: str
    id: int
    deal: int
    owner: int
    facts: tuple[KeyFact, ...]


def check_days() -> int:
    """For how many days a check holds; 0: for ever."""
    return int(Workspace.objects.values_list("check_days", flat=True).filter(pk=1).first() or 0)


def profile(row: Contact | Company, at: datetime) -> Profile:
    """What is known of a client, and since when it was checked. Four queries."""
    kind = kind_of(row)
    checks = FactCheck.objects.filter(**{kind: row}).select_related("by").order_by("pk")
    told = {KeyFact(one.fact): Checked(one.at, "" if one.by is None else one.by.name) for one in checks}
    return profile_of(kind, known_facts(row), told, since=row.created_at, at=at, days=check_days())


def kind_of(row: Contact | Company) -> str:
    """Also the name of the column that leads to it."""
    return "contact" if isinstance(row, Contact) else "company"


def known_facts(row: Contact | Company) -> set[KeyFact]:
    """The key facts that are filled in."""
    kind = kind_of(row)
    return {fact for fact in KEY_FACTS[kind] if _is_known(row, kind, fact)}


def _is_known(row: Contact | Company, kind: str, fact: KeyFact) -> bool:
    if fact in _REACH:
        return _REACH[fact].objects.filter(**{kind: row}).exists()
    if fact is KeyFact.COMPANY:
        return getattr(row, "company_id", None) is not None
    return bool(getattr(row, fact.value))


def stale_clients(kind: str, at: datetime, most: int) -> list[StaleClient]:
    """Clients of open deals with facts that nobody has checked for too long, nor been asked to; the longest known first."""
    days = check_days()
    if not days:
        return []
    table: type[Contact | Company] = Contact if kind == "contact" else Company
    cutoff = at - timedelta(days=days)
    deals = Deal.objects.filter(**{kind: OuterRef("pk")}, is_open=True, owner__isnull=False)
    rows = table._default_manager.filter(Exists(deals), created_at__lte=cutoff).filter(  # noqa: SLF001 - Django's documented name
        _any_stale(kind, cutoff)
    )
    return [found for row in rows.order_by("created_at", "pk")[:most] for found in _stale(row, kind, at)]


def _any_stale(kind: str, cutoff: datetime) -> Q:
    wanted = Q(pk__in=[])
    for fact in KEY_FACTS[kind]:
        seen = FactCheck.objects.filter(**{kind: OuterRef("pk")}, fact=fact.value).filter(
            Q(at__gt=cutoff) | Q(asked_at__gt=cutoff)
        )
        wanted |= _filled(kind, fact) & ~Q(Exists(seen))
    return wanted


def _filled(kind: str, fact: KeyFact) -> Q:
    if fact in _REACH:
        return Q(Exists(_REACH[fact].objects.filter(**{kind: OuterRef("pk")})))
    if fact is KeyFact.COMPANY:
        return Q(company__isnull=False)
    return ~Q(**{fact.value: ""})


def _stale(row: Contact | Company, kind: str, at: datetime) -> Iterable[StaleClient]:
    deals: QuerySet[Any] = Deal.objects.filter(**{kind: row}, is_open=True, owner__isnull=False)
    deal = deals.order_by(F("next_step_at").asc(nulls_last=True), "pk").values_list("pk", "owner").first()
    facts = profile(row, at).stale
    if deal is not None and facts:
        yield StaleClient(kind, row.pk, deal[0], deal[1], facts)
