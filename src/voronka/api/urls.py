"""Addresses of the API."""

from django.urls import path, re_path

from voronka.api import pages
from voronka.api.application import api

# Ninja's own first page is left out: it would say nothing.
_OPERATIONS = [one for one in api.urls[0] if getattr(one, "name", "") != "api-root"]

urlpatterns = [
    *_OPERATIONS,
    path("openapi.json", pages.description, name="api-description"),
    path("docs", pages.docs, name="api-docs"),
    re_path(r"^.*$", pages.unknown, name="api-unknown"),
]
