"""Tables of facts and of the criteria that ask about them."""

from sibao.facts.models.corrections import FactCorrection
from sibao.facts.models.criteria import CriterionVersion, Verdict
from sibao.facts.models.values import CurrentValue, FactDefinition, FactValue

__all__ = ["CriterionVersion", "CurrentValue", "FactCorrection", "FactDefinition", "FactValue", "Verdict"]
