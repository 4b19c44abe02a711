"""Routes of duties."""

from sibao.duty.web import group_lists, groups, lists, responsible_lists, responsibles, views
from sibao.kernel.doors import door
from sibao.kernel.lists.page import list_view

app_name = "duty"
urlpatterns = [
    door("", list_view(lists.LIAISONS), may="duty:liaison:read", name="liaisons"),
    door("units/<int:unit_id>/", views.unit, may="duty:liaison:read", name="unit"),
    door("distribute/", views.distribute, may="duty:liaison:distribute", name="distribute"),
    door("mine/", views.mine, may="duty:liaison:own", name="mine"),
    door("officers/", list_view(lists.OFFICERS), may="duty:officer:read", name="officers"),
    door("officers/new/", views.officer_new, may="duty:officer:edit", name="officer-new"),
    door("officers/<int:officer_id>/", views.officer, may="duty:officer:edit", name="officer"),
    door("obligations/", list_view(responsible_lists.OBLIGATIONS), may="duty:responsible:read", name="obligations"),
    door("units/<int:unit_id>/responsibles/", responsibles.unit, may="duty:responsible:read", name="unit-responsibles"),
    door(
        "units/<int:unit_id>/responsibles/reveal/",
        responsibles.reveal,
        may="duty:responsible:reveal",
        name="responsibles-reveal",
    ),
    door(
        "responsibles/<int:responsible_id>/end/", responsibles.end, may="duty:responsible:end", name="responsible-end"
    ),
    door("groups/", list_view(group_lists.GROUPS), may="duty:group:read", name="groups"),
    door("groups/<int:group_id>/", groups.group, may="duty:group:read", name="group"),
    door("groups/<int:group_id>/appoint/", groups.appoint, may="duty:group:appoint", name="group-appoint"),
    door("groups/<int:group_id>/confirm/", groups.confirm, may="duty:group:confirm", name="group-confirm"),
    door("groups/members/<int:member_id>/release/", groups.release, may="duty:group:release", name="group-release"),
]
