"""What clients of the demo object, what became of it, and what the head found out about lost deals.

The kinds with their answers are those of a shipped playbook. A chance of its own decides, so that the figures of the
funnel stay as they are.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from voronka.commands.demo_workspace import texts
from voronka.commands.demo_workspace.playbook import COMPETITOR, NO_CONTACT, NO_NEED, PRICE
from voronka.commands.demo_workspace.stories import Objects, Stay, Verifies
from voronka.commands.setup.playbooks import install_objections
from voronka.domain.objections import Outcome, VerifiedHow
from voronka.domain.permissions import Actor
from voronka.models import ObjectionKind
from voronka.queries.shipped_playbooks import usual_objections

# The first stages hear few objections: Unsorted none.
_FIRST = 1
_SHARE = {1: 0.25, 2: 0.5, 3: 0.8, 4: 0.7, 5: 0.35}
# How often the seller took the time to write down what was said.
_WITH_WORDS = 0.7
_USUAL = ("price", "has-supplier", "not-now", "needs-to-ask", "terms", "no-trust")
_OFTEN = (8, 4, 3, 4, 3, 2)
_OF_LOSS = {
    PRICE: ("price",),
    COMPETITOR: ("has-supplier", "price", "terms"),
    NO_NEED: ("not-now", "has-supplier"),
    NO_CONTACT: ("needs-to-ask",),
}
# What was stated -> what it really was, how that is known, what was found out. One of each is told, by chance.
_FOUND: dict[str, tuple[tuple[str, VerifiedHow, str], ...]] = {
    PRICE: (
        (PRICE, VerifiedHow.RECORDS, ""),
        (PRICE, VerifiedHow.CLIENT, texts.FOUND_OUT["limit"]),
        (COMPETITOR, VerifiedHow.CLIENT, texts.FOUND_OUT["service"]),
    ),
    COMPETITOR: (
        (COMPETITOR, VerifiedHow.RECORDS, texts.FOUND_OUT["sooner"]),
        (PRICE, VerifiedHow.CLIENT, texts.FOUND_OUT["never"]),
    ),
    NO_NEED: ((NO_NEED, VerifiedHow.DATA, ""),),
    NO_CONTACT: ((NO_CONTACT, VerifiedHow.DATA, ""), (NO_CONTACT, VerifiedHow.DATA, "")),
}
_LATELY = timedelta(days=6)


@dataclass(frozen=True, slots=True)
class Kinds:
    """The kinds that were made: ids, and the first answer to each, by key."""

    ids: dict[str, int]
    answers: dict[str, str]


def make_kinds(language: str) -> Kinds:
    """The dictionary of the demo, in its language."""
    objections = usual_objections()
    install_objections(objections, language)
    ids = dict(ObjectionKind.objects.values_list("name", "id"))
    return Kinds(
        {one.key: ids[one.name[language]] for one in objections},
        {one.key: one.answers[0][language] for one in objections},
    )


def met(chance: Random, stays: tuple[Stay, ...], why: str | None) -> Iterator[tuple[datetime, Objects]]:
    """What was objected on the way; `why` the deal was lost, None when it was not. The last one then stands."""
    for stay in stays:
        if stay.left is None or stay.place < _FIRST or chance.random() > _SHARE[stay.place]:
            continue
        is_last = why is not None and stay is stays[-1]
        key = chance.choice(_OF_LOSS[why]) if is_last and why else chance.choices(_USUAL, _OFTEN)[0]
        at = stay.entered + (stay.left - stay.entered) * chance.uniform(0.3, 0.9)
        words = chance.choice(texts.OBJECTED[key]) if chance.random() < _WITH_WORDS else ""
        yield at, Objects(key, words, Outcome.STANDS if is_last else Outcome.ANSWERED)


def found_out(chance: Random, head: Actor, closed: datetime, now: datetime, why: str) -> Verifies | None:
    """What the head found out a few days after a deal was lost; nothing yet of what was lost lately."""
    at = closed + timedelta(days=chance.uniform(1, 5))
    if closed > now - _LATELY or why not in _FOUND:
        return None
    reason, how, words = chance.choice(_FOUND[why])
    return Verifies(head, at, reason, how, words)
