"""Every change the directory allows."""

from sibao.directory.services.exports import export_units
from sibao.directory.services.imports import import_units
from sibao.directory.services.packs import load_pack, load_reference
from sibao.directory.services.units import edit_unit, record_measure, register_unit, reveal_contacts

__all__ = [
    "edit_unit",
    "export_units",
    "import_units",
    "load_pack",
    "load_reference",
    "record_measure",
    "register_unit",
    "reveal_contacts",
]
