"""Addresses of companies."""

from django.urls import path

from voronka.web.companies import views

urlpatterns = [
    path("companies/", views.companies, name="companies"),
    path("companies/new/", views.new, name="company-new"),
    path("companies/<int:company>/", views.company, name="company"),
    path("companies/<int:company>/field/<str:name>/", views.field, name="company-field"),
    path("companies/<int:company>/history/", views.history, name="company-history"),
]
