"""Every change facts allow."""

from sibao.facts.services.criteria import draft_criterion, edit_criterion, publish_criterion, withdraw_criterion
from sibao.facts.services.examples import load_criteria
from sibao.facts.services.packs import load_pack
from sibao.facts.services.values import import_facts, record_facts
from sibao.facts.services.verdicts import keep_verdicts, record_verdict
from sibao.facts.services.workbook import FactsWorkbook

__all__ = [
    "FactsWorkbook",
    "draft_criterion",
    "edit_criterion",
    "import_facts",
    "keep_verdicts",
    "load_criteria",
    "load_pack",
    "publish_criterion",
    "record_facts",
    "record_verdict",
    "withdraw_criterion",
]
