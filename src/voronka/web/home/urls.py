"""The front door and the health check."""

from django.urls import path

from voronka.web.home import views

urlpatterns = [
    path("", views.home, name="home"),
    path("health/", views.health, name="health"),
]
