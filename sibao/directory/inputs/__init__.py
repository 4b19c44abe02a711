"""Inputs of the directory's commands."""

from sibao.directory.inputs.base import Uscc
from sibao.directory.inputs.boundaries import ImportBoundaries, WithdrawBoundaries
from sibao.directory.inputs.chain import EditLink
from sibao.directory.inputs.fields import EditField
from sibao.directory.inputs.merging import DecideLikeness, MergeUnits, UndoMerge
from sibao.directory.inputs.people import IdentityNumber, ImportStaff, Left, RevealPerson, StaffRow
from sibao.directory.inputs.places import (
    PARTS,
    EditGate,
    EditPart,
    EditPost,
    EditRoom,
    EditShift,
    EditSite,
    EditSitting,
    EditTeam,
    EditVehicle,
    EditVenue,
    EndStay,
    PlanStay,
    PlanTurn,
)
from sibao.directory.inputs.units import (
    EditUnit,
    ImportedUnit,
    ImportUnits,
    RecordMeasure,
    RegisterUnit,
    RevealContacts,
    UnitDetails,
)

__all__ = [
    "PARTS",
    "DecideLikeness",
    "EditField",
    "EditGate",
    "EditLink",
    "EditPart",
    "EditPost",
    "EditRoom",
    "EditShift",
    "EditSite",
    "EditSitting",
    "EditTeam",
    "EditUnit",
    "EditVehicle",
    "EditVenue",
    "EndStay",
    "IdentityNumber",
    "ImportBoundaries",
    "ImportStaff",
    "ImportUnits",
    "ImportedUnit",
    "Left",
    "MergeUnits",
    "PlanStay",
    "PlanTurn",
    "RecordMeasure",
    "RegisterUnit",
    "RevealContacts",
    "RevealPerson",
    "StaffRow",
    "UndoMerge",
    "UnitDetails",
    "Uscc",
    "WithdrawBoundaries",
]
