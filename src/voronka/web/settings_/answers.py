"""What a saved or refused change of the settings answers."""

import json
import re
from collections import defaultdict
from collections.abc import Mapping
from typing import TypedDict

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy

from voronka.domain.errors import Invalid, Problem
from voronka.web.errors.wording import problem_texts
from voronka.web.labels import Label
from voronka.web.request import AppRequest
from voronka.web.toast import toast_header

_ROW = re.compile(r"-\d+-")
# Where the general sentence would not say what to do here.
_HERE: Mapping[tuple[str, Problem], Label] = {
    ("stages", Problem.REQUIRED): gettext_lazy("Write at least one stage, each on a line of its own."),
    ("stages", Problem.TOO_LONG): gettext_lazy(
        "A stage’s name may have 40 characters, and a pipeline 20 stages. Shorten the list."
    ),
    ("stages", Problem.ALREADY_TAKEN): gettext_lazy("Two stages have the same name. Name each once."),
    ("text", Problem.ALREADY_TAKEN): gettext_lazy(
        "The checklist asks this already. Write what is different."
    ),
    ("text", Problem.TOO_LARGE): gettext_lazy("A checklist has at most 30 questions. Remove one first."),
    ("name", Problem.ALREADY_TAKEN): gettext_lazy("This name is taken. Write another."),
    ("name", Problem.TOO_LARGE): gettext_lazy("There are as many as there can be. Remove one first."),
    ("title", Problem.ALREADY_TAKEN): gettext_lazy(
        "The stage asks for this already. Write what is different."
    ),
    ("title", Problem.TOO_LARGE): gettext_lazy("A stage asks for at most 20 things. Remove one first."),
    ("limit", Problem.NOT_A_NUMBER): gettext_lazy(
        "Write a whole number of days or hours, or leave it empty."
    ),
    ("limit", Problem.NEGATIVE): gettext_lazy("A limit can’t be below zero. Leave it empty for none."),
    ("limit", Problem.TOO_LARGE): gettext_lazy("A limit may be 3,650 days at most."),
    ("limit-from", Problem.REQUIRED): gettext_lazy(
        "Say which deals: from which amount, from which source, or both."
    ),
    ("limit-from", Problem.ALREADY_TAKEN): gettext_lazy(
        "An earlier row is of the same deals. Change one, or take it out."
    ),
    ("limit-from", Problem.NEGATIVE): gettext_lazy("Write an amount above zero, or leave it empty."),
    ("limit-length", Problem.REQUIRED): gettext_lazy("Say how long these deals may stay."),
    ("limit-length", Problem.NOT_A_NUMBER): gettext_lazy("Write a whole number of weeks, days or hours."),
    ("limit-length", Problem.NEGATIVE): gettext_lazy("Write a whole number of weeks, days or hours."),
    ("limit-length", Problem.TOO_LARGE): gettext_lazy("A limit may be 3,650 days at most."),
    ("step_after", Problem.NOT_A_NUMBER): gettext_lazy(
        "Write a whole number of days or hours; 0 is at once."
    ),
    ("step_after", Problem.NEGATIVE): gettext_lazy(
        "A step can’t be due before the deal comes. 0 is at once."
    ),
    ("step_after", Problem.TOO_LARGE): gettext_lazy("It may be due after 3,650 days at most."),
    ("steps", Problem.TOO_LONG): gettext_lazy("At most 40 lines of 200 characters each."),
    ("answers", Problem.TOO_LONG): gettext_lazy("At most 20 answers of 300 characters each."),
    ("amount", Problem.REQUIRED): gettext_lazy("Write an amount above zero, for example 5,000."),
    ("email", Problem.ALREADY_TAKEN): gettext_lazy(
        "A user with this e-mail exists, perhaps deactivated. Look in the list of users."
    ),
    ("team", Problem.REQUIRED): gettext_lazy("Sellers and heads belong to a team. Choose one."),
    ("team_removed", Problem.IN_USE): gettext_lazy(
        "People, teams, deals or clients are or were in it, so it stays. Rename it, or put it under another."
    ),
    ("team", Problem.IN_USE): gettext_lazy(
        "They have open deals, which need a team. Choose one, or give the deals to a colleague first."
    ),
    ("role", Problem.LAST_ONE): gettext_lazy(
        "This is the last administrator. Make a colleague administrator first."
    ),
    ("receiver", Problem.REQUIRED): gettext_lazy("Choose who takes over the open deals."),
    ("receiver", Problem.UNKNOWN_CHOICE): gettext_lazy(
        "This colleague can’t take deals over: deactivated or without a team. Choose another."
    ),
    ("parent", Problem.IN_USE): gettext_lazy(
        "A team can’t be under itself or under one of its own teams. Choose another."
    ),
    ("into", Problem.REQUIRED): gettext_lazy("Choose the stage that takes the deals."),
    ("into", Problem.TOO_LARGE): gettext_lazy(
        "More than 1,000 deals stand here. Move them from the list first, a thousand at a go."
    ),
    ("currency", Problem.IN_USE): gettext_lazy(
        "Deals have amounts in it already, so the base currency stays. Add exchange rates for others."
    ),
    ("currency", Problem.ALREADY_TAKEN): gettext_lazy(
        "This is the base currency; its rate is always 1. Choose another."
    ),
    ("mon", Problem.REQUIRED): gettext_lazy("A week without hours is none. Write when is worked."),
    **{
        (day, Problem.NOT_A_TIME): gettext_lazy(
            "Write hours like 9:00–18:00, one after the other, with a comma."
        )
        for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun", "hours")
    },
    ("calendar", Problem.IN_USE): gettext_lazy(
        "The workspace works by it. Let the workspace work by another calendar first."
    ),
    ("date", Problem.TOO_LARGE): gettext_lazy("A calendar has at most 400 days of its own. Remove old ones."),
    ("rate", Problem.NOT_A_NUMBER): gettext_lazy(
        "Write a number like 41.35, without a mark between thousands."
    ),
    ("rate", Problem.NEGATIVE): gettext_lazy("A rate can’t be below zero."),
    ("rate", Problem.TOO_LARGE): gettext_lazy("This rate is too large to keep. Check the digits."),
    ("rate", Problem.IN_USE): gettext_lazy(
        "It is the last rate of a currency that deals are kept in, so it stays."
    ),
    ("reason", Problem.LAST_ONE): gettext_lazy(
        "It is the last one: without a reason no deal could leave this way. Add another first."
    ),
    ("rule", Problem.IN_USE): gettext_lazy("Something was entered by it, so it stays. Switch it off."),
    ("scopes", Problem.REQUIRED): gettext_lazy("Tick what it may do: without that it opens nothing."),
    ("teams", Problem.REQUIRED): gettext_lazy("Choose teams that you lead."),
    ("cap", Problem.OUT_OF_RANGE): gettext_lazy("The cap can’t be below what one time costs."),
    ("starts_on", Problem.IN_THE_PAST): gettext_lazy(
        "A rule never counts for what was before. Choose today or later."
    ),
    ("cause", Problem.LAST_ONE): gettext_lazy(
        "It is the last one for every stage: without a cause no review could be decided. Add another first."
    ),
    ("stage", Problem.LAST_ONE): gettext_lazy("It is the last working stage, so it stays."),
    ("stage", Problem.REQUIRED): gettext_lazy("Choose where the deals begin anew."),
    ("stage", Problem.ALREADY_TAKEN): gettext_lazy(
        "Won deals go on in that pipeline already. Change that hand-over."
    ),
    ("hand_over", Problem.IN_USE): gettext_lazy(
        "Won deals of another pipeline go on in it. Remove that hand-over first."
    ),
    ("url", Problem.TOO_LARGE): gettext_lazy("There are 20 webhooks at most. Remove one first."),
    ("url", Problem.NOT_A_URL): gettext_lazy(
        "This is no web address. Write it like https://shop.example.com/hook, without a password."
    ),
    ("pipeline", Problem.IN_USE): gettext_lazy("Deals are or were in it, so it stays for the history."),
    ("pipeline", Problem.LAST_ONE): gettext_lazy("It is the last pipeline, so it stays."),
}


class Form(TypedDict):
    """What a form shows: the values as they were typed, and field -> sentence."""

    values: Mapping[str, str]
    errors: Mapping[str, str]


def as_form(values: Mapping[str, str]) -> Form:
    """The form as it opens; a field without a value is empty."""
    return {"values": defaultdict(str, values), "errors": defaultdict(str)}


def refused(values: Mapping[str, str], invalid: Invalid) -> Form:
    """The form again, nothing typed lost."""
    return {"values": defaultdict(str, values), "errors": defaultdict(str, texts(invalid))}


def texts(invalid: Invalid) -> dict[str, str]:
    """Field -> sentence, in this page's own words where it has some."""
    general = problem_texts(invalid)
    return {
        field: str(_HERE.get((_kind(field), problem), general[field]))
        for field, problem in invalid.problems.items()
    }


def _kind(field: str) -> str:
    """Of rows that are numbered all of a kind say the same."""
    return _ROW.sub("-", field)


def saved(request: AppRequest, text: str, page: str, *args: object) -> HttpResponse:
    """Close the dialog, say it, and let the page fetch itself anew; without scripts, go back to `page`."""
    if not request.is_htmx:
        return HttpResponseRedirect(reverse(page, args=args))
    response = HttpResponse(status=204)
    response.headers["HX-Trigger"] = toast_header(text, close_dialog={}, settings_changed={})
    return response


def with_the_page_anew(response: HttpResponse) -> HttpResponse:
    """The dialog stays open with this answer, and the page behind it fetches itself anew."""
    response.headers["HX-Trigger"] = json.dumps({"voronka:settings-changed": {}})
    return response


def gone(request: AppRequest, page: str, *args: object) -> HttpResponse:
    """What this page was about is no more: go to another."""
    address = reverse(page, args=args)
    if not request.is_htmx:
        return HttpResponseRedirect(address)
    response = HttpResponse(status=204)
    response.headers["HX-Redirect"] = address
    return response


def turned_down(invalid: Invalid) -> HttpResponse:
    """A refused action that has no form: a message."""
    response = HttpResponse(status=422)
    response.headers["HX-Trigger"] = toast_header(" ".join(texts(invalid).values()), kind="error")
    response.headers["HX-Reswap"] = "none"
    return response
