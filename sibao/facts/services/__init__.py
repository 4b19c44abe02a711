"""Every change facts allow."""

from sibao.facts.services.packs import load_pack
from sibao.facts.services.values import import_facts, record_facts
from sibao.facts.services.workbook import FactsWorkbook

__all__ = ["FactsWorkbook", "import_facts", "load_pack", "record_facts"]
