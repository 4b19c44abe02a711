"""Routes of guides and plans, checks and rectifications."""

from sibao.guidance.web import check_lists, checks, lists, plans, readiness_lists, rectifications, views
from sibao.kernel.doors import door
from sibao.kernel.lists.page import list_view

app_name = "guidance"
urlpatterns = [
    door("", views.overview, may="guidance:document:read", name="overview"),
    door("documents/", list_view(lists.DOCUMENTS), may="guidance:document:read", name="documents"),
    door("documents/new/", views.new, may="guidance:document:edit", name="document-new"),
    door("documents/<int:document_id>/", views.document, may="guidance:document:read", name="document"),
    door("documents/<int:document_id>/edit/", views.edit, may="guidance:document:edit", name="document-edit"),
    door(
        "documents/<int:document_id>/enforce/", views.enforce, may="guidance:document:enforce", name="document-enforce"
    ),
    door(
        "documents/<int:document_id>/withdraw/",
        views.withdraw,
        may="guidance:document:withdraw",
        name="document-withdraw",
    ),
    door("sectors/<int:sector_id>/", views.guide, may="guidance:item:read", name="guide"),
    door("checks/", list_view(check_lists.CHECKS), may="guidance:check:read", name="checks"),
    door("checks/<int:check_id>/", checks.check, may="guidance:check:read", name="check"),
    door("checks/<int:check_id>/submit/", checks.submit, may="guidance:check:submit", name="check-submit"),
    door("readiness/", list_view(readiness_lists.READINESS), may="guidance:readiness:read", name="readiness"),
    door("units/<int:unit_id>/plans/new/", plans.new, may="guidance:plan:edit", name="plan-new"),
    door("plans/<int:plan_id>/", plans.plan, may="guidance:plan:read", name="plan"),
    door("plans/<int:plan_id>/submit/", plans.submit, may="guidance:plan:submit", name="plan-submit"),
    door("plans/<int:plan_id>/approve/", plans.approve, may="guidance:plan:approve", name="plan-approve"),
    door("plans/<int:plan_id>/return/", plans.give_back, may="guidance:plan:return", name="plan-return"),
    door("answers/<int:answer_id>/", checks.answer, may="guidance:check:read", name="answer"),
    door("units/<int:unit_id>/", checks.unit, may="guidance:check:read", name="unit"),
    door("units/<int:unit_id>/<str:posture>/", checks.begin, may="guidance:check:open", name="check-begin"),
    door(
        "rectifications/",
        list_view(check_lists.RECTIFICATIONS),
        may="guidance:rectification:read",
        name="rectifications",
    ),
    door(
        "rectifications/<int:rectification_id>/",
        rectifications.rectification,
        may="guidance:rectification:read",
        name="rectification",
    ),
    door(
        "rectifications/<int:rectification_id>/report/",
        rectifications.report,
        may="guidance:rectification:report",
        name="rectification-report",
    ),
    door(
        "rectifications/<int:rectification_id>/confirm/",
        rectifications.confirm,
        may="guidance:rectification:confirm",
        name="rectification-confirm",
    ),
    door(
        "rectifications/<int:rectification_id>/return/",
        rectifications.give_back,
        may="guidance:rectification:return",
        name="rectification-return",
    ),
    door(
        "rectifications/<int:rectification_id>/cancel/",
        rectifications.cancel,
        may="guidance:rectification:cancel",
        name="rectification-cancel",
    ),
]
