"""Requisites of companies with their origin, and the open register that is loaded here."""

from typing import ClassVar

from django.db import models

from voronka.domain.requisites import Origin, Requisite
from voronka.models.client import Company
from voronka.models.user import User


class CompanyRequisite(models.Model):
    """One field of a company's requisites: who brought its value, from where, and when.

    What a company has in columns of its own (legal name, tax number, address) stands there as well, for it is found by
    them.
    """

    company = models.ForeignKey(Company, models.CASCADE, related_name="requisites")
    name = models.CharField(max_length=16, choices=[(one.value, one.name) for one in Requisite])
    value = models.CharField(max_length=240)
    origin = models.CharField(max_length=12, choices=[(one.value, one.name) for one in Origin])
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["company", "name"], name="company_requisite_once")
        ]

    def __str__(self) -> str:
        return f"{self.company_id} {self.name}"


class RegisterEntry(models.Model):
    """A company of an open register. `key` is its name as it is looked for; `told` its requisites by their names."""

    country = models.CharField(max_length=2)
    name = models.CharField(max_length=240)
    key = models.CharField(max_length=240, db_index=True)
    tax_id = models.CharField(max_length=20)
    city = models.CharField(max_length=80, blank=True)
    told = models.JSONField()
    is_closed = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["country", "tax_id"], name="register_entry_once")
        ]
        indexes: ClassVar = [models.Index(fields=["tax_id"], name="register_entry_tax_id")]

    def __str__(self) -> str:
        return self.name


class RequisiteLookup(models.Model):
    """A company that somebody had a provider asked for: what it found, or why it told nothing. Both empty: not answered yet."""

    company = models.ForeignKey(Company, models.CASCADE, related_name="+")
    by = models.ForeignKey(User, models.CASCADE, related_name="+")
    text = models.CharField(max_length=160)
    city = models.CharField(max_length=80, blank=True)
    asked_at = models.DateTimeField()
    found = models.JSONField(null=True)
    trouble = models.CharField(max_length=12, blank=True)

    def __str__(self) -> str:
        return self.text
