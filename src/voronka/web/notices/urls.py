"""Addresses of notices, and of how one is reached."""

from django.urls import path

from voronka.web.notices import choices, views

urlpatterns = [
    path("notices/", views.index, name="notices"),
    path("notices/new/", views.news, name="notices-new"),
    path("notices/read/", views.read, name="notices-read"),
    path("notices/worker.js", views.push_worker, name="push-worker"),
    path("notices/<int:notice>/", views.one, name="notice"),
    path("notices/off/<str:token>/", views.off, name="notice-off"),
    path("profile/notices/", choices.index, name="notice-choices"),
    path("profile/push/key/", choices.push_key, name="push-key"),
    path("profile/push/", choices.push_add, name="push-add"),
    path("profile/push/<int:browser>/remove/", choices.push_remove, name="push-remove"),
    path("profile/telegram/", choices.telegram, name="telegram"),
    path("profile/telegram/remove/", choices.telegram_remove, name="telegram-remove"),
]
