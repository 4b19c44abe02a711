"""What commands on signals, states and alerts are given."""

from sibao.prevention.inputs.alerts import (
    ActOnAlert,
    ConsultOnAlert,
    DismissAlert,
    NotedAlert,
    OneAlertGroup,
    ReasonedAlert,
)
from sibao.prevention.inputs.deletions import OneDeletion
from sibao.prevention.inputs.packs import AlertRuleRow, PreventionPack, SignalKindRow, SourceRow, StateFactRow
from sibao.prevention.inputs.rules import LONGEST_LIMIT, DraftRule, OneRuleDraft, WithdrawRuleDraft
from sibao.prevention.inputs.signals import (
    MOST_LINES,
    DeliverSignals,
    FollowPeople,
    PlaceInLoop,
    ReportSignals,
    Said,
)

__all__ = [
    "LONGEST_LIMIT",
    "MOST_LINES",
    "ActOnAlert",
    "AlertRuleRow",
    "ConsultOnAlert",
    "DeliverSignals",
    "DismissAlert",
    "DraftRule",
    "FollowPeople",
    "NotedAlert",
    "OneAlertGroup",
    "OneDeletion",
    "OneRuleDraft",
    "PlaceInLoop",
    "PreventionPack",
    "ReasonedAlert",
    "ReportSignals",
    "Said",
    "SignalKindRow",
    "SourceRow",
    "StateFactRow",
    "WithdrawRuleDraft",
]
