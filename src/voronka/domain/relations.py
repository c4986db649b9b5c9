"""What a person or a company is to us: Lead, Customer, Client; by what happened on their deals and never by a click.

A first request makes a Lead. A positive qualification makes a Customer: the deal leaves the lead pipeline as won, goes
on from a working stage of a sales pipeline, or our checklist says fit there. The first payment makes the Client. Nobody
falls back by themselves, only by taking a fact back. Source: the methods, section 4; rows R89, R94, R98.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

# How long a Client may go untouched where nothing else is said, in days; and the longest that may be said.
CARE_DAYS = 90
MOST_CARE_DAYS = 3650


class Relation(StrEnum):
    """In the order in which they are reached."""

    LEAD = "lead"
    CUSTOMER = "customer"
    CLIENT = "client"


class Cause(StrEnum):
    """By what a relation was reached."""

    REQUEST = "request"
    QUALIFIED = "qualified"
    PAID = "paid"


@dataclass(frozen=True, slots=True)
class DealStory:
    """What of a deal makes relations, by the company's calendar; None: it has not happened."""

    deal: int
    requested_on: date
    qualified_on: date | None = None
    paid_on: date | None = None


@dataclass(frozen=True, slots=True)
class Reached:
    """A relation with since when, by what, and on which deal."""

    relation: Relation
    on: date
    cause: Cause
    deal: int


def history(stories: Iterable[DealStory]) -> tuple[Reached, ...]:
    """Every relation that these deals of one client have made, each by the first fact; who has paid is qualified."""
    told = sorted(stories, key=lambda story: story.deal)
    requests = [(story.requested_on, story.deal, Cause.REQUEST) for story in told]
    qualified = [(on, story.deal, Cause.QUALIFIED) for story in told if (on := story.qualified_on)]
    paid = [(on, story.deal, Cause.PAID) for story in told if (on := story.paid_on)]
    facts = {Relation.LEAD: requests, Relation.CUSTOMER: [*qualified, *paid], Relation.CLIENT: paid}
    return tuple(_first(relation, found) for relation, found in facts.items() if found)


def _first(relation: Relation, facts: list[tuple[date, int, Cause]]) -> Reached:
    # Of one day the earlier deal's; of one deal the fact that was named first, the qualification before the payment.
    on, deal, cause = min(facts, key=lambda fact: fact[:2])
    return Reached(relation, on, cause, deal)
