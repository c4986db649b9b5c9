"""Addresses of people."""

from django.urls import path

from voronka.web.people import views

urlpatterns = [
    path("people/", views.people, name="people"),
    path("people/new/", views.new, name="contact-new"),
    path("people/new/known/", views.known, name="contact-known"),
    path("people/<int:contact>/", views.contact, name="contact"),
    path("people/<int:contact>/field/<str:name>/", views.field, name="contact-field"),
    path("people/<int:contact>/history/", views.history, name="contact-history"),
    path("people/<int:contact>/checked/", views.checked, name="contact-checked"),
]
