"""Every change that monitoring allows."""

from sibao.prevention.services.alerts import (
    acknowledge_alert,
    act_on_alert,
    assess_alert,
    close_alert,
    consult_on_alert,
    dismiss_alert,
    resolve_alert,
)
from sibao.prevention.services.certifying import issue_certificate
from sibao.prevention.services.deliveries import deliver_signals
from sibao.prevention.services.drafting import draft_rule, publish_rule, withdraw_rule_draft
from sibao.prevention.services.exports import export_alerts
from sibao.prevention.services.following import follow_people, place_in_loop
from sibao.prevention.services.packs import load_pack
from sibao.prevention.services.reporting import report_signals

__all__ = [
    "acknowledge_alert",
    "act_on_alert",
    "assess_alert",
    "close_alert",
    "consult_on_alert",
    "deliver_signals",
    "dismiss_alert",
    "draft_rule",
    "export_alerts",
    "follow_people",
    "issue_certificate",
    "load_pack",
    "place_in_loop",
    "publish_rule",
    "report_signals",
    "resolve_alert",
    "withdraw_rule_draft",
]
