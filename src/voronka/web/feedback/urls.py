"""Addresses of product feedback: its board, one feedback, and what is done with it."""

from django.urls import path

from voronka.web.feedback import giving, views

urlpatterns = [
    path("feedback/", views.board, name="feedback"),
    path("feedback/new/", giving.new, name="feedback-new"),
    path("feedback/like/", giving.like, name="feedback-like"),
    path("feedback/<int:feedback>/", views.one, name="feedback-one"),
    path("feedback/<int:feedback>/join/", giving.join, name="feedback-join"),
    path("feedback/<int:feedback>/edit/", giving.edit, name="feedback-edit"),
    path("feedback/<int:feedback>/menu/", views.menu, name="feedback-menu"),
    path("feedback/<int:feedback>/move/", views.move, name="feedback-move"),
    path("feedback/<int:feedback>/merge/", views.merge, name="feedback-merge"),
    path("feedback/undo/<int:event>/", views.undo, name="feedback-undo"),
]
