"""Addresses of the figures of gates."""

from django.urls import path

from voronka.web.gates import views

urlpatterns = [
    path("playbook/<int:pipeline>/gates/", views.gates_page, name="gates"),
    path("playbook/<int:pipeline>/gates/passes/", views.passes_page, name="gate-passes"),
    path("playbook/<int:pipeline>/gates/table.csv", views.table, name="gates-csv"),
    path("playbook/<int:pipeline>/versions/", views.versions_page, name="playbook-versions"),
]
