"""What clients of the demo say of the product, how content they are, and who sent whom."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from voronka.commands.deals import change_deal
from voronka.commands.demo_workspace.stories import World
from voronka.commands.feedback import give_feedback, join_feedback, move_feedback
from voronka.commands.records import note_referral, note_satisfaction
from voronka.domain.feedback import FeedbackKind, FeedbackState
from voronka.domain.loyalty import ReferralAnswer
from voronka.domain.permissions import Actor
from voronka.models import Contact, Deal

TRACK = "Stay in mind"
TOUCHES = (
    (timedelta(weeks=2), "Send a case from their trade"),
    (timedelta(weeks=5), "Invite to the showroom day"),
    (timedelta(weeks=9), "Congratulate on the holiday of their trade"),
)


@dataclass(frozen=True, slots=True)
class Saying:
    """One thing that clients said: which deals ask for it, what became of it, and when (hours ago)."""

    title: str
    kind: FeedbackKind
    words: str
    deals: tuple[str, ...]
    hours: float
    became: tuple[tuple[FeedbackState, str, float], ...] = ()


SAYINGS = (
    Saying(
        "Temperature alarm on the phone",
        FeedbackKind.MISSING,
        "“At night nobody stands beside the cold room.”",
        ("Vaccine fridges ×12", "Fish port ice plant", "Pharma cold store, 2–8 °C"),
        20,
        ((FeedbackState.LOOKED_AT, "", 6), (FeedbackState.PLANNED, "In the spring release; pilots from March.", 3)),
    ),
    Saying(
        "Leasing instead of purchase",
        FeedbackKind.IDEA,
        "",
        ("Roastery cold chain", "School canteen fridges"),
        19,
        ((FeedbackState.DECLINED, "We sell and service. Name our leasing partner in the offer.", 4),),
    ),
    Saying(
        "Panel in the staff’s language",
        FeedbackKind.MISSING,
        "",
        ("Central kitchen chillers", "Gelato display ×11"),
        18,
        ((FeedbackState.DONE, "In every panel since October.", 5),),
    ),
    Saying(
        "Defrosting is loud at night",
        FeedbackKind.FAULT,
        "“Guests above the shop complain.”",
        ("Display fridges, 14 shops",),
        17,
        ((FeedbackState.LOOKED_AT, "", 2.5),),
    ),
    Saying("Load calculation for small rooms", FeedbackKind.IDEA, "", ("Cheese ripening chamber",), 8),
    Saying("Fans so quiet that guests don’t notice", FeedbackKind.PRAISE, "", ("Pastry display cases",), 7),
)  # fmt: skip


def after_stories(world: World, actors: dict[str, Actor]) -> Iterator[Iterator[datetime]]:
    """They are told with the deals' stories, in the order of their instants."""
    for saying in SAYINGS:
        yield _saying(world, actors, saying)
    yield _content(world, actors["OK"], "Pastry chillers")
    yield _sent(world, actors["DA"], "Referral: blood-bank storage", "Medsklad-Ural")


def _saying(world: World, actors: dict[str, Actor], saying: Saying) -> Iterator[datetime]:
    at = world.now - timedelta(hours=saying.hours)
    yield at
    feedback = 0
    for place, title in enumerate(saying.deals):
        deal, by = _deal(world, actors, title)
        if place == 0:
            feedback = give_feedback(
                by=by, at=at, title=world.say(saying.title), kind=saying.kind,
                words=world.say(saying.words) if saying.words else "", deal=deal.pk,
            ).pk  # fmt: skip
        else:
            # Whoever keeps the board knows that they mean the same, and gives the deal to it.
            keeper = actors["NO"]
            join_feedback(by=keeper, at=at, feedback=feedback, deal=deal.pk)
    for state, answer, hours in saying.became:
        then = world.now - timedelta(hours=hours)
        yield then
        said = world.say(answer) if answer else None
        move_feedback(by=actors["LP"], at=then, feedback=feedback, to=state, answer=said)


def _deal(world: World, actors: dict[str, Actor], title: str) -> tuple[Deal, Actor]:
    deal = Deal.objects.filter(title=world.say(title)).order_by("id")[0]
    return deal, next(actor for actor in actors.values() if actor.id == deal.owner_id)


def _content(world: World, by: Actor, title: str) -> Iterator[datetime]:
    at = world.now - timedelta(hours=26)
    yield at
    deal = Deal.objects.filter(title=world.say(title), is_open=False).order_by("-id")[0]
    words = world.say("The pastry stands evenly cold, and the staff understood it in a day.")
    who = deal.contact_id
    note_satisfaction(by=by, at=at, deal=deal.pk, score=9, asked_at=at, contact=who, words=words)
    note_referral(
        by=by, at=at, deal=deal.pk, answer=ReferralAnswer.GAVE, asked_at=at, contact=who,
        name="Halyna Koval", phone="+380 44 555 01 98",
    )  # fmt: skip


def _sent(world: World, by: Actor, title: str, company: str) -> Iterator[datetime]:
    at = world.now - timedelta(minutes=20)
    yield at
    deal = Deal.objects.filter(title=world.say(title)).order_by("-id")[0]
    sender = Contact.objects.filter(company__name=company).order_by("id")[0]
    change_deal(by=by, at=at, deal=deal.pk, fields={"referred_by": str(sender.pk)})
