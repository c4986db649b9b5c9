"""The figures of each gate as a CSV file."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from voronka.domain.share import Share
from voronka.reports.gates import GateFigures, Passes
from voronka.web.csv_lines import MARK, csv_line


def csv_of(figures: GateFigures) -> str:
    """The whole file: numbers and shares of 0 to 1, a line for each gate and one for all."""
    head = (
        pgettext("column of the playbook", "Stage"), pgettext("gates", "Passed"), _("By facts alone"), _("Share"), _("By somebody’s word"),
        _("Share"), _("Criteria met"), _("of these by word"), _("Share"), _("Let through"), _("Share"),
        _("Most often without a fact"), _("by word"), _("not met"),
    )  # fmt: skip
    lines = [MARK + csv_line(head)]
    for gate in figures.stages:
        weakest = gate.unproven[0] if gate.unproven else None
        worst = (
            ("", "", "") if weakest is None else (weakest.title, str(weakest.by_word), str(weakest.waived))
        )
        lines.append(csv_line([gate.name, *_cells(gate.passes), *worst]))
    lines.append(csv_line([_("All gates"), *_cells(figures.total), "", "", ""]))
    return "".join(lines)


def _cells(passes: Passes) -> Iterator[str]:
    yield str(passes.count)
    for share in (passes.by_facts, passes.by_word):
        yield from (str(share.part), _share(share))
    yield str(passes.judgement.whole)
    for share in (passes.judgement, passes.by_exception):
        yield from (str(share.part), _share(share))


def _share(share: Share) -> str:
    return "" if share.value is None else f"{share.value:.3f}"
