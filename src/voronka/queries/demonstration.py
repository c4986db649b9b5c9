"""The demonstration: whether one can be laid, how far it is, and what goes when it is cleared."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Q, QuerySet

from voronka.domain.demonstration import WhyNot
from voronka.domain.permissions import Actor, Everything, OfTeams
from voronka.models import (
    Attachment,
    Company,
    Contact,
    Deal,
    Demonstration,
    Feedback,
    Note,
    Task,
    Team,
    User,
)


@dataclass(frozen=True, slots=True)
class Shown:
    """A demonstration that is there. `playbook` is the key of the one whose pipelines it fills."""

    playbook: str
    laid: int
    planned: int
    began_at: datetime

    @property
    def is_complete(self) -> bool:
        """Whether everything planned is there."""
        return self.laid == self.planned


@dataclass(frozen=True, slots=True)
class Counted:
    """How many there are of something, and how many of them people have added since."""

    all: int
    added: int


@dataclass(frozen=True, slots=True)
class Goes:
    """What goes with the demonstration. `sellers` are the invented ones that nobody logs in as."""

    deals: Counted
    clients: Counted
    tasks: Counted
    notes: Counted
    files: Counted
    feedback: int
    sellers: int

    @property
    def added(self) -> int:
        """How many things people have added."""
        counted = (self.deals, self.clients, self.tasks, self.notes, self.files)
        return self.feedback + sum(one.added for one in counted)


def why_not() -> WhyNot | None:
    """What keeps a demonstration from being laid now; None: nothing does."""
    if Demonstration.objects.exists():
        return WhyNot.THERE
    if Deal.objects.exists() or Feedback.objects.exists():
        return WhyNot.DEALS
    if Contact.objects.exists() or Company.objects.exists():
        return WhyNot.CLIENTS
    return None if Team.objects.exists() else WhyNot.NO_TEAM


def demonstration() -> Shown | None:
    """The one that is there."""
    row = Demonstration.objects.first()
    return None if row is None else Shown(row.playbook, row.laid, row.planned, row.began_at)


def may_clear(actor: Actor) -> bool:
    """Whether the actor may clear it: who leads, and sees all that would go."""
    match actor.policy.scope:
        case Everything():
            return True
        case OfTeams(teams):
            beyond = ~Q(team__in=teams)
            return not any(
                rows.filter(beyond).exists()
                for rows in (
                    Deal.objects,
                    Contact.objects.exclude(team=None),
                    Company.objects.exclude(team=None),
                )
            )
        case _:
            return False


def what_goes() -> Goes:
    """Counted as it is now."""
    row = Demonstration.objects.get()
    since = row.began_at
    clients = [_counted(rows, since) for rows in (Contact.objects.all(), Company.objects.all())]
    return Goes(
        deals=_counted(Deal.objects.all(), since),
        clients=Counted(sum(one.all for one in clients), sum(one.added for one in clients)),
        tasks=_counted(Task.objects.all(), since),
        notes=_counted(Note.objects.filter(removed_at=None), since),
        files=_counted(Attachment.objects.filter(removed_at=None), since),
        feedback=Feedback.objects.count(),
        sellers=invented_sellers(row).count(),
    )


def _counted(
    rows: "QuerySet[Deal] | QuerySet[Contact] | QuerySet[Company] | QuerySet[Task] | QuerySet[Note] | QuerySet[Attachment]",
    since: datetime,
) -> Counted:
    return Counted(rows.count(), rows.filter(created_at__gt=since).count())


def invented_sellers(row: Demonstration) -> QuerySet[User]:
    """Those that nobody can log in as: to whom somebody has given a password since, they belong."""
    return row.sellers.filter(password__startswith=UNUSABLE_PASSWORD_PREFIX)
