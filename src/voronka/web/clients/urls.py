"""Addresses of what people and companies share."""

from django.urls import path

from voronka.web import custom_fields
from voronka.web.clients import places

urlpatterns = [
    path("places/", places.places, name="places"),
    path("fields/suggest/<slug:kind>/", custom_fields.suggest, name="custom-suggest"),
]
