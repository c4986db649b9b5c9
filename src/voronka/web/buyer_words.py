"""Where the client stands in their own way to the purchase, in the reader's words."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from voronka.domain.pipeline import BuyerStage

BUYER_STAGES: Mapping[BuyerStage, str | Promise] = {
    BuyerStage.MOTIVATION: pgettext_lazy("stage of the buyer", "Motivation"),
    BuyerStage.INTEREST: pgettext_lazy("stage of the buyer", "Interest"),
    BuyerStage.DECISION: pgettext_lazy("stage of the buyer", "Decision"),
    BuyerStage.ACTION: pgettext_lazy("stage of the buyer", "Action"),
}
