"""When a key fact of a client was last told or found right."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from voronka.domain.freshness import KeyFact
from voronka.models.client import Company, Contact
from voronka.models.user import User


class FactCheck(models.Model):
    """A key fact of one contact or company. `asked_at`: a task asks for it since then; `by` None: nobody checked it yet."""

    contact = models.ForeignKey(Contact, models.CASCADE, null=True, related_name="+", db_index=False)
    company = models.ForeignKey(Company, models.CASCADE, null=True, related_name="+", db_index=False)
    fact = models.CharField(max_length=12, choices=[(f.value, f.name) for f in KeyFact])
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.RESTRICT, null=True, related_name="+", db_index=False)
    asked_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["contact", "fact"], name="fact_of_contact", condition=Q(contact__isnull=False)
            ),
            models.UniqueConstraint(
                fields=["company", "fact"], name="fact_of_company", condition=Q(company__isnull=False)
            ),
            models.CheckConstraint(
                condition=Q(contact__isnull=False, company__isnull=True)
                | Q(contact__isnull=True, company__isnull=False),
                name="fact_of_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.fact} {self.at}"
