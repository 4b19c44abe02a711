"""Every change that tracing allows."""

from sibao.tracing.services.exports import export_people
from sibao.tracing.services.packs import load_pack
from sibao.tracing.services.screenings import assign_screening, run_screening

__all__ = ["assign_screening", "export_people", "load_pack", "run_screening"]
