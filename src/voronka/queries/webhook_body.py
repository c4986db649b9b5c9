"""What is told to an address outside: ids, names, amounts as text, instants as ISO. docs/webhooks.md describes it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from voronka.domain.events import EventKind
from voronka.domain.webhooks import HookType
from voronka.models import ClientMerge, Company, Contact, Deal, Event, User
from voronka.queries.outside import site_address

_TASK = ("kind", "title", "due_at", "due_on", "assignee", "outcome")


def body_of(deal: Deal, robot: str) -> dict[str, Any]:
    """A robot's message about a deal."""
    return {"type": "deal.robot", "robot": robot, "deal": told_of_deal(deal)}


def told_of_deal(deal: Deal) -> dict[str, Any]:
    """A deal as it is."""
    return {
        "id": deal.pk,
        "title": deal.title,
        "pipeline": deal.pipeline.name,
        "stage": {"id": deal.stage_id, "key": deal.stage.key, "name": deal.stage.name},
        "owner": _named(deal.owner),
        "team": deal.team.name,
        "amount": None if deal.amount is None else str(deal.amount),
        "currency": deal.currency,
        "source": deal.source,
        "contact": _named(deal.contact),
        "company": _named(deal.company),
        "entered_at": deal.entered_at.isoformat(),
        "next_step_at": None if deal.next_step_at is None else deal.next_step_at.isoformat(),
    }


def _told_of_client(client: Contact | Company) -> dict[str, Any]:
    told = {"id": client.pk, "name": client.name, "owner": _named(client.owner)}
    return told | ({"company": _named(client.company)} if isinstance(client, Contact) else {})


def _named(row: Any) -> dict[str, Any] | None:
    return None if row is None else {"id": row.pk, "name": row.name}


@dataclass(frozen=True, slots=True)
class Around:
    """The rows that entries of the log speak of, as they are now, by id."""

    site: str
    people: Mapping[int, User]
    deals: Mapping[int, Deal]
    contacts: Mapping[int, Contact]
    companies: Mapping[int, Company]
    merged: Mapping[int, int]


def around(events: Collection[Event]) -> Around:
    """Everything that is told of these entries. Seven queries for any number of them."""
    merges = {each.payload.get("merge") for each in events if each.kind == EventKind.CLIENT_MERGED}
    deals = Deal.objects.select_related("pipeline", "stage", "owner", "team", "contact", "company")
    return Around(
        site_address(),
        User.objects.in_bulk(_ids(each.actor_id for each in events)),
        deals.in_bulk(_ids(each.deal_id for each in events)),
        Contact.objects.select_related("owner", "company").in_bulk(_ids(each.contact_id for each in events)),
        Company.objects.select_related("owner").in_bulk(_ids(each.company_id for each in events)),
        dict(ClientMerge.objects.filter(pk__in=merges - {None}).values_list("id", "merged")),
    )


def _ids(ids: Iterable[int | None]) -> list[int]:
    return sorted({id for id in ids if id is not None})


def told(kind: HookType, event: Event, of: Around) -> dict[str, Any]:
    """The whole body for one entry."""
    data = {
        "event": event.pk,
        "by": _named(of.people.get(event.actor_id or 0)),
        **_subject(event, of),
        **_what(kind, event, of),
    }
    return envelope(kind.value, event.at, data)


def envelope(kind: str, at: datetime, data: Mapping[str, Any]) -> dict[str, Any]:
    """The body that Standard Webhooks asks for."""
    return {"type": kind, "timestamp": at.isoformat(), "data": dict(data)}


def _subject(event: Event, of: Around) -> dict[str, Any]:
    """What it happened to, as it is now, and its page. Of what is no more only the id is left."""
    if event.deal_id is not None:
        deal = of.deals.get(event.deal_id)
        whole = {"id": event.deal_id} if deal is None else told_of_deal(deal)
        return {"deal": whole, "url": f"{of.site}/deals/{event.deal_id}/"}
    if event.contact_id is not None:
        return _client("contact", event.contact_id, of.contacts.get(event.contact_id), f"{of.site}/people/")
    return _client(
        "company", event.company_id or 0, of.companies.get(event.company_id or 0), f"{of.site}/companies/"
    )


def _client(name: str, id: int, row: Contact | Company | None, place: str) -> dict[str, Any]:
    return {name: {"id": id} if row is None else _told_of_client(row), "url": f"{place}{id}/"}


def _what(kind: HookType, event: Event, of: Around) -> dict[str, Any]:
    """What changed, where the object as it is does not say it."""
    payload = event.payload
    match kind:
        case HookType.DEAL_CHANGED | HookType.CONTACT_CHANGED | HookType.COMPANY_CHANGED:
            return {"changed": _changed(event)}
        case HookType.DEAL_MOVED | HookType.DEAL_WON | HookType.DEAL_LOST | HookType.DEAL_POSTPONED:
            return {"from": _stage(payload, "from"), "to": _stage(payload, "to"), "how": payload["how"]}
        case HookType.DEAL_ASSIGNED:
            return {"from": payload.get("from_owner"), "to": payload.get("to_owner")}
        case HookType.DEAL_HANDED_OVER:
            return {"to": payload.get("to_owner")}
        case HookType.DEAL_UNDONE:
            return {"undone": payload.get("event")}
        case HookType.CONTACT_MERGED | HookType.COMPANY_MERGED:
            return {"merged": of.merged.get(payload.get("merge", 0)), "changed": sorted(payload["changes"])}
        case _:
            return _part(kind.subject, payload)


def _changed(event: Event) -> list[str]:
    if event.kind == EventKind.TAGS_CHANGED:
        return ["tags"]
    if event.kind == EventKind.PRIORITY_SET:
        return ["priority"]
    return sorted({name.removesuffix("_id") for name in event.payload.get("changes", ())})


def _stage(payload: Mapping[str, Any], name: str) -> dict[str, Any]:
    return {"id": payload[name], "name": payload.get(f"{name}_name", "")}


def _task(told: Mapping[str, Any]) -> dict[str, Any]:
    return {"id": told["task"], **{name: told[name] for name in _TASK if name in told}}


def _part(subject: str, payload: Mapping[str, Any]) -> dict[str, Any]:
    """A task, a note, a file or a request of the deal."""
    if subject == "task":
        following = payload.get("next")
        return {"task": _task(payload)} | ({"next": _task(following)} if following else {})
    if subject in {"note", "file", "request"}:
        said = {name: payload[name] for name in ("kind", "name", "size", "is_more") if name in payload}
        return {subject: {"id": payload[subject], **said}}
    return {}
