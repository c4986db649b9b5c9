"""Addresses of the playbook."""

from django.urls import path

from voronka.web.playbook import views

urlpatterns = [
    path("playbook/", views.first, name="playbook-first"),
    path("playbook/<int:pipeline>/", views.playbook_page, name="playbook"),
    path("playbook/<int:pipeline>/table.md", views.table, name="playbook-table"),
    path("playbook/all.yaml", views.file, name="playbook-file"),
]
