"""The model in splink's words: what it learns from the base itself without labels, and the scores it gives.

u (how often two strangers agree) comes from random pairs, m (how often two that are one do) from expectation
maximisation, and how many pairs are one at all from the scores themselves, until both agree.
"""

from collections.abc import Sequence
from math import log2
from typing import TYPE_CHECKING

import duckdb
import splink.comparison_level_library as level_library
from splink import DuckDBAPI, Linker, SettingsCreator
from splink.blocking_rule_library import CustomRule
from splink.comparison_library import CustomComparison

from voronka.reports.duplicates.model import Comparison, Level, Model

if TYPE_CHECKING:
    from splink.internals.comparison_level_creator import ComparisonLevelCreator

_SEED = 1
_SAMPLED_PAIRS = 250_000
_TRAINED_PAIRS = 500_000
# With fewer pairs to learn from, what is known of other bases says more.
_LEAST_TO_LEARN = 300
# Of fewer records neither rarity nor the agreement of strangers can be learnt.
_LEAST_RECORDS = 1000
# One in so many stands in a base again, as long as nothing is known of it.
_ONE_IN = 50
# Nobody's name is so rare that agreeing in it proves everything.
_RAREST = 0.00001
# Pairs below are one so seldom that they count for nothing.
_LEAST_WEIGHT = -9
_ROUNDS = 30
_CLOSE_ENOUGH = 0.001


def scored_pairs(
    connection: duckdb.DuckDBPyConnection, model: Model, least: float
) -> tuple[str, Sequence[Comparison]]:
    """Score the table `pairs` of `records`. A query for numbers, certainty and levels, and what it compares."""
    filled = _filled(connection)
    comparisons = [one for one in model.comparisons if filled.issuperset(one.columns)]
    api = DuckDBAPI(connection)
    count = int(connection.execute("SELECT count(*) FROM records").fetchall()[0][0])
    learns = count >= _LEAST_RECORDS
    settings = _settings(comparisons, _expected(count), weighs_rarity=learns)
    linker = Linker(api.register("records"), settings, log_level=None, validate_settings=False)
    if learns:
        _train(connection, linker, model, filled)
    linker.table_management.register_blocked_pairs_for_predict(api.register("pairs"))
    found = linker.inference.predict(threshold_match_weight=_LEAST_WEIGHT, warning_mode="never").physical_name
    # A handful of likely pairs in a small base says nothing of how many there are.
    surely = _certainty(_shift(connection, found, count) if learns else 0.0)
    levels = "".join(f", gamma_{one.name}" for one in comparisons)
    query = f"SELECT id_l, id_r, {surely} AS surely{levels} FROM {found} WHERE {surely} >= {least} ORDER BY surely DESC, id_l, id_r"  # noqa: S608 - names and numbers of ours
    return query, comparisons


def _filled(connection: duckdb.DuckDBPyConnection) -> set[str]:
    """The columns that say something of anybody."""
    columns = [row[0] for row in connection.execute("DESCRIBE records").fetchall()]
    counts = connection.execute(
        f"SELECT {', '.join(f'count({column})' for column in columns)} FROM records"  # noqa: S608 - as above
    ).fetchall()[0]
    return {column for column, count in zip(columns, counts, strict=True) if count}


def _expected(count: int) -> float:
    """Of all pairs, how many are expected to be one before anything is known."""
    return min(0.5, count / _ONE_IN / (count * (count - 1) / 2))


def _settings(comparisons: Sequence[Comparison], expected: float, *, weighs_rarity: bool) -> SettingsCreator:
    return SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="id",
        comparisons=[_comparison(one, weighs_rarity=weighs_rarity) for one in comparisons],
        # The pairs are ours; splink asks for a rule nevertheless.
        blocking_rules_to_generate_predictions=[CustomRule("l.id = r.id")],
        # It tells the levels only along with what was compared.
        retain_matching_columns=True,
        probability_two_random_records_match=expected,
        max_iterations=15,
        em_convergence=0.001,
    )


def _comparison(one: Comparison, *, weighs_rarity: bool) -> CustomComparison:
    missing = level_library.CustomLevel(one.missing).configure(is_null_level=True, label_for_charts="missing")
    return CustomComparison(
        [missing, *(_level(level, weighs_rarity=weighs_rarity) for level in one.levels)],
        output_column_name=one.name,
    )


def _level(level: Level, *, weighs_rarity: bool) -> "ComparisonLevelCreator":
    made = level_library.ElseLevel() if level.sql == "ELSE" else level_library.CustomLevel(level.sql)
    made.configure(m_probability=level.m, u_probability=level.u, label_for_charts=level.name)
    if weighs_rarity and level.rare is not None:
        made.configure(
            tf_adjustment_column=level.rare, tf_minimum_u_value=_RAREST, disable_tf_exact_match_detection=True
        )
    return made


def _train(connection: duckdb.DuckDBPyConnection, linker: Linker, model: Model, filled: set[str]) -> None:
    linker.training.estimate_u_using_random_sampling(max_pairs=_SAMPLED_PAIRS, seed=_SEED, num_chunks=1)
    for columns in model.training:
        if filled.issuperset(columns) and _pairs_with_same(connection, columns) >= _LEAST_TO_LEARN:
            linker.training.estimate_parameters_using_expectation_maximisation(
                " and ".join(f"l.{column} = r.{column}" for column in columns),
                estimate_without_term_frequencies=True,
                max_pairs=_TRAINED_PAIRS,
            )


def _pairs_with_same(connection: duckdb.DuckDBPyConnection, columns: Sequence[str]) -> int:
    named = ", ".join(columns)
    known = " AND ".join(f"{column} IS NOT NULL" for column in columns)
    counted = f"SELECT count(*) AS n FROM records WHERE {known} GROUP BY {named}"  # noqa: S608 - as above
    summed = f"SELECT coalesce(sum(n * (n - 1) // 2), 0) FROM ({counted})"  # noqa: S608 - as above
    return int(connection.execute(summed).fetchall()[0][0])


def _certainty(shift: float) -> str:
    return f"(1 / (1 + pow(2, -greatest(-60, least(60, match_weight + {shift!r})))))"


def _shift(connection: duckdb.DuckDBPyConnection, found: str, count: int) -> float:
    """What to add to the weights, so that as many pairs are one as the certainties sum up to.

    What was expected counts along, as a handful of pairs: in a small base one find must not be taken for none.
    """
    expected = count / _ONE_IN
    all_pairs = count * (count - 1) / 2
    first = before = _odds(_expected(count))
    for _ in range(_ROUNDS):
        sums = connection.execute(f"SELECT sum({_certainty(before - first)}) FROM {found}").fetchall()[0][0]  # noqa: S608 - as above
        now = _odds(((sums or 0) + expected) / (all_pairs + expected))
        if abs(now - before) < _CLOSE_ENOUGH:
            break
        before = now
    return before - first


def _odds(share: float) -> float:
    return log2(share / (1 - share))
