"""Users and the teams they belong to."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from voronka.domain.permissions import Role
from voronka.models.calendar import WorkCalendar


class Team(models.Model):
    """A team of sellers; teams form a tree, and a head sees their team and all below it."""

    name = models.CharField(max_length=80)
    parent = models.ForeignKey("self", models.RESTRICT, null=True, blank=True, related_name="children")
    # When the team works; none: as the team above it, at last as the workspace.
    calendar = models.ForeignKey(
        WorkCalendar, models.RESTRICT, null=True, blank=True, related_name="teams", db_index=False
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(Lower("name"), name="team_name_once"),
            models.CheckConstraint(condition=~models.Q(parent=models.F("id")), name="team_not_own_parent"),
        ]

    def __str__(self) -> str:
        return self.name


class User(AbstractBaseUser):
    """A person who logs in. Their name and e-mail stay in the history when they leave."""

    email = models.EmailField(max_length=254, unique=True)
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=8, choices=[(r.value, r.name) for r in Role], default=Role.SELLER)
    team = models.ForeignKey(Team, models.RESTRICT, null=True, blank=True, related_name="members")
    language = models.CharField(max_length=5, default="en")
    time_zone = models.CharField(max_length=64, default="UTC")
    theme = models.CharField(max_length=6, default="system")
    shortcuts = models.BooleanField(default=True)
    # Keeps the product's feedback, beside whatever the role gives; who is nothing else has no team.
    is_product_owner = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    # Somebody else made the password and has seen it: it opens nothing but the change to one's own.
    must_change_password = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    objects = BaseUserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(Lower("email"), name="user_email_once"),
            models.CheckConstraint(
                condition=models.Q(role__in=[Role.ADMIN.value, Role.ROBOT.value])
                | models.Q(team__isnull=False)
                | models.Q(role=Role.SELLER, is_product_owner=True),
                name="user_has_team",
            ),
            models.CheckConstraint(condition=models.Q(role__in=[r.value for r in Role]), name="user_role"),
        ]

    def __str__(self) -> str:
        return self.name
