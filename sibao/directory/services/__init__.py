"""Every change the directory allows."""

from sibao.directory.services.belonging import end_stay, plan_stay, plan_turn
from sibao.directory.services.boundaries import import_boundaries, withdraw_boundaries
from sibao.directory.services.chain import edit_link
from sibao.directory.services.exports import export_sites, export_staff, export_units, export_vehicles
from sibao.directory.services.fields import edit_field
from sibao.directory.services.imports import import_units
from sibao.directory.services.likenesses import decide_likeness
from sibao.directory.services.merging import merge_units, undo_merge
from sibao.directory.services.packs import load_pack, load_reference
from sibao.directory.services.people import reveal_person
from sibao.directory.services.places import edit_part, edit_site, edit_vehicle
from sibao.directory.services.revising import revise_sites, revise_units
from sibao.directory.services.staff_importing import import_staff
from sibao.directory.services.units import edit_unit, record_measure, register_unit, reveal_contacts

__all__ = [
    "decide_likeness",
    "edit_field",
    "edit_link",
    "edit_part",
    "edit_site",
    "edit_unit",
    "edit_vehicle",
    "end_stay",
    "export_sites",
    "export_staff",
    "export_units",
    "export_vehicles",
    "import_boundaries",
    "import_staff",
    "import_units",
    "load_pack",
    "load_reference",
    "merge_units",
    "plan_stay",
    "plan_turn",
    "record_measure",
    "register_unit",
    "reveal_contacts",
    "reveal_person",
    "revise_sites",
    "revise_units",
    "undo_merge",
    "withdraw_boundaries",
]
