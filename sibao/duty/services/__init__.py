"""Commands of duties."""

from sibao.duty.services.exports import export_liaisons, export_responsibles
from sibao.duty.services.groups import appoint_member, confirm_leads, release_member
from sibao.duty.services.imports import import_responsibles
from sibao.duty.services.liaisons import assign_liaison, distribute_liaisons
from sibao.duty.services.officers import edit_officer
from sibao.duty.services.openings import notice_openings
from sibao.duty.services.packs import load_pack
from sibao.duty.services.responsibles import (
    assign_responsible,
    end_responsible,
    lapse_responsibles,
    reveal_responsibles,
)

__all__ = [
    "appoint_member",
    "assign_liaison",
    "assign_responsible",
    "confirm_leads",
    "distribute_liaisons",
    "edit_officer",
    "end_responsible",
    "export_liaisons",
    "export_responsibles",
    "import_responsibles",
    "lapse_responsibles",
    "load_pack",
    "notice_openings",
    "release_member",
    "reveal_responsibles",
]
