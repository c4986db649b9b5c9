"""The one Django app."""

from django.apps import AppConfig


class VoronkaConfig(AppConfig):
    """Voronka."""

    name = "voronka"
    default_auto_field = "django.db.models.AutoField"
