"""The fields of a contact or company as they are edited where they stand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from voronka.domain.client_place import PlaceBy
from voronka.domain.custom_fields import is_address
from voronka.domain.relations import Relation
from voronka.queries.client_page import CompanyPage, ContactPage
from voronka.queries.custom_fields import Held
from voronka.web.custom_fields import EDITORS, options_of, shown, suggest_of, title_of, typed
from voronka.web.spoken import spoken_options
from voronka.web.zones import zone_label, zone_options

# Of people and companies alike.
CARE_LABEL = gettext_lazy("Touch as a Client, days")
CITY_HINT = gettext_lazy("Yours counts before the number’s. Empty: as the number says.")
CARE_HINT = gettext_lazy("Empty: as the workspace says; 0: no warning.")

Options = Sequence[tuple[str | int, str]]


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """How one field is called and edited; `kind` as of the macro of inline editing.

    Fields of the kind `lines` are one value to a line; those of `choose` get their options with the page.
    """

    name: str
    label: Promise | str
    kind: str = "text"
    hint: Promise | str = ""
    suggest: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """A field to be shown: its value as typed, the sentence for a wrong one, whether it was just saved, and by whose word it is so."""

    spec: FieldSpec
    value: str
    options: Options = ()
    error: str = ""
    saved: bool = False
    note: str = ""
    # Of a custom field: the value for reading.
    shown: str = ""

    @property
    def is_custom(self) -> bool:
        """Whether the workspace made the field."""
        return is_address(self.spec.name)

    @property
    def lines(self) -> list[str]:
        """The lines of the value."""
        return [line for line in self.value.split("\n") if line]

    @property
    def day(self) -> date | None:
        """The day of the value; None for none, and for one typed wrong."""
        try:
            return date.fromisoformat(self.value)
        except ValueError:
            return None

    @property
    def chosen(self) -> str:
        """The words of the chosen option; what is stored but no option any more is shown as it is."""
        return next((words for key, words in self.options if str(key) == self.value), self.value)


def fields_of(
    specs: Mapping[str, FieldSpec],
    values: Mapping[str, str],
    options: Mapping[str, Options],
    notes: Mapping[str, str],
) -> list[Field]:
    """All fields that have a value among `values`, in the order of the specs."""
    return [
        Field(spec, values[name], options.get(name, ()), note=notes.get(name, ""))
        for name, spec in specs.items()
        if name in values
    ]


def custom_field(held: Held) -> Field:
    """A custom field, as the others."""
    field, value = held
    spec = FieldSpec(field.address.value, title_of(field), EDITORS[field.kind], suggest=suggest_of(field))
    return Field(spec, typed(field, value), options_of(field, value), shown=shown(field, value))


def place_values(page: ContactPage | CompanyPage) -> dict[str, str]:
    """City and zone as a person typed them; what follows from the number or the city stands beside, not in the field."""
    return {"city": page.city, "time_zone": page.time_zone if page.zone_by is PlaceBy.HAND else ""}


def place_notes(page: ContactPage | CompanyPage, now: datetime) -> dict[str, str]:
    """Who says city and zone where no person does; of a zone what it is, too."""
    notes = {"city": _("by the number plan")} if page.city_by is PlaceBy.NUMBER else {}
    zone = {"zone": zone_label(page.time_zone, now)} if page.time_zone else None
    match page.zone_by:
        case PlaceBy.NUMBER if zone:
            notes["time_zone"] = _("%(zone)s, by the number plan") % zone
        case PlaceBy.CITY if zone:
            notes["time_zone"] = _("%(zone)s, by the city") % zone
        case _:
            pass
    return notes


def options_at(now: datetime, owners: Options) -> dict[str, Options]:
    """What the fields that choose choose from."""
    return {
        "time_zone": [("", _("By the city or the number")), *zone_options(now)],
        "language": [("", _("By the country of the number")), *spoken_options()],
        "decides": [("", _("No")), ("1", _("Yes"))],
        "owner": owners,
    }


def care_value(page: ContactPage | CompanyPage) -> dict[str, str]:
    """How often a Client is to be touched, as typed; of others it is not asked."""
    if page.relation is not Relation.CLIENT:
        return {}
    return {"care_days": "" if page.care_days is None else str(page.care_days)}
