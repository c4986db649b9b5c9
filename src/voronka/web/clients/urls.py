"""Addresses of what people and companies share."""

from django.urls import path

from voronka.web.clients import places

urlpatterns = [path("places/", places.places, name="places")]
