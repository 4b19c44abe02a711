"""Every change facts allow."""

from sibao.facts.services.corrections import (
    accept_correction,
    ask_correction,
    decline_correction,
    withdraw_correction,
)
from sibao.facts.services.criteria import draft_criterion, edit_criterion, publish_criterion, withdraw_criterion
from sibao.facts.services.examples import load_criteria
from sibao.facts.services.owed import ask_owed, follow_owed
from sibao.facts.services.packs import load_pack
from sibao.facts.services.values import import_facts, record_facts
from sibao.facts.services.verdicts import keep_verdicts, record_verdict
from sibao.facts.services.workbook import FactsWorkbook

__all__ = [
    "FactsWorkbook",
    "accept_correction",
    "ask_correction",
    "ask_owed",
    "decline_correction",
    "draft_criterion",
    "edit_criterion",
    "follow_owed",
    "import_facts",
    "keep_verdicts",
    "load_criteria",
    "load_pack",
    "publish_criterion",
    "record_facts",
    "record_verdict",
    "withdraw_correction",
    "withdraw_criterion",
]
