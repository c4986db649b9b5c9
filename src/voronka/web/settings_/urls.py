"""Addresses of the settings."""

from django.urls import path

from voronka.web.settings_ import criteria, pipelines, playbooks, reasons, stages, teams, users, workspace

urlpatterns = [
    path("settings/", pipelines.front, name="settings"),
    path("settings/pipelines/", pipelines.index, name="settings-pipelines"),
    path("settings/pipelines/new/", pipelines.new, name="settings-pipeline-new"),
    path("settings/pipelines/<int:pipeline>/", pipelines.one, name="settings-pipeline"),
    path("settings/pipelines/<int:pipeline>/edit/", pipelines.edit, name="settings-pipeline-edit"),
    path("settings/pipelines/<int:pipeline>/place/", pipelines.place, name="settings-pipeline-place"),
    path("settings/pipelines/<int:pipeline>/remove/", pipelines.remove, name="settings-pipeline-remove"),
    path("settings/pipelines/<int:pipeline>/stages/new/", stages.new, name="settings-stage-new"),
    path("settings/playbooks/", playbooks.index, name="settings-playbooks"),
    path("settings/playbooks/<slug:key>/", playbooks.use, name="settings-playbook-use"),
    path("settings/stages/<int:stage>/", stages.one, name="settings-stage"),
    path("settings/stages/<int:stage>/preview/", stages.preview, name="settings-stage-preview"),
    path("settings/stages/<int:stage>/place/", stages.place, name="settings-stage-place"),
    path("settings/stages/<int:stage>/remove/", stages.remove, name="settings-stage-remove"),
    path("settings/stages/<int:stage>/criteria/new/", criteria.new, name="settings-criterion-new"),
    path("settings/criteria/<int:criterion>/", criteria.one, name="settings-criterion"),
    path("settings/criteria/<int:criterion>/place/", criteria.place, name="settings-criterion-place"),
    path("settings/criteria/<int:criterion>/remove/", criteria.remove, name="settings-criterion-remove"),
    path(
        "settings/stages/<int:stage>/criteria/preview/", criteria.preview, name="settings-criterion-preview"
    ),
    path("settings/reasons/", reasons.index, name="settings-reasons"),
    path("settings/reasons/new/<slug:way_out>/", reasons.new, name="settings-reason-new"),
    path("settings/reasons/<int:reason>/", reasons.one, name="settings-reason"),
    path("settings/reasons/<int:reason>/place/", reasons.place, name="settings-reason-place"),
    path("settings/reasons/<int:reason>/retire/", reasons.retire, name="settings-reason-retire"),
    path("settings/reasons/<int:reason>/restore/", reasons.restore, name="settings-reason-restore"),
    path("settings/users/", users.index, name="settings-users"),
    path("settings/users/new/", users.new, name="settings-user-new"),
    path("settings/users/<int:user>/", users.one, name="settings-user"),
    path("settings/users/<int:user>/deactivate/", users.deactivate, name="settings-user-deactivate"),
    path("settings/users/<int:user>/activate/", users.activate, name="settings-user-activate"),
    path("settings/users/<int:user>/password/", users.password, name="settings-user-password"),
    path("settings/teams/", teams.index, name="settings-teams"),
    path("settings/teams/new/", teams.new, name="settings-team-new"),
    path("settings/teams/<int:team>/", teams.one, name="settings-team"),
    path("settings/teams/<int:team>/remove/", teams.remove, name="settings-team-remove"),
    path("settings/workspace/", workspace.index, name="settings-workspace"),
    path("settings/workspace/rates/new/", workspace.new_rate, name="settings-rate-new"),
    path("settings/workspace/rates/<int:rate>/remove/", workspace.remove_rate_, name="settings-rate-remove"),
]
