"""Addresses of reviews and explanations."""

from django.urls import path

from voronka.web.reviews import explanations, report, touches, views

urlpatterns = [
    path("reviews/<int:review>/", views.decide, name="review"),
    path("reviews/<int:review>/put-off/", views.put_off, name="review-put-off"),
    path("deals/<int:deal>/explanation/", explanations.ask, name="explanation-ask"),
    path("explanations/<int:explanation>/", explanations.answer, name="explanation"),
    path("reports/reviews/", report.front, name="reviews"),
    path("reports/reviews/<int:pipeline>/", report.report, name="reviews-report"),
    path("reports/reviews/<int:pipeline>/deals/", report.deals, name="review-deals"),
    path("reports/reviews/<int:pipeline>/first-touches/", touches.deals, name="first-touches"),
]
