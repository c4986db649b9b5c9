"""Addresses of a person's data."""

from django.urls import path

from voronka.web.personal_data import views

urlpatterns = [
    path("people/<int:contact>/personal-data/", views.kept, name="personal-data"),
    path("people/<int:contact>/personal-data/file/", views.handed, name="personal-data-file"),
    path("people/<int:contact>/personal-data/erase/", views.erase, name="personal-data-erase"),
]
