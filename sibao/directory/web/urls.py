"""Routes of the directory."""

from sibao.directory.web import lists, outline, views
from sibao.kernel.doors import door
from sibao.kernel.lists.page import list_view

app_name = "directory"
urlpatterns = [
    door("units/", list_view(lists.UNITS), may="directory:unit:read", name="units"),
    door("units/register/", views.register, may="directory:unit:register", name="unit-register"),
    door("units/<int:unit_id>/", views.unit, may="directory:unit:read", name="unit"),
    door("units/<int:unit_id>/outline/", outline.outline, may="directory:unit:outline", name="outline"),
    door("units/<int:unit_id>/edit/", views.edit, may="directory:unit:edit", name="unit-edit"),
    door("units/<int:unit_id>/measure/", views.measure, may="directory:measure:record", name="measure"),
    door("units/<int:unit_id>/contacts/", views.contacts, may="directory:contact:reveal", name="contacts"),
    door("organisations/", views.organisations, may="directory:organisation:read", name="organisations"),
    door("sources/", views.sources, may="directory:source:read", name="sources"),
]
