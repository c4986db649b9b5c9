"""Addresses of companies."""

from django.urls import path

from voronka.web.companies import requisites, views

urlpatterns = [
    path("companies/", views.companies, name="companies"),
    path("companies/new/", views.new, name="company-new"),
    path("companies/new/known/", views.known, name="company-known"),
    path("companies/<int:company>/", views.company, name="company"),
    path("companies/<int:company>/field/<str:name>/", views.field, name="company-field"),
    path("companies/<int:company>/requisites/", requisites.requisites, name="company-requisites"),
    path("companies/<int:company>/requisites/find/", requisites.find, name="company-requisites-find"),
    path("companies/<int:company>/requisites/take/", requisites.take, name="company-requisites-take"),
    path("companies/<int:company>/history/", views.history, name="company-history"),
    path("companies/<int:company>/checked/", views.checked, name="company-checked"),
]
