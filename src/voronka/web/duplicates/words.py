"""How two agree, in words: which fields are the same, which alike, which different."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from voronka.domain.duplicates.audit import Step

# The comparisons of reports/duplicates; a test finds one that has no words.
FIELDS = {
    "surname": gettext_lazy("Surname"),
    "given": gettext_lazy("First name"),
    "middle": gettext_lazy("Middle name"),
    "patronymic": gettext_lazy("Patronymic"),
    "born": gettext_lazy("Birthday"),
    "phone": gettext_lazy("Phone"),
    "email": gettext_lazy("E-mail"),
    "organisation": gettext_lazy("Company"),
    "street": pgettext_lazy("of an address", "Street"),
    "house": pgettext_lazy("of an address", "House number"),
    "city": gettext_lazy("City"),
    "postcode": gettext_lazy("Postcode"),
    "occupation": gettext_lazy("Position"),
    "name": gettext_lazy("Name"),
    "legal_name": gettext_lazy("Legal name"),
    "tax_id": gettext_lazy("Tax number"),
    "domain": gettext_lazy("Site"),
    "address": gettext_lazy("Address"),
}
STEPS = {
    Step.WAITING: gettext_lazy("Begins in a moment"),
    Step.PEOPLE: gettext_lazy("Compares people"),
    Step.COMPANIES: gettext_lazy("Compares companies"),
    Step.DONE: gettext_lazy("Done"),
}


def reason_lines(reasons: Mapping[str, str]) -> list[tuple[str, str]]:
    """What is the same, alike and different: a tone and a line for each that there is."""
    named: dict[str, list[str]] = {"same": [], "other": [], "alike": []}
    for field, level in reasons.items():
        named[level if level in named else "alike"].append(str(FIELDS[field]))
    lines = (
        ("ok", _("The same: %(fields)s") % {"fields": ", ".join(named["same"])}, named["same"]),
        ("", _("Alike: %(fields)s") % {"fields": ", ".join(named["alike"])}, named["alike"]),
        ("warn", _("Different: %(fields)s") % {"fields": ", ".join(named["other"])}, named["other"]),
    )
    return [(tone, line) for tone, line, fields in lines if fields]
