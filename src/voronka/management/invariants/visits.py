"""Rules of stage visits: a deal's way through the stages, without gap or overlap."""

from voronka.management.invariants.rule import Rule, finds_nothing, finds_nothing_in_ranges

RULES: tuple[Rule, ...] = (
    finds_nothing(
        "Every deal has exactly one open visit: its stage, team and owner, since it came there",
        "deal {0}: visit {1}",
        """SELECT d.id, v.id FROM voronka_deal d
        LEFT JOIN voronka_stagevisit v ON v.deal_id = d.id AND v.left_at IS NULL
        WHERE v.id IS NULL OR v.stage_id <> d.stage_id OR v.team_id <> d.team_id
            OR COALESCE(v.owner_id, 0) <> COALESCE(d.owner_id, 0) OR v.since <> d.entered_at""",
    ),
    finds_nothing_in_ranges(
        "A deal's visits follow each other from its making to now, without gap or overlap",
        "deal {0}: visit {1}",
        """SELECT q.deal_id, q.id FROM (
            SELECT v.deal_id, v.id, v.entered_at, v.left_at, d.created_at,
                LAG(v.id) OVER way AS id_before, LAG(v.left_at) OVER way AS left_before,
                LEAD(v.id) OVER way AS id_after
            FROM voronka_stagevisit v JOIN voronka_deal d ON d.id = v.deal_id
            WHERE v.deal_id > %s AND v.deal_id <= %s WINDOW way AS (PARTITION BY v.deal_id ORDER BY v.id)) q
        WHERE (q.id_before IS NULL AND q.entered_at <> q.created_at)
            OR (q.id_before IS NOT NULL AND (q.left_before IS NULL OR q.left_before <> q.entered_at))
            OR (q.id_after IS NULL AND q.left_at IS NOT NULL)""",
    ),
    finds_nothing_in_ranges(
        "A change of owner goes on with the stay; any other visit begins one",
        "deal {0}: visit {1}",
        """SELECT q.deal_id, q.id FROM (
            SELECT v.deal_id, v.id, v.stage_id, v.since, v.entered_at, LAG(v.left_how) OVER way AS how_before,
                LAG(v.stage_id) OVER way AS stage_before, LAG(v.since) OVER way AS since_before
            FROM voronka_stagevisit v
            WHERE v.deal_id > %s AND v.deal_id <= %s WINDOW way AS (PARTITION BY v.deal_id ORDER BY v.id)) q
        WHERE (q.how_before = 'reassigned' AND (q.since <> q.since_before OR q.stage_id <> q.stage_before))
            OR (COALESCE(q.how_before, '') <> 'reassigned' AND q.since > q.entered_at)""",
    ),
)
