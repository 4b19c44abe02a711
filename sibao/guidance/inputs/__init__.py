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
    "EditDocument",
    "EnforceDocument",
    "GuidancePack",
    "OneRectification",
    "OpenCheck",
    "OpenRectification",
    "PackCite",
    "PackGuide",
    "PackItem",
    "ReportRectification",
    "ReturnRectification",
    "SubmitCheck",
    "WithdrawDocument",
]
