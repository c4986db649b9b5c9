"""The deals: a plan of each by arithmetic, then their clients, tasks, rows and visits from the plan."""
# ruff: noqa: S608 - the statements are made of numbers and of our own names only

from voronka.commands.bench_workspace.dialect import drawn, drawn_skewed, quoted, rows
from voronka.commands.bench_workspace.names import FIRST, LAST, PLACE, TRADE, WANT
from voronka.commands.bench_workspace.people import COLUMNS, LIMIT, SELLERS, TEAMS, ZONE
from voronka.commands.bench_workspace.plan import HOUR, Plan
from voronka.commands.bench_workspace.visits import MOST_PAIRS, column
from voronka.domain.search_text import fold

OPEN_OF_A_HUNDRED = 30
NAMES = {"first": FIRST, "last": LAST, "trade": TRADE, "place": PLACE, "want": WANT}
# Names are laid in parts: SQLite takes statements of a megabyte.
_NAMES_AT_ONCE = 2000


def companies_of(deals: int) -> int:
    """How many companies so many deals have."""
    return max(1, deals // 4)


def planning(plan: Plan) -> list[str]:
    """Tables `bench_*`: the names, and what each deal is made from.

    A deal climbs to column `top`, then goes back and forth between the two last columns `pairs` times; a
    closed one leaves from there. It has `top + 1 + 2 * pairs` visits, and one more at the exit.
    """
    return [*_names(), _deal_table(), _drawing(plan), _dating(plan)]


def _names() -> list[str]:
    statements = []
    for name, values in NAMES.items():
        statements.append(f"CREATE TABLE bench_{name} (n integer PRIMARY KEY, name text, folded text)")
        laid = [(str(n), quoted(value), quoted(fold(value))) for n, value in enumerate(values)]
        statements += [
            f"INSERT INTO bench_{name} VALUES {rows(laid[at : at + _NAMES_AT_ONCE])}"
            for at in range(0, len(laid), _NAMES_AT_ONCE)
        ]
    return statements


def _deal_table() -> str:
    return (
        "CREATE TABLE bench_deal (id integer PRIMARY KEY, top integer, pairs integer, step bigint, closed integer,"
        " exit_stage integer, owner integer, team integer, created bigint, amount bigint, want integer,"
        " first integer, last integer, company integer, phone bigint)"
    )


def _drawing(plan: Plan) -> str:
    made = plan.made
    unowned = f"top = 0 AND closed = 0 AND {drawn('n', 12, 4)} = 0"
    return f"""INSERT INTO bench_deal
        SELECT n, top, CASE WHEN top < 2 THEN 0 ELSE pairs END, step, closed,
          CASE WHEN closed = 1 THEN outcome ELSE 0 END,
          CASE WHEN {unowned} THEN 0 ELSE {made.sellers[0]} + seller END,
          {made.teams[0]} + seller % {TEAMS}, 0, amount, want, first, last, company, phone
        FROM (SELECT n, closed, outcome, pairs, step, seller, amount, want, first, last, company, phone,
            CASE WHEN closed = 1 AND outcome = {made.won} THEN {COLUMNS - 1} ELSE drawn_top END AS top
          FROM (SELECT n, CASE WHEN {drawn("n", 1, 100)} < {OPEN_OF_A_HUNDRED} THEN 0 ELSE 1 END AS closed,
            CASE {drawn("n", 2, 10)} WHEN 0 THEN {made.won} WHEN 1 THEN {made.won} WHEN 2 THEN {made.won}
              WHEN 3 THEN {made.postponed} ELSE {made.lost} END AS outcome,
            {drawn("n", 3, COLUMNS)} AS drawn_top, {drawn("n", 4, MOST_PAIRS + 1)} AS pairs,
            {HOUR} * (12 + {drawn("n", 5, 60)}) AS step, {drawn("n", 6, SELLERS)} AS seller,
            100 * (500 + {drawn("n", 7, 90_000)}) AS amount, {drawn("n", 8, len(WANT))} AS want,
            {drawn_skewed("n", 9, len(FIRST))} AS first, {drawn_skewed("n", 10, len(LAST))} AS last,
            1 + {drawn("n", 11, companies_of(made.deals))} AS company,
            6281200000000 + {drawn("n", 24, 99_999_989)} AS phone
            FROM {plan.dialect.series("numbers", made.deals)}) AS figures) AS drawn"""


def _dating(plan: Plan) -> str:
    """An open deal entered its stage up to 20 days ago, a closed one left 4 to 1,000 days ago; at whole hours."""
    return f"""UPDATE bench_deal SET created = {plan.now} - step * (top + 2 * pairs + closed)
        - CASE WHEN closed = 1 THEN {HOUR} * (96 + {drawn("id", 13, 24_000)})
          ELSE {HOUR} * (1 + {drawn("id", 14, 480)}) END"""


def clients(plan: Plan) -> list[str]:
    """A contact with a telephone for each deal, a company for every four."""
    made, dialect = plan.made, plan.dialect
    seller = drawn("c.n", 21, SELLERS)
    return [
        f"""INSERT INTO voronka_company (id, name, legal_name, tax_id, site, sector, city, country, address,
          description, time_zone, owner_id, team_id, created_at, version)
        SELECT c.n, p.name || ' ' || t.name || ' ' || c.n, '', '', '', '', '', '', '', '', '{ZONE}',
          {made.sellers[0]} + {seller}, {made.teams[0]} + {seller} % {TEAMS}, {dialect.at(str(plan.now))}, 1
        FROM {dialect.series("c", companies_of(made.deals))}
        JOIN bench_place p ON p.n = {company_place("c.n")} JOIN bench_trade t ON t.n = {company_trade("c.n")}""",
        f"""INSERT INTO voronka_contact (id, name, position, decides, company_id, city, time_zone, description,
          owner_id, team_id, created_at, version)
        SELECT d.id, f.name || ' ' || l.name, '', {dialect.truth("1 = 1")}, d.company, 'Kyiv', '{ZONE}', '',
          NULLIF(d.owner, 0), d.team, {dialect.at("d.created")}, 1
        FROM bench_deal d JOIN bench_first f ON f.n = d.first JOIN bench_last l ON l.n = d.last""",
        """INSERT INTO voronka_phone (contact_id, e164, typed, label)
        SELECT id, '+' || phone, '+' || phone, '' FROM bench_deal""",
    ]


def company_place(number: str) -> str:
    """The number of the place in a company's name."""
    return drawn(number, 22, len(PLACE))


def company_trade(number: str) -> str:
    """The number of the trade in a company's name."""
    return drawn(number, 23, len(TRADE))


def deals(plan: Plan) -> list[str]:
    """Tasks first, for the guards look for a deal's next step when the deal comes."""
    made, at = plan.made, plan.dialect.at
    last = f"CASE WHEN d.closed = 1 THEN d.exit_stage ELSE {column(plan, 'd.top')} END"
    entered = "d.created + d.step * (d.top + 2 * d.pairs + d.closed)"
    # The company works around the clock.
    limit = int(LIMIT.total_seconds())

    def limited(part: float) -> str:
        return f"CASE WHEN d.closed = 0 THEN {at(f'{entered} + {int(limit * part)}')} END"

    due = f"({plan.now} + {HOUR} * ({drawn('d.id', 31, 400)} - 40))"
    return [
        f"""INSERT INTO voronka_task (id, deal_id, kind, title, due_at, assignee_id, state, outcome, created_by_id,
          created_at, closed_at, closed_by_id)
        SELECT d.id, d.id, 'call', 'Call back', {at(due)}, NULLIF(d.owner, 0), 'open', '', NULLIF(d.owner, 0),
          {at(entered)}, NULL, NULL FROM bench_deal d WHERE d.closed = 0""",
        f"""INSERT INTO voronka_task (id, deal_id, kind, title, due_at, assignee_id, state, outcome, created_by_id,
          created_at, closed_at, closed_by_id)
        SELECT {made.deals} + d.id, d.id, 'call', 'First call', {at("d.created")}, NULLIF(d.owner, 0), 'done', '',
          NULLIF(d.owner, 0), {at("d.created")}, {at("d.created")}, NULLIF(d.owner, 0) FROM bench_deal d""",
        f"""INSERT INTO voronka_deal (id, pipeline_id, stage_id, is_open, owner_id, team_id, title, contact_id,
          company_id, amount, currency, amount_base, source, need, budget, competitor, description, next_task_id,
          next_step_at, lost_reason_id, exit_note, postponed_until, postpone_reason_id, created_at, entered_at,
          limit_at, warn_at, closed_at, changed_at, changed_by_id, version, external_id, knows_decider)
        SELECT d.id, {made.pipeline}, {last}, {plan.dialect.truth("d.closed = 0")}, NULLIF(d.owner, 0), d.team,
          w.name || ' ' || d.id, d.id, d.company, d.amount, 'USD', d.amount, 'call', 'To keep it cold', '', '', '',
          CASE WHEN d.closed = 0 THEN d.id END, CASE WHEN d.closed = 0 THEN {at(due)} END,
          CASE WHEN d.exit_stage = {made.lost} THEN {made.lost_reason} END, '',
          CASE WHEN d.exit_stage = {made.postponed} THEN {plan.dialect.day(str(plan.now + 40 * 86_400))} END,
          CASE WHEN d.exit_stage = {made.postponed} THEN {made.postpone_reason} END,
          {at("d.created")}, {at(entered)}, {limited(1)}, {limited(0.8)}, CASE WHEN d.closed = 1 THEN {at(entered)} END,
          {at(entered)}, NULLIF(d.owner, 0), d.top + 2 * d.pairs + d.closed + 1, '',
          {plan.dialect.truth("1 = 1")}
        FROM bench_deal d JOIN bench_want w ON w.n = d.want""",
    ]
