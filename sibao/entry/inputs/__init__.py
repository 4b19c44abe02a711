"""What commands on arrivals, codes and appeals are given."""

from sibao.entry.inputs.arrivals import OneArrival, ReasonedArrival, ReceiveArrival, RegisterArrival
from sibao.entry.inputs.codes import AssignCode, DecideAppeal, LodgeAppeal, ReleaseCode
from sibao.entry.inputs.gate import CheckAtGate, RecordAtGate
from sibao.entry.inputs.origins import AreaRow, ClassRow, EntryPack, GradeArea

__all__ = [
    "AreaRow",
    "AssignCode",
    "CheckAtGate",
    "ClassRow",
    "DecideAppeal",
    "EntryPack",
    "GradeArea",
    "LodgeAppeal",
    "OneArrival",
    "ReasonedArrival",
    "ReceiveArrival",
    "RecordAtGate",
    "RegisterArrival",
    "ReleaseCode",
]
