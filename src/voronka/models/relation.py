"""What people and companies are to us since when, and the verdicts that it rests on."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from voronka.domain.qualification import Fit
from voronka.domain.relations import Cause, Relation
from voronka.models.client import Company, Contact
from voronka.models.deal import Deal


class ClientRelation(models.Model):
    """That a person or a company became a Lead, a Customer or a Client: when, by what, on which deal.

    It repeats what deals, visits, verdicts and payments say; `voronka invariants` compares them.
    """

    contact = models.ForeignKey(Contact, models.CASCADE, null=True, related_name="relations", db_index=False)
    company = models.ForeignKey(Company, models.CASCADE, null=True, related_name="relations", db_index=False)
    relation = models.CharField(max_length=8, choices=[(r.value, r.name) for r in Relation])
    since_on = models.DateField()
    cause = models.CharField(max_length=9, choices=[(c.value, c.name) for c in Cause])
    deal = models.ForeignKey(Deal, models.RESTRICT, related_name="+")

    class Meta:
        indexes: ClassVar = [
            # Whether anybody is a Client yet, and since when: My day asks, and most rows are of Leads.
            models.Index(fields=["since_on"], name="relation_clients", condition=Q(relation=Relation.CLIENT)),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["contact", "relation"], condition=Q(contact__isnull=False), name="relation_of_contact"
            ),
            models.UniqueConstraint(
                fields=["company", "relation"], condition=Q(company__isnull=False), name="relation_of_company"
            ),
            models.CheckConstraint(
                condition=Q(contact__isnull=False, company__isnull=True)
                | Q(contact__isnull=True, company__isnull=False),
                name="relation_of_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.relation} {self.since_on}"


class DealVerdict(models.Model):
    """What our checklist said when it was last answered. Another checklist since makes no other relation."""

    deal = models.OneToOneField(Deal, models.RESTRICT, related_name="checklist_verdict")
    verdict = models.CharField(max_length=7, choices=[(f.value, f.name) for f in Fit])
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.deal_id} {self.verdict}"
