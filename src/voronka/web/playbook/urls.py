"""Addresses of the playbook."""

from django.urls import path

from voronka.web.playbook import views

urlpatterns = [
    path("playbook/", views.first, name="playbook-first"),
    path("playbook/<int:pipeline>/", views.playbook_page, name="playbook"),
]
