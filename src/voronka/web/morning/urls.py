"""Addresses of the head's morning."""

from django.urls import path

from voronka.web.morning import views

urlpatterns = [
    path("morning/", views.morning, name="morning"),
    path("morning/part/", views.part, name="morning-part"),
]
