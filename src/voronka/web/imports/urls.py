"""Addresses of imports."""

from django.urls import path

from voronka.web.imports import views

urlpatterns = [
    path("import/", views.index, name="imports"),
    path("import/<int:id>/", views.one, name="import"),
    path("import/<int:id>/columns/", views.columns, name="import-columns"),
    path("import/<int:id>/back/", views.back, name="import-back"),
    path("import/<int:id>/run/", views.run, name="import-run"),
    path("import/<int:id>/stop/", views.stop, name="import-stop"),
    path("import/<int:id>/undo/", views.undo, name="import-undo"),
    path("import/<int:id>/refused/", views.refused, name="import-refused"),
]
