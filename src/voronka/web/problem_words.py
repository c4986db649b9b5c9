"""Problems of deals in words."""

from collections.abc import Mapping

from django.utils.translation import pgettext_lazy

from voronka.domain.problems import ProblemKind
from voronka.web.labels import Label

PROBLEM_NAMES: Mapping[ProblemKind, Label] = {
    ProblemKind.OVERDUE: pgettext_lazy("problem of a deal", "Step overdue"),
    ProblemKind.OVER_LIMIT: pgettext_lazy("problem of a deal", "Over the limit"),
    ProblemKind.NOT_REVIEWED: pgettext_lazy("problem of a deal", "Review asked for"),
    ProblemKind.NO_DECIDER: pgettext_lazy("problem of a deal", "No decision-maker"),
    ProblemKind.NO_ANSWER: pgettext_lazy("problem of a deal", "No answer"),
    ProblemKind.NOBODYS: pgettext_lazy("problem of a deal", "Nobody’s"),
}
PROBLEM_TONES: Mapping[ProblemKind, str] = {
    ProblemKind.OVERDUE: "bad",
    ProblemKind.OVER_LIMIT: "warn",
    ProblemKind.NOT_REVIEWED: "warn",
    ProblemKind.NO_DECIDER: "",
    ProblemKind.NO_ANSWER: "",
    ProblemKind.NOBODYS: "acc",
}
PROBLEM_ICONS: Mapping[ProblemKind, str] = {
    ProblemKind.OVERDUE: "circle-alert",
    ProblemKind.OVER_LIMIT: "hourglass",
    ProblemKind.NOT_REVIEWED: "gavel",
    ProblemKind.NO_DECIDER: "user-x",
    ProblemKind.NO_ANSWER: "mail",
    ProblemKind.NOBODYS: "inbox",
}
