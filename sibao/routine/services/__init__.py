"""Every change that daily work allows."""

from sibao.routine.services.goods import record_goods
from sibao.routine.services.packs import load_pack
from sibao.routine.services.reports import submit_report
from sibao.routine.services.sections import edit_section, record_disinfection

__all__ = ["edit_section", "load_pack", "record_disinfection", "record_goods", "submit_report"]
