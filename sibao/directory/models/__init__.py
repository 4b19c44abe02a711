"""Tables of the directory."""

from sibao.directory.models.belonging import RoomStay, ShiftTurn, SittingTurn
from sibao.directory.models.boundaries import BoundaryMap
from sibao.directory.models.chain import SupplyLink
from sibao.directory.models.documents import PolicyDocument
from sibao.directory.models.fields import UnitField, UnitFieldValue
from sibao.directory.models.merges import Likeness, Merge, MergeRow
from sibao.directory.models.organisations import Organisation
from sibao.directory.models.people import Contact, Employment, Person, reach_of
from sibao.directory.models.places import Area, Zone
from sibao.directory.models.sectors import Industry, Measure, Sector, SizeBound
from sibao.directory.models.sites import Gate, Post, Room, Shift, Site, Sitting, Team, Venue
from sibao.directory.models.units import Unit, UnitMeasure, UnitName
from sibao.directory.models.vehicles import Vehicle, VehicleUse

__all__ = [
    "Area",
    "BoundaryMap",
    "Contact",
    "Employment",
    "Gate",
    "Industry",
    "Likeness",
    "Measure",
    "Merge",
    "MergeRow",
    "Organisation",
    "Person",
    "PolicyDocument",
    "Post",
    "Room",
    "RoomStay",
    "Sector",
    "Shift",
    "ShiftTurn",
    "Site",
    "Sitting",
    "SittingTurn",
    "SizeBound",
    "SupplyLink",
    "Team",
    "Unit",
    "UnitField",
    "UnitFieldValue",
    "UnitMeasure",
    "UnitName",
    "Vehicle",
    "VehicleUse",
    "Venue",
    "Zone",
    "reach_of",
]
