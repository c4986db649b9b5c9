"""Addresses of noting what happened with a client."""

from django.urls import path

from voronka.web.records import views

urlpatterns = [
    path("deals/<int:deal>/note/<str:kind>/", views.record_new, name="record-new"),
    path("sent/<int:dispatch>/further/", views.sent_further, name="sent-further"),
]
