"""Addresses of tasks."""

from django.urls import path

from voronka.web.tasks import views

urlpatterns = [
    path("deals/<int:deal>/tasks/new/", views.task_new, name="task-new"),
    path("tasks/<int:task>/done/", views.task_done, name="task-done"),
    path("tasks/<int:task>/edit/", views.task_edit, name="task-edit"),
    path("tasks/<int:task>/cancel/", views.task_cancel, name="task-cancel"),
]
