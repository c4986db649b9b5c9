"""The dictionary of sources as those who lead see it, with what came by each lately."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q

from voronka.domain.errors import NotFound
from voronka.domain.intake import RECEIVING, KnownRule, OwnerRule, RequestState, SourceKind
from voronka.domain.permissions import Actor, Everything, OfTeams
from voronka.models import Source, Team
from voronka.queries.intake import visible_sources

LATELY = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class SourceView:
    """A source, where its requests go, and how many came by it in the last 30 days and became a card or none."""

    id: int
    name: str
    kind: SourceKind
    is_active: bool
    pipeline: int | None
    pipeline_name: str
    team: int | None
    team_name: str
    starts_work: bool
    owner_rule: OwnerRule
    known_rule: KnownRule
    key_made_at: datetime | None
    received: int
    rejected: int
    failed: int

    @property
    def receives(self) -> bool:
        """Whether requests come by it by themselves."""
        return self.kind in RECEIVING


def source_views(actor: Actor, now: datetime) -> list[SourceView]:
    """Those that the actor sees, by name, the ones switched off last. One query."""
    lately = Q(requests__received_at__gt=now - LATELY)
    rows = visible_sources(actor).select_related("pipeline", "team").order_by("-is_active", "name", "id")
    counted = rows.annotate(
        received=Count("requests", filter=lately),
        rejected=Count("requests", filter=lately & Q(requests__state=RequestState.REJECTED)),
        failed=Count("requests", filter=lately & Q(requests__state=RequestState.FAILED)),
    )
    return [_view(row) for row in counted]


def source_view(actor: Actor, source: int, now: datetime) -> SourceView:
    """One of them.

    Raises:
        NotFound
    """
    found = next((view for view in source_views(actor, now) if view.id == source), None)
    if found is None:
        raise NotFound
    return found


def listed_sources() -> list[str]:
    """The words of the dictionary that are offered, by name: whoever makes a deal may use them. One query."""
    return list(Source.objects.filter(is_active=True).order_by("name").values_list("name", flat=True))


def own_teams(actor: Actor) -> list[tuple[int, str]]:
    """The teams that the actor may send requests to, by name."""
    rows = Team.objects.order_by("name", "id")
    match actor.policy.scope:
        case Everything():
            return list(rows.values_list("id", "name"))
        case OfTeams(teams):
            return list(rows.filter(pk__in=teams).values_list("id", "name"))
        case _:
            return []


def _view(row: Source) -> SourceView:
    counted = {name: getattr(row, name) for name in ("received", "rejected", "failed")}
    return SourceView(
        id=row.pk, name=row.name, kind=SourceKind(row.kind), is_active=row.is_active, pipeline=row.pipeline_id,
        pipeline_name="" if row.pipeline is None else row.pipeline.name, team=row.team_id,
        team_name="" if row.team is None else row.team.name, starts_work=row.starts_work,
        owner_rule=OwnerRule(row.owner_rule), known_rule=KnownRule(row.known_rule), key_made_at=row.key_made_at,
        **counted,
    )  # fmt: skip
