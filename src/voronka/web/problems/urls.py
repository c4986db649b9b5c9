"""Addresses of the problem deals."""

from django.urls import path

from voronka.web.problems import views

urlpatterns = [
    path("problems/", views.problems, name="problems"),
    path("problems/part/", views.part, name="problems-part"),
]
