"""Who may see and do what: the one policy that pages, queries and buttons ask.

A seller sees the deals they own, and what nobody owns yet in their team's Unsorted. A head sees the
deals of their teams (a tree). An administrator sees all and sets up. Whatever is not seen does not
exist for the person: no list, count, sum, search, page or live event tells of it. One thing more: whom a deal goes
over to may read its page, and nothing else of it.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from voronka.domain.custom_fields import SeenBy
from voronka.domain.ids import TeamId, UserId


class Role(StrEnum):
    """What a user is."""

    SELLER = "seller"
    HEAD = "head"
    ADMIN = "admin"
    # The product itself, when it acts by what a stage's robots say. Nobody logs in as it.
    ROBOT = "robot"


# Whom an administrator makes and lists.
PEOPLE = frozenset({Role.SELLER, Role.HEAD, Role.ADMIN})


@dataclass(frozen=True, slots=True)
class Everything:
    """All rows."""


@dataclass(frozen=True, slots=True)
class OfTeams:
    """Rows of these teams."""

    teams: frozenset[TeamId]


@dataclass(frozen=True, slots=True)
class OfOwner:
    """Rows owned by this user; unowned ones of `team` besides (None: a user without a team)."""

    user: UserId
    team: TeamId | None


Scope = Everything | OfTeams | OfOwner


@dataclass(frozen=True, slots=True)
class Holding:
    """What a right on a deal, contact or company is decided by: its owner and its team."""

    owner: UserId | None
    team: TeamId | None


@dataclass(frozen=True, slots=True)
class Receiving:
    """To whom a deal goes over.

    `receivers`: whom it is offered to, or who accepted it; `became`: how the deals are held that were made of it when it
    was won.
    """

    receivers: frozenset[UserId] = frozenset()
    became: tuple[Holding, ...] = ()


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts. `teams` is the head's subtree, the seller's own team, empty for none."""

    id: UserId
    name: str
    role: Role
    team: TeamId | None
    teams: frozenset[TeamId]
    is_product_owner: bool = False

    @property
    def policy(self) -> "Policy":
        """The answers about this actor."""
        return Policy(self)


@dataclass(frozen=True, slots=True)
class Policy:
    """Every question of rights, answered for one actor."""

    actor: Actor

    @property
    def scope(self) -> Scope:
        """The rows this actor may see."""
        match self.actor.role:
            case Role.ADMIN | Role.ROBOT:
                return Everything()
            case Role.HEAD:
                return OfTeams(self.actor.teams)
            case Role.SELLER:
                return OfOwner(self.actor.id, self.actor.team)

    @property
    def leads(self) -> bool:
        """Whether the actor leads sellers: sees owners, exceptions, settings of the method."""
        return self.actor.role is not Role.SELLER

    def may_see(self, held: Holding) -> bool:
        """Whether a deal so held is visible."""
        match self.scope:
            case Everything():
                return True
            case OfTeams(teams):
                return held.team in teams
            case OfOwner(user, team):
                return held.owner == user or (held.owner is None and team is not None and held.team == team)

    def may_read(self, held: Holding, receiving: Receiving) -> bool:
        """Whether the deal's page is readable: also for whom it goes over to. Lists show what `may_see` says."""
        goes_over = self.actor.id in receiving.receivers or any(map(self.may_see, receiving.became))
        return self.may_see(held) or goes_over

    def may_edit(self, held: Holding) -> bool:
        """Whether a deal so held may be changed: one's own, or one's teams'. Unowned: take it first."""
        return self.may_see(held) and (self.leads or held.owner == self.actor.id)

    def may_merge(self, clients: Iterable[Holding]) -> bool:
        """Whether the actor may make these clients one, and part them again: who may change them all; a robot never."""
        return self.actor.role is not Role.ROBOT and all(map(self.may_edit, clients))

    @property
    def may_see_personal_data(self) -> bool:
        """Whether the actor may see and hand out all that is kept of a person: it lies in deals of every team."""
        return self.actor.role is Role.ADMIN

    @property
    def may_erase(self) -> bool:
        """Whether the actor may erase a person for good."""
        return self.actor.role is Role.ADMIN

    @property
    def may_audit(self) -> bool:
        """Whether the actor may have the whole base searched for duplicates."""
        return self.leads and self.actor.role is not Role.ROBOT

    def may_take(self, held: Holding) -> bool:
        """Whether an unowned deal may be taken by the actor."""
        return held.owner is None and self.actor.team is not None and self.may_see(held)

    def may_assign(self, held: Holding) -> bool:
        """Whether the actor may give the deal to somebody else."""
        return self.leads and self.may_see(held)

    def may_own(self, team: TeamId | None) -> bool:
        """Whether the actor may give deals to a user of this team."""
        match self.scope:
            case Everything():
                return team is not None
            case OfTeams(teams):
                return team in teams
            case OfOwner(_, own):
                return team is not None and team == own

    def may_review(self, held: Holding, assignee: UserId | None = None) -> bool:
        """Whether the actor may look into a deal over its limit: those who lead; one's own only where it was given to one."""
        return (
            self.leads and self.may_see(held) and (held.owner != self.actor.id or assignee == self.actor.id)
        )

    def may_ask_explanation(self, held: Holding) -> bool:
        """Whether the actor may ask the deal's seller for a written explanation."""
        return self.leads and self.may_see(held) and held.owner is not None and held.owner != self.actor.id

    def may_verify(self, held: Holding, sellers: Iterable[UserId]) -> bool:
        """Whether the actor may say why a lost deal was really lost: those who lead, but nobody of its `sellers`."""
        return self.leads and self.may_see(held) and self.actor.id not in sellers

    def may_decide_sanction(self, held: Holding) -> bool:
        """Whether the actor may confirm or cancel a sanction: those who lead its seller (`held.owner`), never their own."""
        is_person = self.actor.role is not Role.ROBOT
        return self.leads and is_person and self.may_see(held) and held.owner != self.actor.id

    def may_judge_appeal(self, held: Holding, judges: Collection[UserId]) -> bool:
        """Whether the actor may decide the appeal; `judges`: see sanctions.judges."""
        return self.may_decide_sanction(held) and self.actor.id in judges

    def may_set_sanctions(self, teams: Collection[TeamId]) -> bool:
        """Whether the actor may make or change rules of these teams (none named: of all): a head only for their own."""
        if self.actor.role is Role.HEAD:
            return bool(teams) and self.actor.teams.issuperset(teams)
        return self.actor.role is Role.ADMIN

    @property
    def may_make_exceptions(self) -> bool:
        """Whether the actor may let a deal through the gate with a reason. A robot never does."""
        return self.leads and self.actor.role is not Role.ROBOT

    @property
    def may_set_up_method(self) -> bool:
        """Pipelines, stages, criteria, limits, reasons."""
        return self.leads and self.actor.role is not Role.ROBOT

    @property
    def may_manage_users(self) -> bool:
        """Users and teams."""
        return self.actor.role is Role.ADMIN

    @property
    def may_run_jobs(self) -> bool:
        """Whether the actor sees what is done beside the requests, and retries what failed."""
        return self.actor.role is Role.ADMIN

    @property
    def may_answer_feedback(self) -> bool:
        """Whether the actor sees all product feedback, moves, merges and answers it."""
        return self.actor.is_product_owner or self.actor.role is Role.ADMIN

    @property
    def works_deals(self) -> bool:
        """Whether deals are the actor's business at all; a product owner without a team has none."""
        return self.leads or self.actor.team is not None

    @property
    def may_see_colleagues(self) -> bool:
        """Owner filters and columns."""
        return self.leads

    def sees_field(self, seen_by: SeenBy) -> bool:
        """Whether the actor sees and changes a custom field that these see: wherever it stands, and what the log says of it."""
        return seen_by is SeenBy.EVERYBODY or self.leads

    @property
    def may_import(self) -> bool:
        """Bring in whole lists of clients: those who lead. They own what they may give to whom."""
        return self.leads and self.actor.role is not Role.ROBOT

    @property
    def may_export(self) -> bool:
        """Export what one sees."""
        return True


def subtree(root: TeamId, parents: Mapping[TeamId, TeamId | None]) -> frozenset[TeamId]:
    """`root` and every team below it. `parents` maps each team to the team above it."""
    found = {root}
    while True:
        below = {team for team, parent in parents.items() if parent in found} - found
        if not below:
            return frozenset(found)
        found |= below


def makes_a_circle(team: TeamId, parent: TeamId | None, parents: Mapping[TeamId, TeamId | None]) -> bool:
    """Whether putting `team` under `parent` would make the tree a circle."""
    return parent is not None and parent in subtree(team, parents)


def chain(team: TeamId | None, parents: Mapping[TeamId, TeamId | None]) -> Iterable[TeamId]:
    """`team` and the teams above it, nearest first."""
    while team is not None:
        yield team
        team = parents.get(team)
