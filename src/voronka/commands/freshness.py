"""Tasks that ask for what nobody has checked of a client for too long (R42)."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from voronka.commands.robot_actor import robot_actor
from voronka.commands.task_rows import NewTask, due_after
from voronka.commands.tasks import add_task
from voronka.commands.transaction import writing
from voronka.domain.freshness import KEY_FACTS, KeyFact
from voronka.domain.task import TaskKind
from voronka.models import Company, Contact, Deal, FactCheck
from voronka.queries.calendars import calendar_of
from voronka.queries.freshness import StaleClient, kind_of, stale_clients

# Nobody is asked for more at once: an import of old lists would bury the day.
MOST_A_DAY = 3
_PORTION = 200
_TERM = timedelta(days=5)
Words = Callable[[StaleClient], str]


def ask_to_check(at: datetime, words: Words) -> int:
    """Give sellers tasks to check what nobody has for too long, a few each; how many. `words`: the task's title.

    Asked once in each such time. A client with several open deals is asked about in the one whose next step comes first.
    """
    asked: dict[int, int] = {}
    for kind in KEY_FACTS:
        for stale in stale_clients(kind, at, _PORTION):
            if asked.get(stale.owner, 0) < MOST_A_DAY:
                asked[stale.owner] = asked.get(stale.owner, 0) + _ask(stale, at, words)
    return sum(asked.values())


def _ask(stale: StaleClient, at: datetime, words: Words) -> int:
    with writing():
        deal = Deal.objects.select_for_update().filter(pk=stale.deal, is_open=True, owner=stale.owner).first()
        table: type[Contact | Company] = Contact if stale.kind == "contact" else Company
        row = table._default_manager.filter(pk=stale.id).first()  # noqa: SLF001 - Django's documented name
        if deal is None or row is None:
            return 0
        _mark_asked(row, stale.facts, at)
        step = NewTask(TaskKind.CALL, words(stale), None)
        task = due_after(step, _TERM, at, calendar_of(deal.team_id), stale.owner)
        add_task(by=robot_actor(at), at=at, deal=deal.pk, task=task)
        return 1


def _mark_asked(row: Contact | Company, facts: Iterable[KeyFact], at: datetime) -> None:
    kind = kind_of(row)
    of_client = FactCheck.objects.filter(**{kind: row})
    there = set(of_client.values_list("fact", flat=True))
    FactCheck.objects.bulk_create(
        FactCheck(**{kind: row}, fact=fact.value, at=row.created_at)
        for fact in facts
        if fact.value not in there
    )
    of_client.filter(fact__in=[fact.value for fact in facts]).update(asked_at=at)
