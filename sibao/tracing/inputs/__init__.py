"""What commands of tracing are given."""

from sibao.tracing.inputs.packs import DefinitionRow, TracingPack
from sibao.tracing.inputs.screenings import MOST_CASES, AssignScreening, CaseRow, RunScreening

__all__ = ["MOST_CASES", "AssignScreening", "CaseRow", "DefinitionRow", "RunScreening", "TracingPack"]
