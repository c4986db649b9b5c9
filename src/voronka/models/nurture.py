"""Nurture tracks: what is done with a client while their deal is postponed."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Lower

from voronka.domain.task import TaskKind


class NurtureTrack(models.Model):
    """A named list of touches. `key` is its name in the playbook it came from. A retired one is offered no longer."""

    key = models.CharField(max_length=60, blank=True, default="")
    name = models.CharField(max_length=80)
    position = models.PositiveIntegerField(default=0)
    is_retired = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(Lower("name"), name="track_name_once")]

    def __str__(self) -> str:
        return self.name


class TrackTouch(models.Model):
    """A task that a postponed deal gets, due `after` the day it was postponed."""

    track = models.ForeignKey(NurtureTrack, models.CASCADE, related_name="touches")
    after = models.DurationField()
    kind = models.CharField(max_length=10, choices=[(k.value, k.name) for k in TaskKind])
    title = models.CharField(max_length=160)

    def __str__(self) -> str:
        return self.title
