"""Tables of daily work at sites."""

from sibao.routine.models.catalogue import ReportField, SectionClass, SectionUse
from sibao.routine.models.daily import DailyReport, GoodsCheck
from sibao.routine.models.sections import Disinfection, Section

__all__ = ["DailyReport", "Disinfection", "GoodsCheck", "ReportField", "Section", "SectionClass", "SectionUse"]
