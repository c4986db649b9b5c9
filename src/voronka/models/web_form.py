"""Forms that stand on other sites, and the wordings of their consent as they were agreed to."""

from typing import ClassVar

from django.db import models

from voronka.models.intake import Source


class WebForm(models.Model):
    """What a form asks for and where it may stand. `token`: its public address; it opens nothing but the form.

    `fields`: rows of kind, label (empty: the usual one in the form's language), is_required and choices, in order.
    `origins`: the sites that may show it; empty: it is shown at its own address only.
    """

    source = models.OneToOneField(Source, models.CASCADE, primary_key=True, related_name="form")
    token = models.CharField(max_length=32, unique=True)
    language = models.CharField(max_length=2)
    title = models.CharField(max_length=120, blank=True)
    fields = models.JSONField(default=list)
    button = models.CharField(max_length=60, blank=True)
    thanks_text = models.CharField(max_length=400, blank=True)
    thanks_url = models.CharField(max_length=400, blank=True)
    origins = models.JSONField(default=list)
    asks_consent = models.BooleanField(default=False)
    # The number of the wording in force; 0: there has been none.
    consent_version = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.token


class ConsentWording(models.Model):
    """What people agreed to by a form, word for word; a change is the next version."""

    form = models.ForeignKey(WebForm, models.CASCADE, related_name="wordings", db_index=False)
    version = models.PositiveIntegerField()
    text = models.TextField()
    since = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["form", "version"], name="consent_wording_once"),
        ]

    def __str__(self) -> str:
        return f"{self.form_id} {self.version}"
