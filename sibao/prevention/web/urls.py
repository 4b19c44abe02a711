"""Routes of alerts and rules."""

from sibao.kernel.doors import door
from sibao.kernel.lists.page import list_view
from sibao.prevention.web import alerts, deletion_lists, deletions, lists, rule_lists, rules, streams

READ, RULES, DELETIONS = "prevention:alert:read", "prevention:rule:read", "prevention:deletion:read"
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
    door("rules/", list_view(rule_lists.RULES), may=RULES, name="rules"),
    door("rules/<int:rule_id>/", rules.rule, may=RULES, name="rule"),
    door("rules/<int:rule_id>/draft/", rules.draft, may="prevention:rule:draft", name="rule-draft"),
    door("rules/drafts/<int:draft_id>/", rules.change, may=RULES, name="rule-change"),
    door("rules/drafts/<int:draft_id>/publish/", rules.publish, may="prevention:rule:publish", name="rule-publish"),
    door("rules/drafts/<int:draft_id>/withdraw/", rules.withdraw, may="prevention:rule:withdraw", name="rule-withdraw"),
    door("deletions/", list_view(deletion_lists.DELETIONS), may=DELETIONS, name="deletions"),
    door("deletions/<int:deletion_id>/", deletions.deletion, may=DELETIONS, name="deletion"),
    door("deletions/<int:deletion_id>/certificate.pdf", deletions.document, may=DELETIONS, name="deletion-document"),
    door("units/<int:unit_id>/", alerts.unit, may=READ, name="unit"),
]
