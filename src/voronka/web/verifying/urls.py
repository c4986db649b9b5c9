"""Addresses of verified reasons."""

from django.urls import path

from voronka.web.verifying import views

urlpatterns = [path("deals/<int:deal>/verified-reason/", views.verify, name="reason-verify")]
