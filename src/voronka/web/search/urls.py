"""The address of the palette's answers."""

from django.urls import path

from voronka.web.search import views

urlpatterns = [path("search/", views.search, name="search")]
