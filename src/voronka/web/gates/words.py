"""What the figures of gates say: times, what a pass rested on, how sure a share is, how long a stay was."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from voronka.domain.share import Share
from voronka.reports.gate_filter import GateQuery, Rested, Span
from voronka.reports.versions import Force
from voronka.web.formatting import date_medium, number, percent
from voronka.web.labels import Label

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)

SPANS: Mapping[Span, Label] = {
    Span.DAYS_30: gettext_lazy("30 days"),
    Span.DAYS_90: gettext_lazy("90 days"),
    Span.QUARTER: gettext_lazy("This quarter"),
    Span.YEAR: gettext_lazy("This year"),
    Span.ALL: pgettext_lazy("time of a report", "All time"),
}
RESTED: Mapping[Rested, Label] = {
    Rested.FACTS: gettext_lazy("By facts alone"),
    Rested.WORD: gettext_lazy("By somebody’s word"),
    Rested.EXCEPTION: gettext_lazy("Let through"),
}


def span_text(query: GateQuery) -> str:
    """`1 Nov 2026 – 22 Nov 2026`, `since 1 Nov 2026`, `All time`."""
    return _between(query.since, query.until) or str(SPANS[Span.ALL])


def force_text(force: Force) -> str:
    """The same of a version, by the reader's clock."""
    since, until = (None if at is None else localtime(at).date() for at in (force.since, force.until))
    return _between(since, until) or _("from the beginning")


def _between(since: date | None, until: date | None) -> str:
    """Empty without an end on either side."""
    if since is not None and until is not None:
        return _("%(since)s – %(until)s") % {"since": date_medium(since), "until": date_medium(until)}
    if since is not None:
        return _("since %(day)s") % {"day": date_medium(since)}
    return "" if until is None else _("until %(day)s") % {"day": date_medium(until)}


def chips(query: GateQuery, names: Mapping[str, str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The filters that are on, each with the parameters that it is. `names`: of a stage, a person, a criterion."""
    if query.span is Span.DATES and (query.since or query.until):
        yield span_text(query), ("period", "from", "to")
    if query.version is not None:
        yield _("Judged by version %(number)s") % {"number": number(query.version)}, ("version",)
    if query.stage is not None:
        yield names.get("stage", _("unknown")), ("stage",)
    if query.rested is not None:
        yield str(RESTED[query.rested]), ("rested",)
    if query.person is not None:
        yield names.get("person", _("unknown")), ("person",)
    if query.criterion is not None:
        yield names.get("criterion", _("unknown")), ("criterion",)


def range_text(share: Share) -> str:
    """`78–100%`: between which it lies in 19 of 20 cases."""
    low, high = share.interval
    return pgettext("a range of shares", "%(low)s to %(high)s") % {"low": percent(low), "high": percent(high)}


def length_text(length: timedelta | None) -> str:
    """`2.2 d`, `14 h`, `20 min`; a dash for none."""
    if length is None:
        return "—"
    if length >= DAY:
        return pgettext("days in a stage, short", "%(days)s d") % {"days": number(round(length / DAY, 1))}
    if length >= HOUR:
        return pgettext("hours in a stage, short", "%(hours)s h") % {"hours": number(round(length / HOUR))}
    minutes = {"minutes": number(round(length / timedelta(minutes=1)))}
    return pgettext("minutes in a stage, short", "%(minutes)s min") % minutes
