"""What people do with an entry in the ledger of sanctions: confirm, cancel, appeal, uphold, lift (R5)."""

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
from voronka.queries.sanctions import may_take, visible_sanctions


def take_step(
    *, by: Actor, at: datetime, sanction: int, step: Step, words: str = "", request_id: str = ""
) -> Sanction:
    """Take a step with an entry; `words`: why, which every step but confirming asks for.

    Raises:
        NotFound: none that the actor sees, or sanctions are off, or somebody took a step meanwhile.
        NotAllowed: it is not the actor's to take.
        Invalid: `words`; `appeal` IN_THE_PAST when its term has passed.
    """
    read = {"words": lambda: values.prose(words, WORDS_LENGTH, required=step.asks_why)}
    with writing():
        row, deal = _locked(by, sanction)
        state = after(State(row.state), step)
        if state is None:
            raise NotFound
        if not may_take(by, row, step):
            raise NotAllowed
        if step is Step.APPEAL and (row.appeal_until is None or row.appeal_until < at):
            raise Invalid({"appeal": Problem.IN_THE_PAST})
        taken = Taken(state, by, at, values.checked(read)["words"], request_id)
        row.state = state
        if state is State.CONFIRMED:
            row.appeal_until = appeal_term(row.team_id, at)
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
