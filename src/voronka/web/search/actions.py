"""What the palette offers to do: everywhere, and with the deal chosen on the page."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import NoReverseMatch
from django.utils.translation import gettext as _

from voronka.domain.search_text import fold, readings
from voronka.queries.palette import ChosenDeal
from voronka.web.addresses import address
from voronka.web.formatting import phone_display
from voronka.web.shell import NavItem


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to do, by exactly one of: going to `href`, opening a `dialog`, posting, pressing a `press` key's button.

    `opens` names a dialog that stands in the page already. `keys` are shown beside it.
    """

    label: str
    icon: str
    keys: tuple[str, ...] = ()
    href: str = ""
    dialog: str = ""
    post: str = ""
    press: str = ""
    opens: str = ""


def deal_actions(deal: ChosenDeal) -> list[Action]:
    """What can be done with the chosen deal; nothing that would only be refused."""
    found: list[Action] = []
    if deal.phone:
        number = phone_display(deal.phone)
        label = _("Call %(name)s, %(phone)s") % {"name": deal.callee, "phone": number}
        found.append(Action(label, "phone", ("C",), href=f"tel:{deal.phone}"))
    if deal.may_take:
        found.append(Action(_("Take this deal"), "hand", post=_address("take", deal.id)))
    if deal.may_edit or deal.may_take:
        found.append(Action(_("Move to a stage…"), "move-right", ("M",), press="m"))
    if deal.may_edit:
        found.append(
            Action(_("Set the next step…"), "calendar-plus", ("T",), dialog=_address("task-new", deal.id))
        )
    found.append(Action(_("Open the deal"), "handshake", href=_address("deal", deal.id)))
    return [action for action in found if action.href or action.dialog or action.post or action.press]


def general_actions(places: Iterable[NavItem]) -> list[Action]:
    """What can be done anywhere: make something, go to one of the places. Who has no day has no deals to make."""
    places = list(places)
    makes = (
        []
        if not any(item.id == "day" for item in places)
        else [
            Action(_("New deal"), "plus", ("N",), dialog=_address("new-deal")),
            Action(_("New contact"), "user-plus", dialog=_address("contact-new")),
            Action(_("New company"), "building-2", dialog=_address("company-new")),
        ]
    )
    keys = {"day": "D", "board": "B", "people": "P", "companies": "C", "feedback": "F", "playbook": "Y"}
    goes = [
        Action(item.label, item.icon, ("G", keys[item.id]) if item.id in keys else (), href=item.href)
        for item in places
    ]
    rest = [
        Action(_("Profile"), "circle-user", href=_address("profile")),
        Action(_("Keyboard shortcuts"), "keyboard", ("?",), opens="shortcuts"),
    ]
    return [each for each in [*makes, *goes, *rest] if each.href or each.dialog or each.opens]


def matching(actions: Iterable[Action], text: str) -> list[Action]:
    """The actions whose label has every word of the text, in any of its readings."""
    if not text.strip():
        return list(actions)
    asked = [reading.split(" ") for reading in readings(text)]
    return [action for action in actions if any(_has(fold(action.label), words) for words in asked)]


def _has(label: str, words: Iterable[str]) -> bool:
    return all(f" {word}" in f" {label}" for word in words)


def _address(page: str, *args: int) -> str:
    try:
        return address(page, *args)
    except NoReverseMatch:
        return ""
