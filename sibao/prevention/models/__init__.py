"""Tables of signals, states and alerts."""

from sibao.prevention.models.alerts import Alert, AlertGroup, AlertOpinion, AlertStep
from sibao.prevention.models.catalogue import AlertRule, SignalKind, SignalSource, StateFact
from sibao.prevention.models.deletions import Deletion, SignalDeletion
from sibao.prevention.models.drafts import RuleDraft
from sibao.prevention.models.log import RejectedSignal, Signal, SignalDelivery
from sibao.prevention.models.state import SiteCount, SnapshotSeal, SubjectSnapshot, SubjectState

__all__ = [
    "Alert",
    "AlertGroup",
    "AlertOpinion",
    "AlertRule",
    "AlertStep",
    "Deletion",
    "RejectedSignal",
    "RuleDraft",
    "Signal",
    "SignalDeletion",
    "SignalDelivery",
    "SignalKind",
    "SignalSource",
    "SiteCount",
    "SnapshotSeal",
    "StateFact",
    "SubjectSnapshot",
    "SubjectState",
]
