"""A seller's capacity in a sentence with its numbers."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from voronka.domain.capacity import Capacity, Load
from voronka.web.formatting import number
from voronka.web.labels import Label

LOADS: Mapping[Load, Label] = {
    Load.IDLE: pgettext_lazy("load of a seller", "Idle"),
    Load.ROOM: pgettext_lazy("load of a seller", "Has room"),
    Load.FULL: pgettext_lazy("load of a seller", "Full"),
    Load.OVERLOADED: pgettext_lazy("load of a seller", "Overloaded"),
}
LOAD_TONES: Mapping[Load, str] = {
    Load.IDLE: "warn",
    Load.ROOM: "acc",
    Load.FULL: "ok",
    Load.OVERLOADED: "bad",
}


def capacity_text(one: Capacity) -> str:
    """So many open deals need so many touches a week; so many hours allow so many, and so many were done."""
    told = {
        "num": number(one.deals),
        "needed": number(round(one.needed)),
        "hours": number(round(one.hours)),
        "possible": number(round(one.possible)),
        "done": number(round(one.done)),
    }
    return (
        ngettext(
            "%(num)s open deal needs about %(needed)s touches a week; %(hours)s h allow about %(possible)s, and about %(done)s a week were done.",
            "%(num)s open deals need about %(needed)s touches a week; %(hours)s h allow about %(possible)s, and about %(done)s a week were done.",
            one.deals,
        )
        % told
    )


def what_next(one: Capacity) -> str:
    """What to do about it; empty where all is well."""
    match one.load:
        case Load.OVERLOADED:
            text = ngettext(
                "Hire, or hand over about %(num)s deal.",
                "Hire, or hand over about %(num)s deals.",
                -one.spare,
            )
            return text % {"num": number(-one.spare)}
        case Load.IDLE if not one.deals:
            return _("No open deal: give them some.")
        case Load.IDLE | Load.ROOM:
            text = ngettext(
                "There is room for about %(num)s deal more.",
                "There is room for about %(num)s deals more.",
                one.spare,
            )
            return text % {"num": number(one.spare)}
        case Load.FULL:
            return ""
