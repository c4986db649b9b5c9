"""Addresses of objections."""

from django.urls import path

from voronka.web.objections import views

urlpatterns = [
    path("deals/<int:deal>/objections/", views.note, name="objection-note"),
    path("deals/<int:deal>/objections/menu/", views.menu, name="objection-menu"),
    path("deals/<int:deal>/objections/cards/", views.cards, name="objection-cards"),
    path("objections/<int:objection>/", views.one, name="objection"),
]
