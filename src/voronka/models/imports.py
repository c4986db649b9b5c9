"""Files that were brought in, what became of each of their rows, and how the columns of a layout were read. ADR 0046."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from voronka.domain.importing.life import ImportState
from voronka.models.client import Company, Contact
from voronka.models.user import User


class ImportLayout(models.Model):
    """How the columns of files with the same titles were read the last time: `targets` in their order."""

    fingerprint = models.CharField(max_length=64, unique=True)
    targets = models.JSONField(default=list)

    def __str__(self) -> str:
        return self.fingerprint[:12]


class Import(models.Model):
    """A file and its way into the base.

    `path`: of the file as it came, under the folder of imports; its rows in plain form lie beside it. `columns`: title,
    filled, shown, ranges, order of each. `place` is the byte of the plain form that is read next, `done` how many rows
    are; both change in the transaction that writes those rows' clients, so that none is taken twice.
    """

    name = models.CharField(max_length=200)
    path = models.CharField(max_length=80)
    form = models.CharField(max_length=8)
    encoding = models.CharField(max_length=20, blank=True)
    delimiter = models.CharField(max_length=1, blank=True)
    state = models.CharField(max_length=10, choices=[(s.value, s.name) for s in ImportState])
    columns = models.JSONField(default=list)
    targets = models.JSONField(default=list)
    country = models.CharField(max_length=2)
    date_order = models.CharField(max_length=12)
    owner = models.ForeignKey(User, models.RESTRICT, related_name="+", db_index=False)
    by = models.ForeignKey(User, models.RESTRICT, related_name="+")
    rows = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)
    place = models.BigIntegerField(default=0)
    counts = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(done__lte=models.F("rows")), name="import_done_of_rows"),
        ]

    def __str__(self) -> str:
        return self.name


class ImportRow(models.Model):
    """What became of a row. Before the run only of rows of which there is something to say.

    `said`: column, remark, piece of each; `cells` are kept of refused rows, to be mended. `filled`: what a known client
    got by it, to be taken back: field -> value. `contact` and `company` lead to whom it was brought to, `made_...` say
    that this row made them.
    """

    id = models.BigAutoField(primary_key=True)
    of = models.ForeignKey(Import, models.CASCADE, related_name="lines", db_index=False)
    number = models.PositiveIntegerField()
    verdict = models.CharField(max_length=8)
    name = models.CharField(max_length=160, blank=True)
    said = models.JSONField(default=list)
    cells = models.JSONField(null=True, blank=True)
    filled = models.JSONField(default=dict)
    contact = models.ForeignKey(
        Contact, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    company = models.ForeignKey(
        Company, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    made_contact = models.BooleanField(default=False)
    made_company = models.BooleanField(default=False)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["of", "verdict", "number"], name="import_row_verdict"),
            models.Index(fields=["contact"], name="import_row_contact", condition=Q(contact__isnull=False)),
            models.Index(fields=["company"], name="import_row_company", condition=Q(company__isnull=False)),
        ]
        constraints: ClassVar = [
            # A row is taken once, whatever happens to whoever takes it.
            models.UniqueConstraint(fields=["of", "number"], name="import_row_once"),
        ]

    def __str__(self) -> str:
        return f"{self.of_id} {self.number}"
