"""Addresses of the ledger of sanctions."""

from django.urls import path

from voronka.web.sanctions import views

urlpatterns = [
    path("sanctions/", views.index, name="sanctions"),
    path("sanctions/table/", views.table, name="sanctions-table"),
    path("sanctions/<int:sanction>/alike/", views.take_alike, name="sanctions-alike"),
    path("sanctions/<int:sanction>/<slug:step>/", views.take, name="sanction-step"),
]
