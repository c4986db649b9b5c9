"""A tender in words: its days, and what of it was changed."""

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from voronka.domain.tender import NEAR, Deadline, TenderHow, TenderPart, next_deadline
from voronka.queries.tenders import TenderView
from voronka.queries.told.clients import TenderTold
from voronka.web.formatting import date_short
from voronka.web.labels import Label
from voronka.web.telling import Words, filled

DEADLINES: Mapping[Deadline, Label] = {
    Deadline.QUESTIONS: pgettext_lazy("day of a tender", "Questions until"),
    Deadline.BIDS: pgettext_lazy("day of a tender", "Bids until"),
    Deadline.DECISION: pgettext_lazy("day of a tender", "Decision on"),
}
# What the tasks of these days are called.
TASK_TITLES: Mapping[Deadline, Label] = {
    Deadline.QUESTIONS: gettext_lazy("Tender: ask the last questions"),
    Deadline.BIDS: gettext_lazy("Tender: hand in the bid"),
    Deadline.DECISION: gettext_lazy("Tender: learn the decision"),
}


def tender_words(told: TenderTold) -> Words:
    """What was changed of a tender."""
    name = {"what": told.text}
    match told.part, told.how:
        case TenderPart.TENDER, TenderHow.REMOVED:
            return Words("gavel", _("No tender any more"))
        case TenderPart.TENDER, _how:
            return Words("gavel", _("Tender noted"), "acc", facts=filled([told.text]))
        case TenderPart.CRITERION, TenderHow.REMOVED:
            return Words("gavel", _("Tender criterion removed: %(what)s") % name)
        case TenderPart.CRITERION, _how:
            return Words("gavel", _("Tender criterion: %(what)s") % name)
        case _part, TenderHow.REMOVED:
            return Words("file-text", _("Document not demanded any more: %(what)s") % name)
        case _part, TenderHow.DONE:
            return Words("circle-check", _("Document done: %(what)s") % name, "ok")
        case _part, TenderHow.OPEN:
            return Words("rotate-ccw", _("Document open again: %(what)s") % name)
        case _:
            return Words("file-text", _("Document demanded: %(what)s") % name)


def next_day_text(tender: TenderView, today: date) -> tuple[str, str]:
    """`Bids until 3 Dec` and the tone of its chip; empty where no day is to come."""
    found = next_deadline(tender.days, today)
    if found is None:
        return "", ""
    kind, on = found
    text = _("%(deadline)s %(day)s") % {"deadline": DEADLINES[kind], "day": date_short(on)}
    return text, "warn" if (on - today).days <= NEAR else ""
