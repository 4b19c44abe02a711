"""Tables of the directory."""

from sibao.directory.models.chain import SupplyLink
from sibao.directory.models.documents import PolicyDocument
from sibao.directory.models.organisations import Organisation
from sibao.directory.models.people import Contact, Employment, Person
from sibao.directory.models.places import Area, Zone
from sibao.directory.models.sectors import Industry, Measure, Sector, SizeBound
from sibao.directory.models.sites import Gate, Post, Site, Team
from sibao.directory.models.units import Unit, UnitMeasure, UnitName

__all__ = [
    "Area",
    "Contact",
    "Employment",
    "Gate",
    "Industry",
    "Measure",
    "Organisation",
    "Person",
    "PolicyDocument",
    "Post",
    "Sector",
    "Site",
    "SizeBound",
    "SupplyLink",
    "Team",
    "Unit",
    "UnitMeasure",
    "UnitName",
    "Zone",
]
