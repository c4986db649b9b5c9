"""The address of the week."""

from django.urls import path

from voronka.web.week import views

urlpatterns = [path("week/", views.week, name="week")]
