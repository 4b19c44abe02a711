"""Routes of alerts."""

from sibao.kernel.doors import door
from sibao.kernel.lists.page import list_view
from sibao.prevention.web import alerts, lists, streams

READ = "prevention:alert:read"
STEPS = {
    "acknowledge": alerts.acknowledge,
    "assess": alerts.assess,
    "consult": alerts.consult,
    "act": alerts.act,
    "resolve": alerts.resolve,
    "close": alerts.close,
    "dismiss": alerts.dismiss,
}

app_name = "prevention"
urlpatterns = [
    door("alerts/", list_view(lists.ALERTS), may=READ, name="alerts"),
    door("risks/", list_view(lists.RISKS), may=READ, name="risks"),
    door("streams/", streams.page, may=READ, name="streams"),
    door("subjects/", list_view(lists.SUBJECTS), may=READ, name="subjects"),
    door("subjects/<int:warned_id>/", alerts.why, may=READ, name="why"),
    door("subjects/<int:warned_id>/dismiss/", alerts.dismiss_one, may="prevention:alert:dismiss", name="dismiss-one"),
    door("alerts/<int:alert_id>/", alerts.alert, may=READ, name="alert"),
    *(
        door(f"alerts/<int:alert_id>/{action}/", view, may=f"prevention:alert:{action}", name=f"alert-{action}")
        for action, view in STEPS.items()
    ),
    door("units/<int:unit_id>/", alerts.unit, may=READ, name="unit"),
]
