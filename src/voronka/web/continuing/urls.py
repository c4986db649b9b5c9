"""Addresses of what comes of a won deal."""

from django.urls import path

from voronka.web.continuing import views

urlpatterns = [
    path("deals/<int:deal>/continue/", views.continue_, name="deal-continue"),
    path("deals/<int:deal>/term/", views.term, name="deal-term"),
]
