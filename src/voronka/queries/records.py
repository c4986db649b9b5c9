"""What was noted of a deal (calls, meetings, things sent, payments, consents, the contract), as facts and for its forms."""

from decimal import Decimal
from typing import Any

from django.db.models import Q

from voronka.domain.criteria import ConsentTo, FileKind, MeetingOutcome, Reached, Sendable
from voronka.domain.evidence import CallFact, DispatchFact, Fact, Happened, MeetingFact, PaymentFact
from voronka.domain.money import CENT
from voronka.domain.permissions import Actor
from voronka.models import (
    Attachment,
    Call,
    Consent,
    Contact,
    Deal,
    Dispatch,
    Meeting,
    Payment,
    SignedContract,
)
from voronka.queries.persons import names_of
from voronka.queries.visibility import visible_contacts


def people_of(actor: Actor, deal: Deal) -> list[Contact]:
    """The client's people whom the actor may see: the deal's contact first, then the company's others by name."""
    if deal.contact_id is None and deal.company_id is None:
        return []
    those = Q(pk=deal.contact_id) if deal.contact_id is not None else Q()
    if deal.company_id is not None:
        those |= Q(company=deal.company_id)
    found = visible_contacts(actor).filter(those).order_by("name", "id")
    return sorted(found, key=lambda person: person.pk != deal.contact_id)


def calls(deal: Deal) -> tuple[CallFact, ...]:
    """Every call. Who decides is asked of the contact as it is now."""
    rows = Call.objects.filter(deal=deal, removed_at=None).values_list(
        "id", "contact__name", "contact__decides", "by__name", "started_at", "seconds"
    )
    return tuple(
        CallFact(id, name or "", by or "", at, seconds, with_decision_maker=bool(decides))
        for id, name, decides, by, at, seconds in rows
    )


def meetings(deal: Deal) -> tuple[MeetingFact, ...]:
    """Every meeting that was held."""
    rows = Meeting.objects.filter(deal=deal, removed_at=None).values_list(
        "id", "place", "by__name", "at", "outcome"
    )
    return tuple(
        MeetingFact(id, place, by or "", at, MeetingOutcome(outcome)) for id, place, by, at, outcome in rows
    )


def dispatches(deal: Deal) -> tuple[DispatchFact, ...]:
    """Everything that was sent, in the order of sending."""
    rows = list(Dispatch.objects.filter(deal=deal, removed_at=None).order_by("sent_at", "id"))
    names = names_of({row.by_id for row in rows if row.by_id is not None})
    return tuple(_dispatch(row, names.get(row.by_id or 0, "")) for row in rows)


def _dispatch(row: Dispatch, by: str) -> DispatchFact:
    stamps = {reached: getattr(row, f"{reached.value}_at") for reached in Reached}
    came = {reached: at for reached, at in stamps.items() if at is not None}
    return DispatchFact(row.pk, row.subject, by, Sendable(row.what), came)


def payments(deal: Deal) -> tuple[PaymentFact, ...]:
    """Every payment in the deal's own currency; what came in another by the rate that the deal's amount has."""
    rows = Payment.objects.filter(deal=deal, removed_at=None).values_list(
        "id", "note", "by__name", "created_at", "amount", "currency", "amount_base"
    )
    return tuple(
        PaymentFact(id, note, by or "", at, amount if currency == deal.currency else _in_deals(base, deal))
        for id, note, by, at, amount, currency, base in rows
    )


def _in_deals(base: Decimal, deal: Deal) -> Decimal:
    if not deal.amount or not deal.amount_base:
        return Decimal(0)
    paid: Decimal = base * deal.amount / deal.amount_base
    return paid.quantize(CENT)


def consents(deal: Deal) -> tuple[Fact[ConsentTo], ...]:
    """Every consent."""
    rows = Consent.objects.filter(deal=deal, removed_at=None).values_list(
        "to", "id", "contact__name", "by__name", "at", "how"
    )
    return tuple(Fact(ConsentTo(to), id, name or "", by or "", at, how) for to, id, name, by, at, how in rows)


def contract(deal: Deal) -> Happened | None:
    """The contract as it was noted, else the newest file that is one, signed."""
    row = SignedContract.objects.filter(deal=deal, removed_at=None).select_related("by").first()
    if row is not None:
        label = row.number or ("" if row.file is None else row.file.name)
        return Happened(
            label, "" if row.by is None else row.by.name, row.created_at, "contract", row.pk,
            row.signed_on.isoformat(),
        )  # fmt: skip
    return _signed_file(deal)


def _signed_file(deal: Deal) -> Happened | None:
    files = Attachment.objects.filter(deal=deal, removed_at=None, kind=FileKind.SIGNED_CONTRACT)
    found: Any = (
        files.order_by("-created_at", "-id").values_list("name", "by__name", "created_at", "id").first()
    )
    return None if found is None else Happened(found[0], found[1] or "", found[2], "file", found[3])


def hand_over(deal: Deal) -> Happened | None:
    """The acceptance by the new owner."""
    if deal.accepted_at is None:
        return None
    by = names_of({deal.accepted_by_id}).get(deal.accepted_by_id, "") if deal.accepted_by_id else ""
    return Happened("", by, deal.accepted_at, "hand_over")
