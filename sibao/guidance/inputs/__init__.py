"""What commands on guides, checks and rectifications are given."""

from sibao.guidance.inputs.checks import AnswerItem, OpenCheck, SubmitCheck
from sibao.guidance.inputs.library import (
    EditDocument,
    EnforceDocument,
    GuidancePack,
    PackCite,
    PackGuide,
    PackItem,
    WithdrawDocument,
)
from sibao.guidance.inputs.plans import DraftPlan, OnePlan, ReturnPlan
from sibao.guidance.inputs.rectifications import (
    CancelRectification,
    ConfirmRectification,
    OneRectification,
    OpenRectification,
    ReportRectification,
    ReturnRectification,
)

__all__ = [
    "AnswerItem",
    "CancelRectification",
    "ConfirmRectification",
    "DraftPlan",
    "EditDocument",
    "EnforceDocument",
    "GuidancePack",
    "OnePlan",
    "OneRectification",
    "OpenCheck",
    "OpenRectification",
    "PackCite",
    "PackGuide",
    "PackItem",
    "ReportRectification",
    "ReturnPlan",
    "ReturnRectification",
    "SubmitCheck",
    "WithdrawDocument",
]
