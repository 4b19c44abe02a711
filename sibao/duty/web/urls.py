"""Routes of duties."""

from sibao.duty.web import lists, views
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
]
