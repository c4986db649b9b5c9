"""Addresses of making a deal."""

from django.urls import path

from voronka.web.new_deal import views

urlpatterns = [
    path("deals/new/", views.new_deal, name="new-deal"),
    path("deals/new/referrers/", views.new_deal_referrers, name="new-deal-referrers"),
    path("deals/new/lookup/", views.new_deal_lookup, name="new-deal-lookup"),
]
