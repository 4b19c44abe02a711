"""Routes of facts."""

from sibao.facts.web import corrections, lists, owed, views
from sibao.facts.web.correction_lists import CORRECTIONS
from sibao.facts.web.criteria import effects, sheets
from sibao.facts.web.criteria import views as criteria
from sibao.facts.web.criteria.lists import CRITERIA
from sibao.kernel.doors import door
from sibao.kernel.lists.page import list_view

app_name = "facts"
urlpatterns = [
    door("", views.catalogue, may="facts:definition:read", name="catalogue"),
    door("<int:fact_id>/", owed.fact, may="facts:definition:read", name="fact"),
    door("<int:fact_id>/ask/", owed.ask, may="facts:owed:ask", name="fact-ask"),
    door("corrections/", list_view(CORRECTIONS), may="facts:correction:read", name="corrections"),
    door(
        "corrections/ask/<int:unit_id>/<slug:fact_key>/",
        corrections.ask,
        may="facts:correction:ask",
        name="correction-ask",
    ),
    door("corrections/<int:correction_id>/", corrections.correction, may="facts:correction:read", name="correction"),
    door(
        "corrections/<int:correction_id>/accept/",
        corrections.accept,
        may="facts:correction:accept",
        name="correction-accept",
    ),
    door(
        "corrections/<int:correction_id>/decline/",
        corrections.decline,
        may="facts:correction:decline",
        name="correction-decline",
    ),
    door(
        "corrections/<int:correction_id>/withdraw/",
        corrections.withdraw,
        may="facts:correction:withdraw",
        name="correction-withdraw",
    ),
    door("criteria/", list_view(CRITERIA), may="facts:criterion:read", name="criteria"),
    door("criteria/new/", criteria.new, may="facts:criterion:draft", name="criterion-new"),
    door("criteria/<int:criterion_id>/", criteria.criterion, may="facts:criterion:read", name="criterion"),
    door("criteria/<int:criterion_id>/draft/", criteria.draft, may="facts:criterion:draft", name="criterion-draft"),
    door("criteria/<int:criterion_id>/effect/", effects.units, may="facts:value:read", name="criterion-effect"),
    door("criteria/<int:criterion_id>/edit/", criteria.edit, may="facts:criterion:edit", name="criterion-edit"),
    door("criteria/rows/<int:criterion_id>/", sheets.upload, may="facts:criterion:edit", name="criterion-rows"),
    door(
        "criteria/rows/<int:criterion_id>/rows.xlsx",
        sheets.download,
        may="facts:criterion:edit",
        name="criterion-rows-file",
    ),
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
