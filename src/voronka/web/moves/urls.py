"""Addresses of the actions on a deal."""

from django.urls import path

from voronka.web.moves import evidence, views

urlpatterns = [
    path("deals/<int:deal>/verdict/", views.verdict, name="verdict"),
    path("deals/<int:deal>/move-menu/", views.move_menu, name="move-menu"),
    path("deals/<int:deal>/move/", views.move, name="move"),
    path("deals/<int:deal>/move-dialog/<int:to>/", views.move_dialog, name="move-dialog"),
    path("deals/<int:deal>/ask/<int:to>/", views.ask_for_exception, name="ask-exception"),
    path("deals/<int:deal>/meet/<int:criterion>/", evidence.meet, name="meet"),
    path("deals/<int:deal>/take/", views.take, name="take"),
    path("deals/<int:deal>/assign/", views.assign, name="assign"),
    path("undo/<int:event>/", views.undo, name="undo"),
]
