"""Clients: contacts (people) and companies, with their numbers and addresses."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Upper

from voronka.models.user import Team, User


def _owner_indexes(name: str) -> list[models.Index]:
    """Of numbers and addresses by whose they are.

    Of what is there only: a column that is mostly empty makes SQLite's planner think little of its index, and
    read a million rows instead.
    """
    return [
        models.Index(fields=[owner], name=f"{name}_{owner}", condition=models.Q((f"{owner}__isnull", False)))
        for owner in ("contact", "company")
    ]


class Company(models.Model):
    """An organisation."""

    name = models.CharField(max_length=160)
    legal_name = models.CharField(max_length=200, blank=True)
    tax_id = models.CharField(max_length=40, blank=True)
    site = models.CharField(max_length=200, blank=True)
    sector = models.CharField(max_length=80, blank=True)
    city = models.CharField(max_length=80, blank=True)
    country = models.CharField(max_length=80, blank=True)
    address = models.CharField(max_length=240, blank=True)
    description = models.TextField(blank=True)
    employees = models.PositiveIntegerField(null=True, blank=True)
    founded_year = models.PositiveIntegerField(null=True, blank=True)
    annual_revenue = models.DecimalField(max_digits=18, decimal_places=2, null=True, blank=True)
    parent = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="subsidiaries")
    time_zone = models.CharField(max_length=64, blank=True)
    # Who says the city and the zone: domain/client_place.py.
    city_by = models.CharField(max_length=8, blank=True, default="", db_default="")
    zone_by = models.CharField(max_length=8, blank=True, default="", db_default="")
    owner = models.ForeignKey(User, models.RESTRICT, null=True, blank=True, related_name="companies")
    team = models.ForeignKey(Team, models.RESTRICT, null=True, blank=True)
    created_at = models.DateTimeField()
    # How long this one may go untouched as a Client; None: as the workspace says, 0: as long as may be.
    care_days = models.PositiveSmallIntegerField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["name", "id"], name="company_name"),
            models.Index(fields=["owner", "name", "id"], name="company_owner"),
            models.Index(fields=["team", "name", "id"], name="company_team"),
            # Whether a company of this name is known, whatever the case.
            models.Index(Upper("name"), name="company_name_upper"),
        ]

    def __str__(self) -> str:
        return self.name


class Contact(models.Model):
    """A person. The name is kept as given: nobody is asked for a surname they may not have."""

    name = models.CharField(max_length=160)
    position = models.CharField(max_length=120, blank=True)
    decides = models.BooleanField(default=False)
    company = models.ForeignKey(Company, models.SET_NULL, null=True, blank=True, related_name="contacts")
    city = models.CharField(max_length=80, blank=True)
    time_zone = models.CharField(max_length=64, blank=True)
    # Who says the city and the zone: domain/client_place.py.
    city_by = models.CharField(max_length=8, blank=True, default="", db_default="")
    zone_by = models.CharField(max_length=8, blank=True, default="", db_default="")
    # ISO 639, domain/spoken.py; empty: as their number's country speaks.
    language = models.CharField(max_length=2, blank=True, default="", db_default="")
    birthday = models.DateField(null=True, blank=True)
    description = models.TextField(blank=True)
    owner = models.ForeignKey(User, models.RESTRICT, null=True, blank=True, related_name="contacts")
    team = models.ForeignKey(Team, models.RESTRICT, null=True, blank=True)
    created_at = models.DateTimeField()
    # How long this one may go untouched as a Client; None: as the workspace says, 0: as long as may be.
    care_days = models.PositiveSmallIntegerField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["name", "id"], name="contact_name"),
            models.Index(fields=["owner", "name", "id"], name="contact_owner"),
            models.Index(fields=["team", "name", "id"], name="contact_team"),
        ]

    def __str__(self) -> str:
        return self.name


class Phone(models.Model):
    """A number of a contact or a company: as typed, and as the E.164 key."""

    contact = models.ForeignKey(
        Contact, models.CASCADE, null=True, blank=True, related_name="phones", db_index=False
    )
    company = models.ForeignKey(
        Company, models.CASCADE, null=True, blank=True, related_name="phones", db_index=False
    )
    e164 = models.CharField(max_length=20, db_index=True)
    typed = models.CharField(max_length=40)
    label = models.CharField(max_length=20, blank=True)

    class Meta:
        indexes: ClassVar = _owner_indexes("phone")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(contact__isnull=False, company__isnull=True)
                | models.Q(contact__isnull=True, company__isnull=False),
                name="phone_of_one",
            ),
        ]

    def __str__(self) -> str:
        return self.e164


class Email(models.Model):
    """An e-mail address of a contact or a company, lower case."""

    contact = models.ForeignKey(
        Contact, models.CASCADE, null=True, blank=True, related_name="emails", db_index=False
    )
    company = models.ForeignKey(
        Company, models.CASCADE, null=True, blank=True, related_name="emails", db_index=False
    )
    address = models.CharField(max_length=254, db_index=True)

    class Meta:
        indexes: ClassVar = _owner_indexes("email")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(contact__isnull=False, company__isnull=True)
                | models.Q(contact__isnull=True, company__isnull=False),
                name="email_of_one",
            ),
        ]

    def __str__(self) -> str:
        return self.address
