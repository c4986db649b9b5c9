"""Every address of the application."""

from django.urls import include, path

urlpatterns = [
    path("", include("voronka.web.home.urls")),
    path("", include("voronka.web.account.urls")),
    path("", include("voronka.web.day.urls")),
    path("", include("voronka.web.calendar.urls")),
    path("", include("voronka.web.morning.urls")),
    path("", include("voronka.web.problems.urls")),
    path("", include("voronka.web.sanctions.urls")),
    path("", include("voronka.web.advice.urls")),
    path("", include("voronka.web.week.urls")),
    path("", include("voronka.web.board.urls")),
    path("", include("voronka.web.deal_list.urls")),
    path("", include("voronka.web.saved_views.urls")),
    path("", include("voronka.web.exporting.urls")),
    path("", include("voronka.web.deal.urls")),
    path("", include("voronka.web.moves.urls")),
    path("", include("voronka.web.tasks.urls")),
    path("", include("voronka.web.records.urls")),
    path("", include("voronka.web.objections.urls")),
    path("", include("voronka.web.verifying.urls")),
    path("", include("voronka.web.reviews.urls")),
    path("", include("voronka.web.hand_overs.urls")),
    path("", include("voronka.web.new_deal.urls")),
    path("", include("voronka.web.quick.urls")),
    path("", include("voronka.web.clients.urls")),
    path("", include("voronka.web.people.urls")),
    path("", include("voronka.web.companies.urls")),
    path("", include("voronka.web.merging.urls")),
    path("", include("voronka.web.personal_data.urls")),
    path("", include("voronka.web.imports.urls")),
    path("", include("voronka.web.duplicates.urls")),
    path("", include("voronka.web.search.urls")),
    path("", include("voronka.web.playbook.urls")),
    path("", include("voronka.web.gates.urls")),
    path("", include("voronka.web.continuing.urls")),
    path("", include("voronka.web.qualification.urls")),
    path("", include("voronka.web.tenders.urls")),
    path("", include("voronka.web.feedback.urls")),
    path("", include("voronka.web.notices.urls")),
    path("", include("voronka.web.intake.urls")),
    path("", include("voronka.web.settings_.urls")),
    path("api/v1/", include("voronka.api.urls")),
]

handler400 = "voronka.web.errors.views.bad_request"
handler403 = "voronka.web.errors.views.forbidden"
handler404 = "voronka.web.errors.views.not_found"
handler500 = "voronka.web.errors.views.broken"
