"""Inputs of this context's commands."""

from sibao.duty.inputs.groups import AppointMember, ConfirmLeads, ReleaseMember
from sibao.duty.inputs.liaisons import AssignLiaison, DistributeLiaisons, EditOfficer
from sibao.duty.inputs.packs import Cited, DutyPack, GroupRow, MatterRow
from sibao.duty.inputs.responsibles import (
    MOST_ROWS,
    Answering,
    AssignResponsible,
    EndResponsible,
    ImportedResponsible,
    ImportResponsibles,
    LapseResponsibles,
    NoticeOpenings,
    RevealResponsibles,
)

__all__ = [
    "MOST_ROWS",
    "Answering",
    "AppointMember",
    "AssignLiaison",
    "AssignResponsible",
    "Cited",
    "ConfirmLeads",
    "DistributeLiaisons",
    "DutyPack",
    "EditOfficer",
    "EndResponsible",
    "GroupRow",
    "ImportResponsibles",
    "ImportedResponsible",
    "LapseResponsibles",
    "MatterRow",
    "NoticeOpenings",
    "ReleaseMember",
    "RevealResponsibles",
]
