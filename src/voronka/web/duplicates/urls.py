"""Addresses of the search for duplicates and of what it found."""

from django.urls import path

from voronka.web.duplicates import views

urlpatterns = [
    path("duplicates/", views.index, name="duplicates"),
    path("duplicates/search/", views.begin, name="duplicates-search"),
    path("duplicates/cancel/", views.cancel, name="duplicates-cancel"),
    path("duplicates/apart/", views.apart, name="duplicates-apart"),
]
