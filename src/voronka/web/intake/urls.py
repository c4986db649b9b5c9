"""Addresses that are open to the world."""

from django.urls import path

from voronka.web.intake import endpoint, form

urlpatterns = [
    path("intake/requests/", endpoint.receive, name="intake-endpoint"),
    path("forms/embed.js", form.script, name="web-form-script"),
    path("forms/<str:token>/", form.show, name="web-form"),
]
