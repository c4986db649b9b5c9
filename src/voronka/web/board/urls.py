"""Addresses of the board."""

from django.urls import path

from voronka.web.board import views

urlpatterns = [
    path("board/", views.first, name="board-first"),
    path("board/<int:pipeline>/", views.board, name="board"),
    path("board/<int:pipeline>/column/<int:stage>/", views.column, name="board-column"),
    path("board/<int:pipeline>/cards/", views.cards, name="board-cards"),
    path("board/<int:pipeline>/counts/", views.counts, name="board-counts"),
    path("board/<int:pipeline>/owners/", views.owners, name="board-owners"),
]
