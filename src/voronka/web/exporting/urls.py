"""Addresses of the export of lists."""

from django.urls import path

from voronka.web.exporting import views

urlpatterns = [
    path("export/<slug:rows>/", views.dialog, name="export"),
    path("export/<slug:rows>/file/", views.file, name="export-file"),
]
