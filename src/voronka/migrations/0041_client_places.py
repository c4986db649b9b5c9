"""Who says where a client is; what the number plan says is filled in where nobody did."""

from typing import Any

import phonenumbers
from django.db import migrations, models
from phonenumbers import geocoder

from voronka.domain.phone_places import place_of

_PORTION = 1000
_LANGUAGES = ("en", "ru", "uk", "id")


def follow_the_numbers(apps: Any, schema_editor: Any) -> None:
    Phone = apps.get_model("voronka", "Phone")
    for name, fills_city in (("Contact", True), ("Company", False)):
        Client = apps.get_model("voronka", name)
        reached = 0
        while rows := list(Client.objects.filter(pk__gt=reached).order_by("pk")[:_PORTION]):
            reached = rows[-1].pk
            link = name.lower()
            numbers = Phone.objects.filter(**{f"{link}__in": rows}).order_by("-id")
            first = dict(numbers.values_list(f"{link}_id", "e164"))
            changed = [row for row in rows if row.pk in first and _place(row, first[row.pk], fills_city)]
            Client.objects.bulk_update(changed, ["city", "time_zone", "city_by", "zone_by"])


def _place(row: Any, number: str, fills_city: bool) -> bool:  # noqa: FBT001 - one caller, above
    """A zone that the number gives as well was taken from it; so was a city that is called as numbers called it."""
    place = place_of(number)
    before = row.city, row.time_zone
    if place.zone and row.time_zone in {"", place.zone}:
        row.time_zone, row.zone_by = place.zone, "number"
    # Of companies the search holds the city, so theirs is only marked.
    if place.name and (row.city in _called(number) or (fills_city and not row.city)):
        row.city_by = "number"
        row.city = place.name if fills_city else row.city
    return bool(before != (row.city, row.time_zone) or row.city_by or row.zone_by)


def _called(number: str) -> set[str]:
    """As a number's place was called before, and is now."""
    parsed = phonenumbers.parse(number)
    said = {geocoder.description_for_number(parsed, language) for language in _LANGUAGES}
    return (said | {place_of(number).name}) - {""}


class Migration(migrations.Migration):
    dependencies = [
        ("voronka", "0040_questions_in_drafts"),
    ]

    operations = [
        *(
            migrations.AddField(
                model_name=model,
                name=name,
                field=models.CharField(blank=True, db_default="", default="", max_length=8),
            )
            for model in ("contact", "company")
            for name in ("city_by", "zone_by")
        ),
        migrations.RunPython(follow_the_numbers, migrations.RunPython.noop),
    ]
