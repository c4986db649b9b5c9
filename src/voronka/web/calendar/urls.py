"""Addresses of the calendar."""

from django.urls import path

from voronka.web.calendar import views

urlpatterns = [
    path("calendar/<str:secret>.ics", views.feed, name="calendar-feed"),
    path("profile/calendar/", views.address, name="calendar-address"),
    path("profile/calendar/stop/", views.stop, name="calendar-stop"),
]
