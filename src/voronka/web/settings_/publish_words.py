"""What a draft changes, in words: for the preview, and kept with the version when it is published."""

from collections.abc import Iterator, Mapping
from typing import assert_never

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from voronka.domain.pipeline import Gate
from voronka.domain.publishing import (
    Asked,
    BesideChange,
    Fate,
    GateChange,
    QuestionChange,
    QuestionsReordered,
    Said,
    StageChange,
    Way,
    WayChange,
)
from voronka.web.durations import working_text
from voronka.web.limit_words import whose
from voronka.web.playbook_change_words import (
    CRITERION_ADDED,
    CRITERION_CHANGED,
    CRITERION_REMOVED,
    NO_LIMIT,
    limit_change,
)
from voronka.web.settings_.criterion_words import words_of

_SAID: Mapping[Said, Promise] = {
    Said.PURPOSE: gettext_lazy("The purpose changed."),
    Said.QUESTION: gettext_lazy("The question to the client changed."),
    Said.BUYER: gettext_lazy("Where the client stands changed."),
    Said.STEPS: gettext_lazy("The steps changed."),
    Said.DEFAULT_STEP: gettext_lazy("The next step changed."),
    Said.ADVANCE: gettext_lazy("How a deal goes on changed."),
    Said.BACK_TO: gettext_lazy("Where a deal may go back to changed."),
    Said.WAKE_AFTER: gettext_lazy("When it asks to be looked at again changed."),
    Said.PLACE: gettext_lazy("It stands at another place."),
}
_REORDERED: Mapping[Gate, Promise] = {
    Gate.ENTER: gettext_lazy("The criteria of the entry stand in another order."),
    Gate.EXIT: gettext_lazy("The criteria to move on stand in another order."),
}
_FATES: Mapping[Fate, Promise] = {
    Fate.NEW: gettext_lazy("New stage"),
    Fate.REMOVED: gettext_lazy("Stage removed"),
}


def change_lines(change: StageChange, currency: str) -> list[str]:
    """What is otherwise at one stage, a line each."""
    return list(_lines(change, currency))


def told_changes(
    changes: tuple[StageChange, ...], beside: tuple[BesideChange, ...], currency: str
) -> tuple[str, ...]:
    """All of them, each line with its stage before it; as the version keeps them."""
    told = (
        _("%(stage)s: %(change)s") % {"stage": change.stage.name, "change": line}
        for change in changes
        for line in change_lines(change, currency)
    )
    return (*told, *(beside_line(change) for change in beside))


def beside_line(change: BesideChange) -> str:
    """One change of the checklist or of the hand-overs."""
    match change:
        case QuestionsReordered():
            return _("The questions of the checklist stand in another order.")
        case QuestionChange(None, Asked(_id, text)):
            return _("New question: “%(text)s”") % {"text": text}
        case QuestionChange(Asked(_id, text), None):
            return _("Asked no longer: “%(text)s”") % {"text": text}
        case QuestionChange(before, after):
            texts = {"before": before and before.text, "after": after and after.text}
            return _("Question reworded: “%(before)s” → “%(after)s”") % texts
        case WayChange(None, Way() as way):
            return _("Won deals go on in: %(way)s") % {"way": _place(way)}
        case WayChange(Way() as way, None):
            return _("Won deals no longer go on in: %(way)s") % {"way": _place(way)}
        case WayChange(before, after):
            return _way_changed(before, after)
        case _:
            assert_never(change)


def _way_changed(before: Way | None, after: Way | None) -> str:
    places = {"before": _place(before), "after": _place(after)}
    if places["before"] != places["after"]:
        return _("Won deals go on in: %(before)s → %(after)s") % places
    return _("What is told with the hand-over changed: %(after)s") % places


def _place(way: Way | None) -> str:
    """The pipeline, and the stage where one is named."""
    if way is None or not way.stage_name:
        return "" if way is None else way.to_name
    return _("%(pipeline)s, at %(stage)s") % {"pipeline": way.to_name, "stage": way.stage_name}


def _lines(change: StageChange, currency: str) -> Iterator[str]:
    if change.fate in _FATES:
        yield str(_FATES[change.fate])
    if change.name_before is not None:
        names = {"before": change.name_before, "after": change.stage.name}
        yield _("Renamed: “%(before)s” → “%(after)s”") % names
    if change.limit is not None:
        before, after = (str(NO_LIMIT) if one is None else working_text(one) for one in change.limit)
        yield _("Limit: %(before)s → %(after)s") % {"before": before, "after": after}
    for old, new in change.limits:
        of = next(whose(one, currency) for one in (new, old) if one is not None)
        yield limit_change(of, None if old is None else old.limit, None if new is None else new.limit)
    for gate in change.gates:
        yield from _gate(gate, currency)
    yield from (str(_SAID[said]) for said in change.said)


def _gate(change: GateChange, currency: str) -> Iterator[str]:
    for one in change.new:
        yield str(CRITERION_ADDED[change.gate]) % {"criterion": one.title}
    for one in change.gone:
        yield str(CRITERION_REMOVED[change.gate]) % {"criterion": one.title}
    for before, after in change.changed:
        told = [f"{one.title} ({words_of(one, currency).text})" for one in (before, after)]
        yield str(CRITERION_CHANGED[change.gate]) % {"before": told[0], "after": told[1]}
    if change.is_reordered:
        yield str(_REORDERED[change.gate])
