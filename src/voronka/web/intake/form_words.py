"""What a form says by itself, in its own language: labels, what is missing, and thanks."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from voronka.domain.money import NotMoney, parse_amount
from voronka.domain.phone import NotAPhone, parse_phone
from voronka.domain.web_form import LENGTHS, REACHED_BY, Ask, FormField
from voronka.queries.web_forms import FormView
from voronka.queries.workspace import workspace
from voronka.web.labels import Label

LABELS: Mapping[Ask, Label] = {
    Ask.NAME: gettext_lazy("Your name"),
    Ask.PHONE: gettext_lazy("Phone"),
    Ask.EMAIL: gettext_lazy("E-mail"),
    Ask.COMPANY: gettext_lazy("Company"),
    Ask.CHOICE: gettext_lazy("What is it about?"),
    Ask.AMOUNT: gettext_lazy("Budget"),
    Ask.MESSAGE: gettext_lazy("Message"),
}
THANKS: Label = gettext_lazy("Thank you. Your request has reached us, and we will be in touch soon.")


def field_label(one: FormField) -> str:
    """What stands beside a field."""
    return one.label or str(LABELS[one.ask])


def problems_of(form: FormView, typed: Mapping[str, str], *, agreed: bool) -> dict[str, str]:
    """Field -> what to do about it."""
    found = {one.ask.value: problem for one in form.fields if (problem := _problem(one, typed[one.ask]))}
    asked = [one.ask for one in form.fields if one.ask in REACHED_BY]
    if asked and not any(typed[one] for one in asked) and not any(one in found for one in asked):
        found[asked[0].value] = _("Write how we can reach you.")
    if form.consent and not agreed:
        found["consent"] = _("Tick this, please: without it we may not keep your request.")
    return found


def _problem(one: FormField, text: str) -> str:
    if not text:
        return _("Fill this in, please.") if one.is_required else ""
    if len(text) > LENGTHS[one.ask]:
        return _("This is too long. Write it shorter, please.")
    match one.ask:
        case Ask.PHONE:
            return "" if _is_phone(text) else _("This is no phone number. Write it with the country code.")
        case Ask.EMAIL:
            return "" if _is_email(text) else _("This is no e-mail address. It looks like name@example.com.")
        case Ask.AMOUNT:
            return "" if _is_amount(text) else _("Write a number, please.")
        case Ask.CHOICE:
            return "" if text in one.choices else _("Choose one of these, please.")
        case _:
            return ""


def _is_phone(text: str) -> bool:
    try:
        parse_phone(text, workspace().country)
    except NotAPhone:
        return False
    return True


def _is_email(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def _is_amount(text: str) -> bool:
    try:
        parse_amount(text)
    except NotMoney:
        return False
    return True
