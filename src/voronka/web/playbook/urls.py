"""Addresses of the playbook."""

from django.urls import path

from voronka.web.playbook import editing, views

urlpatterns = [
    path("playbook/", views.first, name="playbook-first"),
    path("playbook/<int:pipeline>/", views.playbook_page, name="playbook"),
    path("playbook/<int:pipeline>/table.<slug:suffix>", views.table, name="playbook-table"),
    path("playbook/<int:pipeline>/edit/", editing.editor, name="playbook-edit"),
    path("playbook/<int:pipeline>/edit/<int:below>/new/", editing.new_stage, name="playbook-edit-new"),
    path("playbook/<int:pipeline>/edit/<int:stage>/remove/", editing.remove, name="playbook-edit-remove"),
    path("playbook/<int:pipeline>/edit/<int:stage>/<slug:cell>/", editing.cell, name="playbook-edit-cell"),
    path("playbook/all.yaml", views.file, name="playbook-file"),
]
