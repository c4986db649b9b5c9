"""Addresses of a deal's qualification from both sides."""

from django.urls import path

from voronka.web.qualification import views

urlpatterns = [
    path("deals/<int:deal>/qualification/", views.checklist, name="qualification"),
    path("deals/<int:deal>/qualification/<int:question>/", views.answer, name="qualification-answer"),
    path("deals/<int:deal>/looks-for/", views.criterion_new, name="client-criterion-new"),
    path("looks-for/<int:criterion>/", views.criterion_one, name="client-criterion"),
    path("looks-for/<int:criterion>/match/", views.criterion_match, name="client-criterion-match"),
    path("looks-for/<int:criterion>/remove/", views.criterion_remove, name="client-criterion-remove"),
]
