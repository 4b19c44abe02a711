"""Inputs of this context's commands."""

from sibao.facts.inputs.criteria import (
    MOST_EXAMPLES,
    CriteriaPack,
    CriterionContent,
    CriterionRow,
    DraftCriterion,
    EditCriterion,
    Example,
    KeepVerdicts,
    PublishCriterion,
    RecordVerdict,
    WithdrawCriterion,
)
from sibao.facts.inputs.values import (
    CiteRow,
    FactRow,
    FactsPack,
    ImportFacts,
    Input,
    LabelRow,
    RecordFacts,
    RuleRow,
    SaidRow,
)

__all__ = [
    "MOST_EXAMPLES",
    "CiteRow",
    "CriteriaPack",
    "CriterionContent",
    "CriterionRow",
    "DraftCriterion",
    "EditCriterion",
    "Example",
    "FactRow",
    "FactsPack",
    "ImportFacts",
    "Input",
    "KeepVerdicts",
    "LabelRow",
    "PublishCriterion",
    "RecordFacts",
    "RecordVerdict",
    "RuleRow",
    "SaidRow",
    "WithdrawCriterion",
]
