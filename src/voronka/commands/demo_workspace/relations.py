"""Payments that made clients of the demo's customers, what one of them looks for, and its tender."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from voronka.commands.demo_workspace.stories import World
from voronka.commands.qualification import add_client_criterion
from voronka.commands.records import note_payment
from voronka.commands.tenders import NewTender, set_criterion, set_document, set_tender, tick_document
from voronka.domain.permissions import Actor
from voronka.domain.pipeline import StageKind
from voronka.domain.qualification import Match
from voronka.domain.tender import Deadline
from voronka.models import Deal, TenderDocument

# When money comes in, days ago: who paid long ago and was not called since asks for care.
PAYDAYS = (120, 60, 21, 4)
PAID_AT_ONCE = 4
TENDER = "Fish port ice plant"
SOUGHT = (
    ("Service within a day", Match.MATCH),
    ("References from a fish plant", Match.PARTLY),
    ("A price per ton below 900", Match.UNKNOWN),
)
DOCUMENTS = (("Licence for ammonia work", 4), ("Bank guarantee", 6))
WEIGHTS = (("Price", "60"), ("Delivery time", "40"))
DAYS = {
    Deadline.BIDS: (9, "Hand in the tender bid"),
    Deadline.DECISION: (20, "Learn the tender’s decision"),
}


def relation_stories(world: World, actors: dict[str, Actor]) -> Iterator[Iterator[datetime]]:
    """They are told with the deals' stories, in the order of their instants."""
    for days in PAYDAYS:
        yield _payments(world, actors, days)
    yield _tender(world, actors["AB"])


def _payments(world: World, actors: dict[str, Actor], days: int) -> Iterator[datetime]:
    at = world.now - timedelta(days=days, hours=2)
    yield at
    sellers = {actor.id: actor for actor in actors.values()}
    won = Deal.objects.filter(
        stage__kind=StageKind.WON, closed_at__lte=at, amount__gt=0, owner__in=sellers, payment_records=None
    )
    for deal in won.order_by("-closed_at", "-id")[:PAID_AT_ONCE]:
        note_payment(
            by=sellers[deal.owner_id or 0],  # type: ignore[index]  # ids are plain ints in rows
            at=at,
            deal=deal.pk,
            amount=str(deal.amount),
            currency=deal.currency,
            paid_on=at.astimezone(world.zone).date(),
        )


def _tender(world: World, by: Actor) -> Iterator[datetime]:
    at = world.now - timedelta(hours=20)
    yield at
    deal = Deal.objects.filter(title=world.say(TENDER)).order_by("id")[0].pk
    for text, match in SOUGHT:
        add_client_criterion(by=by, at=at, deal=deal, text=world.say(text), match=match)
    days = {kind: _day(world, after) for kind, (after, _) in DAYS.items()}
    titles = {kind: world.say(title) for kind, (_, title) in DAYS.items()}
    set_tender(by=by, at=at, deal=deal, new=NewTender("118/26", days=days, titles=titles))
    for text, weight in WEIGHTS:
        set_criterion(by=by, at=at, deal=deal, text=world.say(text), weight=weight)
    for text, after in DOCUMENTS:
        until = _day(world, after)
        set_document(by=by, at=at, deal=deal, text=world.say(text), assignee=str(by.id), until=until)
    first = TenderDocument.objects.filter(tender__deal=deal).order_by("id")[0].pk
    tick_document(by=by, at=at, deal=deal, document=first, is_done=True)


def _day(world: World, after: int) -> str:
    return (world.now + timedelta(days=after)).astimezone(world.zone).date().isoformat()
