"""Every change guides and plans, checks and rectifications allow."""

from sibao.guidance.services.checks import answer_item, open_check, submit_check
from sibao.guidance.services.documents import edit_document, enforce_document, withdraw_document
from sibao.guidance.services.exports import export_checks, export_rectifications
from sibao.guidance.services.packs import load_pack
from sibao.guidance.services.plans import approve_plan, draft_plan, return_plan, submit_plan
from sibao.guidance.services.rectifications import (
    cancel_rectification,
    confirm_rectification,
    open_rectification,
    report_rectification,
    return_rectification,
)

__all__ = [
    "answer_item",
    "approve_plan",
    "cancel_rectification",
    "confirm_rectification",
    "draft_plan",
    "edit_document",
    "enforce_document",
    "export_checks",
    "export_rectifications",
    "load_pack",
    "open_check",
    "open_rectification",
    "report_rectification",
    "return_plan",
    "return_rectification",
    "submit_check",
    "submit_plan",
    "withdraw_document",
]
