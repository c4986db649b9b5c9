"""Custom fields: how they are set up, and their values as typed rows (ADR 0045)."""

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import Q

from voronka.domain.custom_fields import PLACES, Kind, Of, SeenBy
from voronka.models.client import Company, Contact
from voronka.models.deal import Deal
from voronka.models.evidence import Attachment

_OWNERS = ("deal", "contact", "company")
# Where a value stands, by its kind.
VALUE_COLUMNS = (
    "text",
    "number",
    "currency",
    "day",
    "choice_id",
    "to_contact_id",
    "to_company_id",
    "to_file_id",
)


class CustomField(models.Model):
    """A field of deals, contacts or companies. Never deleted: retired, for its values were said."""

    of = models.CharField(max_length=8, choices=[(one.value, one.name) for one in Of])
    key = models.CharField(max_length=40)
    kind = models.CharField(max_length=8, choices=[(one.value, one.name) for one in Kind])
    name = models.CharField(max_length=80)
    # Language -> name, of those that are called otherwise there.
    names = models.JSONField(default=dict, blank=True)
    seen_by = models.CharField(
        max_length=10, choices=[(one.value, one.name) for one in SeenBy], default=SeenBy.EVERYBODY
    )
    position = models.PositiveSmallIntegerField(default=0)
    is_retired = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["of", "key"], name="custom_field_key"),
        ]

    def __str__(self) -> str:
        return f"{self.of}.{self.key}"


class CustomChoice(models.Model):
    """One of the things to choose from."""

    field = models.ForeignKey(CustomField, models.RESTRICT, related_name="choices", db_index=False)
    key = models.CharField(max_length=40)
    name = models.CharField(max_length=80)
    names = models.JSONField(default=dict, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    is_retired = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["field", "key"], name="custom_choice_key"),
        ]

    def __str__(self) -> str:
        return self.name


def _value_index(column: str) -> models.Index:
    """What a filter seeks: of a field the values in their order, and whose they are without reading the rows."""
    return models.Index(
        fields=["field", column, *_OWNERS],
        name=f"custom_by_{column}",
        condition=Q(**{f"{column}__isnull": False}),
    )


def _reverse_index(column: str) -> models.Index:
    """For whoever is led to: a merge moves what leads to the merged one."""
    return models.Index(
        fields=[column], name=f"custom_to_{column}", condition=Q(**{f"{column}__isnull": False})
    )


def _owner_constraint(owner: str) -> models.UniqueConstraint:
    return models.UniqueConstraint(
        fields=[owner, "slot"], name=f"custom_slot_{owner}", condition=Q(**{f"{owner}__isnull": False})
    )


def _of_one() -> Q:
    either = Q()
    for owner in _OWNERS:
        either |= Q(**{f"{other}__isnull": other != owner for other in _OWNERS})
    return either


class CustomValue(models.Model):
    """A value of a field of one deal, contact or company; of several choices one row each.

    `slot` is the field's number, with the choice's behind it where there may be several: one row a slot. Which column
    holds the value follows from the field's kind. `text_key`: the beginning of a text in capitals, by which it is sought.
    """

    field = models.ForeignKey(CustomField, models.RESTRICT, related_name="values", db_index=False)
    deal = models.ForeignKey(
        Deal, models.CASCADE, null=True, blank=True, related_name="custom_values", db_index=False
    )
    contact = models.ForeignKey(
        Contact, models.CASCADE, null=True, blank=True, related_name="custom_values", db_index=False
    )
    company = models.ForeignKey(
        Company, models.CASCADE, null=True, blank=True, related_name="custom_values", db_index=False
    )
    slot = models.CharField(max_length=24)
    text = models.TextField(blank=True)
    text_key = models.CharField(max_length=60, null=True, blank=True)  # noqa: DJ001 - none is no text: the index leaves it out
    # Numbers and amounts in ten-thousandths, exact on both databases.
    number = models.BigIntegerField(null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    day = models.DateField(null=True, blank=True)
    choice = models.ForeignKey(
        CustomChoice, models.RESTRICT, null=True, blank=True, related_name="+", db_index=False
    )
    to_contact = models.ForeignKey(
        Contact, models.CASCADE, null=True, blank=True, related_name="+", db_index=False
    )
    to_company = models.ForeignKey(
        Company, models.CASCADE, null=True, blank=True, related_name="+", db_index=False
    )
    to_file = models.ForeignKey(
        Attachment, models.CASCADE, null=True, blank=True, related_name="+", db_index=False
    )

    class Meta:
        indexes: ClassVar = [
            *map(_value_index, ("text_key", "number", "day", "choice")),
            *map(_reverse_index, ("to_contact", "to_company", "to_file")),
        ]
        constraints: ClassVar = [
            *map(_owner_constraint, _OWNERS),
            models.CheckConstraint(condition=_of_one(), name="custom_value_of_one"),
        ]

    def __str__(self) -> str:
        return f"{self.slot}"


def scaled(number: Decimal) -> int:
    """A number as the column keeps it."""
    return int(number.scaleb(PLACES))


def unscaled(number: int) -> Decimal:
    """The number that the column keeps."""
    return Decimal(number).scaleb(-PLACES)
