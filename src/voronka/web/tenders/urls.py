"""Addresses of a deal's tender."""

from django.urls import path

from voronka.web.tenders import views

urlpatterns = [
    path("deals/<int:deal>/tender/", views.tender, name="tender"),
    path("deals/<int:deal>/tender/drop/", views.drop, name="tender-drop"),
    path("deals/<int:deal>/tender/<str:part>/new/", views.part_new, name="tender-part-new"),
    path("deals/<int:deal>/tender/<str:part>/<int:id>/", views.part_one, name="tender-part"),
    path("deals/<int:deal>/tender/<str:part>/<int:id>/remove/", views.part_remove, name="tender-part-remove"),
    path("deals/<int:deal>/tender/document/<int:id>/tick/", views.tick, name="tender-tick"),
]
