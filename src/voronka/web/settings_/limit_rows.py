"""The rows of a stage's form in which the limits of some deals are typed: as it has them, one more, one less."""

from collections.abc import Iterable, Mapping

from voronka.commands.setup.limit_fields import LIMIT_PARTS, read_limit, read_limits, row_field
from voronka.commands.values import Bad
from voronka.domain.errors import Invalid
from voronka.domain.pipeline import MOST_LIMITS, StageLimit
from voronka.queries.settings import known_sources
from voronka.queries.workspace import workspace
from voronka.web.durations import duration_fields
from voronka.web.formatting import number
from voronka.web.limit_words import LimitLine, limit_lines

COUNT = "limits"
"""The hidden field with how many rows there are."""

Values = Mapping[str, str]


def is_of_a_row(field: str) -> bool:
    """Whether a field belongs to the rows."""
    return field == COUNT or field.startswith("limit-")


def row_values(limits: Iterable[StageLimit]) -> dict[str, str]:
    """The limits as the form shows them."""
    rows = [_row(one) for one in limits]
    return _numbered(rows)


def typed_rows(posted: Values) -> dict[str, str]:
    """All that was typed in rows, one row more or less where that was asked for (`more`, `less` with the row's number).

    The fields of rows that are not there are empty, so that they take the place of what a stage has.
    """
    count = _whole(posted.get(COUNT, ""))
    rows = [{part: posted.get(row_field(n, part), "") for part in LIMIT_PARTS} for n in range(count)]
    if posted.get("more") == COUNT and len(rows) < MOST_LIMITS:
        rows.append(dict.fromkeys(LIMIT_PARTS, "") | {"length_unit": "days"})
    less = _whole(posted.get("less", ""), MOST_LIMITS)
    if "less" in posted and less < len(rows):
        del rows[less]
    nothing = {row_field(n, part): "" for n in range(MOST_LIMITS) for part in LIMIT_PARTS}
    return nothing | _numbered(rows)


def _numbered(rows: list[dict[str, str]]) -> dict[str, str]:
    fields = {row_field(n, part): said for n, row in enumerate(rows) for part, said in row.items()}
    return {COUNT: str(len(rows)), **fields}


def _row(limit: StageLimit) -> dict[str, str]:
    length, unit = duration_fields(limit.limit)
    amount = "" if limit.amount_from is None else number(limit.amount_from)
    return {"from": amount, "source": limit.source, "length": length, "length_unit": unit}


def _whole(said: str, most: int = MOST_LIMITS) -> int:
    return min(int(said), most) if said.isdecimal() and said.isascii() and len(said) < len("1000") else 0


def rows_shown(values: Values) -> dict[str, object]:
    """What the rows are drawn with; the sentences speak of what is typed, as far as it can be read."""
    currency = workspace().currency
    return {
        "currency": currency,
        "sources": known_sources(),
        "limit_rows": range(_whole(values.get(COUNT, ""))),
        "most_limits": MOST_LIMITS,
        "limit_lines": typed_lines(values, currency),
    }


def typed_lines(values: Values, currency: str) -> tuple[LimitLine, ...]:
    """Which limit counts for whom, as typed; nothing while something is wrong."""
    try:
        others = read_limit(values.get("limit", ""), values.get("limit_unit", "") or "days")
        return limit_lines(read_limits(values), others, currency)
    except (Bad, Invalid):
        return ()
