"""The way of each deal through the stages: visits, the log of it, and what is counted from it."""
# ruff: noqa: S608 - the statements are made of numbers and of our own names only

from voronka.commands.bench_workspace.people import COLUMNS
from voronka.commands.bench_workspace.plan import Plan

MOST_PAIRS = 3
# Climbing to the last column, then forth and back, then an exit.
MOST_VISITS = COLUMNS + 2 * MOST_PAIRS + 1
_EVENT_COLUMNS = (
    "(at, kind, actor_id, deal_id, contact_id, company_id, pipeline_id, stage_id, owner_id, team_id,"
    " stage_before_id, owner_before_id, team_before_id, version, request_id, payload)"
)


def column(plan: Plan, number: str) -> str:
    """The stage of a column by its number: stages were made from left to right."""
    return f"({plan.made.columns[0]} + {number})"


def visits(plan: Plan) -> list[str]:
    """Every stay of every deal."""
    at = plan.dialect.at
    last = "v.n = d.top + 2 * d.pairs + 1 + d.closed"
    entered, left = at("d.created + d.step * (v.n - 1)"), at("d.created + d.step * v.n")
    return [
        f"""INSERT INTO voronka_stagevisit (deal_id, stage_id, team_id, owner_id, since, entered_at, left_at, left_how)
        SELECT d.id, {_stage_of(plan, "(v.n - 1)")}, d.team, NULLIF(d.owner, 0), {entered}, {entered},
          CASE WHEN {last} THEN NULL ELSE {left} END,
          CASE WHEN {last} THEN '' ELSE {_how(plan, "(v.n - 1)")} END
        FROM {_each_visit(plan)} ORDER BY d.id, v.n"""
    ]


def events(plan: Plan) -> list[str]:
    """The log: each deal made, and each of its moves."""
    made, dialect = plan.made, plan.dialect
    before, now = _stage_of(plan, "(v.n - 2)"), _stage_of(plan, "(v.n - 1)")
    owner = "NULLIF(d.owner, 0)"
    return [
        f"""INSERT INTO voronka_event {_EVENT_COLUMNS}
        SELECT {dialect.at("d.created")}, 'deal_created', {owner}, d.id, d.id, d.company, {made.pipeline},
          {made.columns[0]}, {owner}, d.team, {made.columns[0]}, {owner}, d.team, 1, '', {_created(plan)}
        FROM bench_deal d JOIN bench_want w ON w.n = d.want ORDER BY d.id""",
        f"""INSERT INTO voronka_event {_EVENT_COLUMNS}
        SELECT {dialect.at("d.created + d.step * (v.n - 1)")}, 'deal_moved', {owner}, d.id, d.id, d.company,
          {made.pipeline}, b.id, {owner}, d.team, a.id, {owner}, d.team, v.n, '', {_moved(plan)}
        FROM {_each_visit(plan)} JOIN voronka_stage a ON a.id = ({before}) JOIN voronka_stage b ON b.id = ({now})
        WHERE v.n > 1 ORDER BY d.id, v.n""",
    ]


def passages(plan: Plan) -> list[str]:
    """The gates that were passed: nothing was asked, for the log holds no evidence."""
    no = plan.dialect.truth("1 = 0")
    return [
        f"""INSERT INTO voronka_gatepassage (event_id, deal_id, pipeline_id, stage_id, version, at, by_id, asked, by_word,
          waived, exception, is_exception)
        SELECT e.id, e.deal_id, e.pipeline_id, a.id, 1, e.at, e.actor_id, 0, 0, 0, '', {no}
        FROM voronka_event e JOIN voronka_stage a ON a.id = e.stage_before_id JOIN voronka_stage b ON b.id = e.stage_id
        WHERE e.kind = 'deal_moved' AND (b.kind = 'won' OR (b.kind = 'working' AND b.position > a.position))
        ORDER BY e.id"""
    ]


def _created(plan: Plan) -> str:
    # Hundredths as an amount's text: 1234500 is 12345.00.
    amount = "(d.amount / 100) || '.00'"
    first = plan.made.columns[0]
    return plan.dialect.json(
        f"""'{{"title": "' || w.name || ' ' || d.id || '", "stage": {first}, "owner": ' || {_OWNER}
        || ', "team": ' || d.team || ', "amount": "' || {amount} || '", "currency": "USD", "amount_base": "'
        || {amount} || '", "source": "call", "task": null}}'"""
    )


_OWNER = "COALESCE(CAST(NULLIF(d.owner, 0) AS text), 'null')"


def _moved(plan: Plan) -> str:
    made = plan.made
    lost = f"CASE WHEN b.id = {made.lost} THEN '{made.lost_reason}' ELSE 'null' END"
    postponed = f"CASE WHEN b.id = {made.postponed} THEN '{made.postpone_reason}' ELSE 'null' END"
    return plan.dialect.json(
        f"""'{{"from": ' || a.id || ', "to": ' || b.id || ', "owner": ' || {_OWNER} || ', "team": ' || d.team
        || ', "from_name": "' || a.name || '", "to_name": "' || b.name || '", "how": "' || ({_how(plan, "(v.n - 2)")})
        || '", "reason": "", "exception": "", "waived": [], "evidence": [], "seconds_at_stage": ' || d.step
        || ', "lost_reason": ' || {lost} || ', "competitor": "", "postpone_reason": ' || {postponed}
        || ', "until": null, "before": {{}}, "made": [], "cancelled": []}}'"""
    )


def counters(plan: Plan) -> list[str]:
    """Open deals per stage, and visits that ended."""
    day = plan.dialect.day("d.created + d.step * v.n")
    return [
        """INSERT INTO voronka_stagecount (stage_id, team_id, owner_key, deals, amount)
        SELECT stage_id, team_id, COALESCE(owner_id, 0), COUNT(*), SUM(amount_base) FROM voronka_deal
        WHERE is_open GROUP BY stage_id, team_id, COALESCE(owner_id, 0)""",
        f"""INSERT INTO voronka_stageflow (stage_id, day, left_how, team_id, owner_key, visits)
        SELECT stage, day, how, team, owner, COUNT(*) FROM (
          SELECT {_stage_of(plan, "(v.n - 1)")} AS stage, {day} AS day, {_how(plan, "(v.n - 1)")} AS how,
            d.team AS team, d.owner AS owner
          FROM {_each_visit(plan)} WHERE v.n <= d.top + 2 * d.pairs + d.closed) AS ended
        GROUP BY stage, day, how, team, owner""",
    ]


def relations(plan: Plan) -> list[str]:
    """What the clients are to us: Leads by their first request, Customers by the first stage that was passed."""
    requested = "SELECT d.id AS deal, d.company AS company, d.created AS at FROM bench_deal d"
    stage = _stage_of(plan, "(v.n - 1)")
    qualified = f"""SELECT d.id AS deal, d.company AS company, MIN(d.created + d.step * v.n) AS at
        FROM {_each_visit(plan)} JOIN voronka_stage s ON s.id = ({stage}) AND s.kind = 'working'
        WHERE v.n <= d.top + 2 * d.pairs + d.closed AND {_how(plan, "(v.n - 1)")} IN ('forward', 'won')
        GROUP BY d.id, d.company"""
    facts = {("lead", "request"): requested, ("customer", "qualified"): qualified}
    return [
        statement
        for (relation, cause), fact in facts.items()
        for statement in _first_of_each(plan, relation, cause, fact)
    ]


def _first_of_each(plan: Plan, relation: str, cause: str, fact: str) -> list[str]:
    """The first of a client's facts, by the company's day and then by the deal. A deal has its contact's number."""
    day = plan.dialect.day("f.at")
    insert = "INSERT INTO voronka_clientrelation ({}_id, relation, since_on, cause, deal_id)"
    return [
        f"""{insert.format("contact")}
        SELECT f.deal, '{relation}', {day}, '{cause}', f.deal FROM ({fact}) AS f ORDER BY f.deal""",
        f"""{insert.format("company")}
        SELECT company, '{relation}', day, '{cause}', deal FROM (
          SELECT f.company AS company, f.deal AS deal, {day} AS day,
            ROW_NUMBER() OVER (PARTITION BY f.company ORDER BY {day}, f.deal) AS place
          FROM ({fact}) AS f WHERE f.company IS NOT NULL) AS placed
        WHERE place = 1 ORDER BY company""",
    ]


def _each_visit(plan: Plan) -> str:
    series = plan.dialect.series("v", MOST_VISITS)
    return f"bench_deal d JOIN {series} ON v.n <= d.top + 2 * d.pairs + 1 + d.closed"


def _column_of(k: str) -> str:
    """The number of the column of visit `k`, counted from 0; -1 at the exit."""
    return (
        f"CASE WHEN {k} <= d.top THEN {k} WHEN {k} > d.top + 2 * d.pairs THEN -1"
        f" WHEN ({k} - d.top) % 2 = 1 THEN d.top - 1 ELSE d.top END"
    )


def _stage_of(plan: Plan, k: str) -> str:
    number = _column_of(k)
    return f"CASE WHEN ({number}) = -1 THEN d.exit_stage ELSE {column(plan, f'({number})')} END"


def _how(plan: Plan, k: str) -> str:
    """How visit `k` ended, where another follows."""
    following = _column_of(f"({k} + 1)")
    exits = {plan.made.won: "won", plan.made.lost: "lost", plan.made.postponed: "postponed"}
    leaving = " ".join(f"WHEN {stage} THEN '{how}'" for stage, how in exits.items())
    return (
        f"CASE WHEN ({following}) = -1 THEN CASE d.exit_stage {leaving} END"
        f" WHEN ({following}) > ({_column_of(k)}) THEN 'forward' ELSE 'back' END"
    )
