"""Addresses of advice."""

from django.urls import path

from voronka.web.advice import views

urlpatterns = [path("advice/<int:pipeline>/aside/", views.put_aside, name="advice-aside")]
