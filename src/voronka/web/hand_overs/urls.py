"""Addresses of handing a deal over."""

from django.urls import path

from voronka.web.hand_overs import views

urlpatterns = [
    path("deals/<int:deal>/hand-over/", views.offer, name="hand-over"),
    path("hand-overs/<int:offer>/accept/", views.accept, name="hand-over-accept"),
    path("hand-overs/<int:offer>/decline/", views.decline, name="hand-over-decline"),
    path("hand-overs/<int:offer>/withdraw/", views.withdraw, name="hand-over-withdraw"),
]
