"""Commands of duties."""

from sibao.duty.services.exports import export_liaisons
from sibao.duty.services.liaisons import assign_liaison, distribute_liaisons
from sibao.duty.services.officers import edit_officer

__all__ = ["assign_liaison", "distribute_liaisons", "edit_officer", "export_liaisons"]
