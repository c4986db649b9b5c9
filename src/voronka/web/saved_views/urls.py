"""Addresses of saved views, of the board and of the list alike."""

from django.urls import path

from voronka.web.saved_views import views

urlpatterns = [
    path("views/", views.save, name="view-save"),
    path("views/<int:view>/remove/", views.remove, name="view-remove"),
]
