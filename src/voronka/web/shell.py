"""What stands around every page: where one can go, who is logged in, what waits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from voronka.queries.waiting import what_waits
from voronka.web.addresses import address_if
from voronka.web.calendar_data import calendars_told
from voronka.web.formatting import initials

if TYPE_CHECKING:
    from markupsafe import Markup

    from voronka.web.request import AppRequest


@dataclass(frozen=True, slots=True)
class NavItem:
    """A place in the rail. `count` is what waits there, 0 for nothing to tell."""

    id: str
    label: str
    href: str
    icon: str
    count: int = 0


@dataclass(frozen=True, slots=True)
class Shell:
    """The shell of one person's page."""

    user_id: int
    name: str
    initials: str
    language: str
    time_zone: str
    currency: str
    theme: str
    shortcuts: bool
    overdue: int
    unread: int
    newest_notice: int
    nav: tuple[NavItem, ...]
    calendars: Markup


def shell(request: AppRequest) -> Shell:
    """The shell of the signed-in person. Two queries: what waits, and the workspace."""
    user = request.user
    waits = what_waits(request.actor, request.now)
    return Shell(
        user_id=user.pk,
        name=user.name,
        initials=initials(user.name),
        language=user.language,
        time_zone=user.time_zone,
        currency=request.workspace.currency,
        theme=user.theme,
        shortcuts=user.shortcuts,
        calendars=calendars_told(request.workspace.calendars_key, request.now),
        overdue=waits.overdue,
        unread=waits.unread,
        newest_notice=waits.newest_notice,
        nav=tuple(places(request, waits.overdue)),
    )


def places(request: AppRequest, overdue: int = 0) -> list[NavItem]:
    """Where the person can go; `overdue` tasks wait in their day."""
    of_deals = [
        ("day", _("My day"), "day", "sun", overdue),
        ("board", _("Board"), "board-first", "square-kanban", 0),
        ("people", _("People"), "people", "contact", 0),
        ("companies", _("Companies"), "companies", "building-2", 0),
    ]
    known = [
        *(of_deals[:1] if request.actor.policy.works_deals else []),
        *([("morning", _("Morning"), "morning", "sunrise", 0)] if request.actor.policy.leads else []),
        *(of_deals[1:] if request.actor.policy.works_deals else []),
        ("feedback", _("Feedback"), "feedback", "megaphone", 0),
        ("playbook", _("Playbook"), "playbook-first", "book-open-check", 0),
    ]
    if request.workspace.sanctions_on and request.actor.policy.works_deals:
        known.append(("sanctions", _("Sanctions"), "sanctions", "gavel", 0))
    if request.actor.policy.may_set_up_method:
        known.append(("settings", _("Settings"), "settings", "settings", 0))
    return [
        NavItem(id, label, href, icon, count)
        for id, label, page, icon, count in known
        if (href := address_if(page))
    ]
