"""Rules of deals: next step, open and closed, owner, amount."""

from collections.abc import Iterator

from voronka.management.invariants.rule import Rule, finds_nothing
from voronka.models import Deal
from voronka.queries.limits import limits_now

_HEARD = " UNION ALL ".join(
    f"SELECT deal_id, {column} AS at FROM voronka_{table} WHERE {stands}"  # noqa: S608 - our own names
    for table, column, stands in (
        ("call", "started_at", "removed_at IS NULL AND seconds > 0"),
        ("meeting", "at", "removed_at IS NULL"),
        ("dispatch", "opened_at", "removed_at IS NULL AND opened_at IS NOT NULL"),
        ("dispatch", "acknowledged_at", "removed_at IS NULL AND acknowledged_at IS NOT NULL"),
        ("dispatch", "ordered_at", "removed_at IS NULL AND ordered_at IS NOT NULL"),
        ("payment", "created_at", "removed_at IS NULL"),
        ("consent", "at", "removed_at IS NULL"),
        ("signedcontract", "created_at", "removed_at IS NULL"),
        ("intakerequest", "received_at", "deal_id IS NOT NULL"),
    )
)
_OPEN_KINDS = "('unsorted', 'working')"


def other_limits() -> Iterator[str]:
    """Deals that keep another limit than is counted anew, and closed ones that keep one."""
    for now in limits_now(Deal.objects.all()):
        if not now.is_kept:
            yield f"deal {now.deal}: limit at {now.limit_at}, warned at {now.warn_at}"
    closed = Deal.objects.filter(is_open=False).exclude(limit_at=None, warn_at=None)
    yield from (f"deal {id}: closed, with a limit" for id in closed.values_list("id", flat=True))


RULES: tuple[Rule, ...] = (
    finds_nothing(
        "Every open deal has a live next step of its own, due when the deal says",
        "deal {0}: its next step is task {1}",
        """SELECT d.id, d.next_task_id FROM voronka_deal d LEFT JOIN voronka_task t ON t.id = d.next_task_id
        WHERE d.is_open AND (t.id IS NULL OR t.deal_id <> d.id OR t.state <> 'open'
            OR d.next_step_at IS NULL OR t.due_at <> d.next_step_at)""",
    ),
    finds_nothing(
        "The next step is the earliest open task, and none where no task is open",
        "deal {0}: names task {1} as its next step",
        """SELECT d.id, d.next_task_id FROM voronka_deal d LEFT JOIN voronka_task n ON n.id = d.next_task_id
        WHERE (n.id IS NOT NULL AND (n.state <> 'open' OR n.deal_id <> d.id))
            OR (n.id IS NULL AND d.next_step_at IS NOT NULL)
            OR EXISTS (SELECT 1 FROM voronka_task t WHERE t.deal_id = d.id AND t.state = 'open'
                AND (n.id IS NULL OR t.due_at < n.due_at OR (t.due_at = n.due_at AND t.id < n.id)))""",
    ),
    finds_nothing(
        "A deal stands at a stage of its own pipeline",
        "deal {0}: pipeline {1}, stage {2}",
        """SELECT d.id, d.pipeline_id, d.stage_id FROM voronka_deal d JOIN voronka_stage s ON s.id = d.stage_id
        WHERE s.pipeline_id <> d.pipeline_id""",
    ),
    finds_nothing(
        "A deal is open or closed as its stage says",
        "deal {0}: stage {1} of kind {2}",
        f"""SELECT d.id, s.id, s.kind FROM voronka_deal d JOIN voronka_stage s ON s.id = d.stage_id
        WHERE (d.is_open AND s.kind NOT IN {_OPEN_KINDS}) OR (NOT d.is_open AND s.kind IN {_OPEN_KINDS})""",  # noqa: S608 - our own constant
    ),
    finds_nothing(
        "A closed deal has its date, a lost one its reason, a postponed one reason and return",
        "deal {0}: closed as {1}",
        """SELECT d.id, s.kind FROM voronka_deal d JOIN voronka_stage s ON s.id = d.stage_id
        WHERE NOT d.is_open AND (d.closed_at IS NULL
            OR (s.kind = 'lost' AND d.lost_reason_id IS NULL)
            OR (s.kind = 'postponed' AND (d.postpone_reason_id IS NULL OR d.postponed_until IS NULL)))""",
    ),
    finds_nothing(
        "An open deal carries nothing of an exit",
        "deal {0}",
        """SELECT d.id FROM voronka_deal d WHERE d.is_open AND (d.closed_at IS NOT NULL
            OR d.lost_reason_id IS NOT NULL OR d.postpone_reason_id IS NOT NULL OR d.postponed_until IS NOT NULL)""",
    ),
    finds_nothing(
        "A deal knows its decision-maker when its contact is one",
        "deal {0}: contact {1}",
        """SELECT d.id, d.contact_id FROM voronka_deal d LEFT JOIN voronka_contact c ON c.id = d.contact_id
        WHERE d.knows_decider <> COALESCE(c.decides, FALSE)""",
    ),
    finds_nothing(
        "The client of a deal was last heard of when the newest call, meeting, payment or the like says",
        "deal {0}: heard of at {1}",
        f"""SELECT d.id, d.heard_at FROM voronka_deal d
        LEFT JOIN (SELECT deal_id, MAX(at) AS at FROM ({_HEARD}) AS each_one GROUP BY deal_id) AS h ON h.deal_id = d.id
        WHERE (d.heard_at IS NULL AND h.at IS NOT NULL) OR (d.heard_at IS NOT NULL AND h.at IS NULL)
            OR d.heard_at <> h.at""",  # noqa: S608 - our own names
    ),
    finds_nothing(
        "An objection arose at an open stage of its deal's pipeline",
        "objection {0}: deal {1}, stage {2}",
        f"""SELECT o.id, o.deal_id, o.stage_id FROM voronka_objection o JOIN voronka_deal d ON d.id = o.deal_id
        JOIN voronka_stage s ON s.id = o.stage_id
        WHERE s.pipeline_id <> d.pipeline_id OR s.kind NOT IN {_OPEN_KINDS}""",  # noqa: S608 - our own constant
    ),
    finds_nothing(
        "A verified reason is one of losing, and was said after the deal was lost",
        "deal {0}: verified reason {1}",
        """SELECT v.deal_id, v.id FROM voronka_verifiedreason v JOIN voronka_reason r ON r.id = v.reason_id
        WHERE r.exit <> 'lost' OR v.at < v.lost_at""",
    ),
    finds_nothing(
        "A deal without an owner waits in Unsorted",
        "deal {0}: stage {1} of kind {2}",
        """SELECT d.id, s.id, s.kind FROM voronka_deal d JOIN voronka_stage s ON s.id = d.stage_id
        WHERE d.owner_id IS NULL AND s.kind <> 'unsorted'""",
    ),
    finds_nothing(
        "The owner of an open deal is active, and the deal is in the owner's team",
        "deal {0}: owner {1}, team {2}",
        """SELECT d.id, d.owner_id, d.team_id FROM voronka_deal d JOIN voronka_user u ON u.id = d.owner_id
        WHERE d.is_open AND (NOT u.is_active OR (u.team_id IS NOT NULL AND u.team_id <> d.team_id))""",
    ),
    Rule("The limit of a deal is what its stage, calendar, amount and source say", other_limits),
    finds_nothing(
        "An amount in the workspace's currency counts as it is",
        "deal {0}: amount {1}, counted {2} (hundredths)",
        """SELECT d.id, d.amount, d.amount_base FROM voronka_deal d JOIN voronka_workspace w ON w.currency = d.currency
        WHERE d.amount_base <> COALESCE(d.amount, 0)""",
    ),
)
