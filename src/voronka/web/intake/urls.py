"""Addresses that are open to the world."""

from django.urls import path

from voronka.web.intake import endpoint

urlpatterns = [
    path("intake/requests/", endpoint.receive, name="intake-endpoint"),
]
