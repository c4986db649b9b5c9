"""What people do with an entry in the ledger of sanctions: confirm, cancel, appeal, uphold, lift (R5)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from voronka.commands import values
from voronka.commands.sanction_rows import Taken, appeal_term, write_step
from voronka.commands.transaction import writing
from voronka.domain.errors import Invalid, NotAllowed, NotFound, Problem
from voronka.domain.permissions import Actor
from voronka.domain.sanctions import WORDS_LENGTH, State, Step, after
from voronka.models import Deal, Sanction
from voronka.queries.rows import find_rows
from voronka.queries.sanction_rules import terms
from voronka.queries.sanctions import MOST_WAITING, may_take, visible_sanctions


@dataclass(frozen=True, slots=True)
class Said:
    """Who takes a step, when and why."""

    by: Actor
    at: datetime
    words: str
    request_id: str


def take_step(
    *, by: Actor, at: datetime, sanction: int, step: Step, words: str = "", request_id: str = ""
) -> Sanction:
    """Take a step with an entry; `words`: why, which every step but confirming asks for.

    Raises:
        NotFound: none that the actor sees, or sanctions are off, or somebody took a step meanwhile.
        NotAllowed: it is not the actor's to take.
        Invalid: `words`; `appeal` IN_THE_PAST when its term has passed.
    """
    with writing():
        return _take(sanction, step, Said(by, at, words, request_id))


def confirm_alike(
    *, by: Actor, at: datetime, sanctions: Collection[int], words: str = "", request_id: str = ""
) -> int:
    """Confirm entries of one seller by one rule, together. Returns how many: what somebody decided meanwhile is passed over.

    Raises:
        NotFound: they are not of one seller and rule, or none of them waits any more.
        NotAllowed, Invalid: as `take_step`.
    """
    said = Said(by, at, words, request_id)
    with writing():
        rows = visible_sanctions(by).filter(pk__in=sanctions, state=State.PROPOSED).order_by("deal", "id")
        found = list(rows.values_list("pk", "seller", "rule")[:MOST_WAITING])
        if len({(seller, rule) for _id, seller, rule in found}) != 1:
            raise NotFound
        return sum(_is_confirmed(id, said) for id, _seller, _rule in found)


def _is_confirmed(sanction: int, said: Said) -> bool:
    try:
        _take(sanction, Step.CONFIRM, said)
    except NotFound:
        return False
    return True


def _take(sanction: int, step: Step, said: Said) -> Sanction:
    row, deal = _locked(said.by, sanction)
    state = after(State(row.state), step)
    if state is None:
        raise NotFound
    if not may_take(said.by, row, step):
        raise NotAllowed
    if step is Step.APPEAL and (row.appeal_until is None or row.appeal_until < said.at):
        raise Invalid({"appeal": Problem.IN_THE_PAST})
    read = {"words": lambda: values.prose(said.words, WORDS_LENGTH, required=step.asks_why)}
    taken = Taken(state, said.by, said.at, values.checked(read)["words"], said.request_id)
    row.state = state
    if state is State.CONFIRMED:
        row.appeal_until = appeal_term(row.team_id, said.at)
    Sanction.objects.filter(pk=row.pk).update(state=row.state, appeal_until=row.appeal_until)
    write_step(row, deal, taken)
    return row


def _locked(by: Actor, sanction: int) -> tuple[Sanction, Deal]:
    """The entry with its deal, locked; the deal may be somebody else's by now.

    Raises:
        NotFound
    """
    seen = visible_sanctions(by).filter(pk=sanction).values_list("deal_id", flat=True).first()
    if seen is None or not terms().is_on:
        raise NotFound
    (deal,) = find_rows(Deal, {"id": seen}, lock=True)
    # Read anew: another may have taken a step before the deal was locked.
    return Sanction.objects.get(pk=sanction), deal
