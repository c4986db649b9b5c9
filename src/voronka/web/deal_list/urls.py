"""Addresses of the list of deals and of what is done with many at once."""

from django.urls import path

from voronka.web.deal_list import bulk, views

urlpatterns = [
    path("list/<int:pipeline>/", views.deal_list, name="deal-list"),
    path("list/<int:pipeline>/rows/", views.further_rows, name="deal-list-rows"),
    path("list/<int:pipeline>/export/", views.export, name="deal-list-export"),
    path("list/bulk/<slug:action>/", bulk.bulk, name="bulk"),
]
