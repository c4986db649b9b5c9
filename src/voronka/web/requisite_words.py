"""What requisites are called: in each country by the names that its contracts use."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

from voronka.domain.requisites import Origin, Requisite, Trouble

R = Requisite
_LABELS: Mapping[Requisite, Promise] = {
    R.LEGAL_NAME: gettext_lazy("Legal name"),
    R.TAX_ID: gettext_lazy("Tax ID"),
    R.KPP: pgettext_lazy("requisite of a Russian company", "KPP"),
    R.OGRN: pgettext_lazy("requisite of a Russian company", "OGRN"),
    R.VAT_ID: gettext_lazy("VAT ID"),
    R.ADDRESS: gettext_lazy("Legal address"),
    R.SIGNER: gettext_lazy("Signs"),
    R.BANK: gettext_lazy("Bank"),
    R.BIC: gettext_lazy("Bank’s BIC"),
    R.ACCOUNT: gettext_lazy("Account"),
    R.CORRESPONDENT: gettext_lazy("Correspondent account"),
    R.IBAN: pgettext_lazy("requisite", "IBAN"),
    R.SWIFT: pgettext_lazy("requisite", "SWIFT"),
}
_IN_COUNTRY: Mapping[tuple[str, Requisite], Promise] = {
    ("RU", R.TAX_ID): pgettext_lazy("requisite of a Russian company", "INN"),
    ("UA", R.TAX_ID): pgettext_lazy("requisite of a Ukrainian company", "EDRPOU"),
    ("UA", R.VAT_ID): pgettext_lazy("requisite of a Ukrainian company", "VAT payer’s number (IPN)"),
    ("ID", R.TAX_ID): pgettext_lazy("requisite of an Indonesian company", "NPWP"),
}
ORIGINS: Mapping[Origin, Promise] = {
    Origin.TYPED: gettext_lazy("typed"),
    Origin.REGISTER: gettext_lazy("register"),
    Origin.DADATA: pgettext_lazy("a provider of requisites", "DaData"),
}
TROUBLES: Mapping[Trouble, Promise] = {
    Trouble.NO_ACCESS: gettext_lazy(
        "DaData doesn’t let us in: the token is wrong, or the day’s requests are used up. The administrator can tell."
    ),
    Trouble.TOO_MANY: gettext_lazy("DaData was asked too often just now. Ask again in a minute."),
    Trouble.TIMED_OUT: gettext_lazy("DaData didn’t answer in time. Ask again, or type the requisites."),
    Trouble.UNREACHED: gettext_lazy("DaData can’t be reached now. Ask again later, or type the requisites."),
    Trouble.BROKEN: gettext_lazy(
        "DaData answered what can’t be read. Type the requisites, and tell the administrator."
    ),
}
COUNTRIES: Mapping[str, Promise] = {
    "RU": gettext_lazy("Russia"),
    "UA": gettext_lazy("Ukraine"),
    "ID": gettext_lazy("Indonesia"),
    "": gettext_lazy("Another country"),
}


def requisite_label(what: Requisite, country: str) -> str:
    """What a field is called in a country."""
    return str(_IN_COUNTRY.get((country, what), _LABELS[what]))


def requisite_column(name: str) -> str:
    """What a field is called in the history, whatever the country; empty for what is none."""
    return str(_LABELS[Requisite(name)]) if name in set(Requisite) else ""
