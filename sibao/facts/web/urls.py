"""Routes of facts."""

from sibao.facts.web import lists, views
from sibao.facts.web.criteria import effects
from sibao.facts.web.criteria import views as criteria
from sibao.facts.web.criteria.lists import CRITERIA
from sibao.kernel.doors import door
from sibao.kernel.lists.page import list_view

app_name = "facts"
urlpatterns = [
    door("", views.catalogue, may="facts:definition:read", name="catalogue"),
    door("criteria/", list_view(CRITERIA), may="facts:criterion:read", name="criteria"),
    door("criteria/new/", criteria.new, may="facts:criterion:draft", name="criterion-new"),
    door("criteria/<int:criterion_id>/", criteria.criterion, may="facts:criterion:read", name="criterion"),
    door("criteria/<int:criterion_id>/draft/", criteria.draft, may="facts:criterion:draft", name="criterion-draft"),
    door("criteria/<int:criterion_id>/effect/", effects.units, may="facts:value:read", name="criterion-effect"),
    door("criteria/<int:criterion_id>/edit/", criteria.edit, may="facts:criterion:edit", name="criterion-edit"),
    door(
        "criteria/<int:criterion_id>/publish/",
        criteria.publish,
        may="facts:criterion:publish",
        name="criterion-publish",
    ),
    door(
        "criteria/<int:criterion_id>/withdraw/",
        criteria.withdraw,
        may="facts:criterion:withdraw",
        name="criterion-withdraw",
    ),
    door("units/", list_view(lists.UNITS), may="facts:value:read", name="units"),
    door("units/<int:unit_id>/", views.unit, may="facts:value:read", name="unit"),
    door("units/<int:unit_id>/record/", views.record, may="facts:value:record", name="record"),
]
