"""Addresses of the deal page, its notes, files and criteria."""

from django.urls import path

from voronka.web.deal import (
    fields_views,
    file_views,
    gate_views,
    note_views,
    priority_views,
    tag_views,
    views,
)

urlpatterns = [
    path("deals/<int:deal>/", views.deal_page_view, name="deal"),
    path("deals/<int:deal>/part/<str:name>/", views.deal_part, name="deal-part"),
    path("deals/<int:deal>/field/<str:name>/", fields_views.deal_field, name="deal-field"),
    path("deals/<int:deal>/notes/", note_views.note_add, name="note-add"),
    path("notes/<int:note>/", note_views.note_edit, name="note-edit"),
    path("notes/<int:note>/remove/", note_views.note_remove, name="note-remove"),
    path("deals/<int:deal>/files/", file_views.file_add, name="file-add"),
    path("files/<int:file>/", file_views.file_download, name="file"),
    path("files/<int:file>/remove/", file_views.file_remove, name="file-remove"),
    path(
        "deals/<int:deal>/criteria/<int:criterion>/confirm/",
        gate_views.criterion_confirm,
        name="criterion-confirm",
    ),
    path(
        "deals/<int:deal>/criteria/<int:criterion>/withdraw/",
        gate_views.criterion_withdraw,
        name="criterion-withdraw",
    ),
    path("deals/<int:deal>/priority/", priority_views.priority, name="deal-priority"),
    path("deals/<int:deal>/tags/", tag_views.tag_add, name="deal-tag-add"),
    path("deals/<int:deal>/tags/remove/", tag_views.tag_remove, name="deal-tag-remove"),
    path("tags/", tag_views.tags, name="tags"),
    path("deals/<int:deal>/exception/", gate_views.exception_ask, name="exception-ask"),
]
