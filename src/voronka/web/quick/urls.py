"""Addresses of the quick entry."""

from django.urls import path

from voronka.web.quick import views

urlpatterns = [
    path("quick/", views.quick, name="quick"),
    path("quick/read/", views.read, name="quick-read"),
    path("quick/lookup/", views.lookup, name="quick-lookup"),
]
