"""Addresses of My day."""

from django.urls import path

from voronka.web.day import views

urlpatterns = [
    path("day/", views.day, name="day"),
    path("day/part/", views.part, name="day-part"),
    path("day/more/<str:group>/", views.more, name="day-more"),
]
