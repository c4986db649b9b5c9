"""Addresses of logging in and of what people set for themselves."""

from django.urls import path

from voronka.web.account import views

urlpatterns = [
    path("login/", views.login, name="login"),
    path("logout/", views.logout, name="logout"),
    path("language/", views.language, name="language"),
    path("profile/", views.profile, name="profile"),
    path("profile/password/", views.password, name="password"),
]
