"""Routes of facts."""

from sibao.facts.web import lists, views
from sibao.kernel.doors import door
from sibao.kernel.lists.page import list_view

app_name = "facts"
urlpatterns = [
    door("", views.catalogue, may="facts:definition:read", name="catalogue"),
    door("units/", list_view(lists.UNITS), may="facts:value:read", name="units"),
    door("units/<int:unit_id>/", views.unit, may="facts:value:read", name="unit"),
    door("units/<int:unit_id>/record/", views.record, may="facts:value:record", name="record"),
]
