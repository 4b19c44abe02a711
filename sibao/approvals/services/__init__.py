"""Every change consultations allow."""

from sibao.approvals.services.consultations import (
    ask_consultation,
    conclude_consultation,
    expire_consultation,
    withdraw_consultation,
)
from sibao.approvals.services.decisions import issue_decision
from sibao.approvals.services.exports import export_consultations
from sibao.approvals.services.opinions import give_opinion
from sibao.approvals.services.packs import load_pack

__all__ = [
    "ask_consultation",
    "conclude_consultation",
    "expire_consultation",
    "export_consultations",
    "give_opinion",
    "issue_decision",
    "load_pack",
    "withdraw_consultation",
]
