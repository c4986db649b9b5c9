"""Addresses of merging clients, and of parting them again."""

from django.urls import path

from voronka.web.merging import views

urlpatterns = [
    path("people/<int:contact>/merge/", views.contact_merge, name="contact-merge"),
    path("companies/<int:company>/merge/", views.company_merge, name="company-merge"),
    path("merges/<int:merge>/", views.part, name="client-part"),
]
