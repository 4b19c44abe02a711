"""The documents and items of guides, the checks against them, what has to be put right, and how ready units are."""

from sibao.guidance.models.checks import CheckAnswer, GuideCheck, ItemStanding
from sibao.guidance.models.library import GuideDocument, GuideItem, Hazard
from sibao.guidance.models.readiness import Readiness, WorkPlan
from sibao.guidance.models.rectifications import Rectification

__all__ = [
    "CheckAnswer",
    "GuideCheck",
    "GuideDocument",
    "GuideItem",
    "Hazard",
    "ItemStanding",
    "Readiness",
    "Rectification",
    "WorkPlan",
]
