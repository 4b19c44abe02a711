"""The documents and items of guides, the checks against them, and what has to be put right."""

from sibao.guidance.models.checks import CheckAnswer, GuideCheck, ItemStanding
from sibao.guidance.models.library import GuideDocument, GuideItem
from sibao.guidance.models.rectifications import Rectification

__all__ = ["CheckAnswer", "GuideCheck", "GuideDocument", "GuideItem", "ItemStanding", "Rectification"]
