"""Arithmetic of facts and criteria: plain, without tables or a clock."""

from sibao.facts.rules.differences import Difference, differences
from sibao.facts.rules.evidence import clauses_of, replayed, same_reading
from sibao.facts.rules.examples import ANSWERS, Outcome, age_words, answer_word, lacking, outcomes
from sibao.facts.rules.trees import in_language, said, tree_of, written
from sibao.facts.rules.values import Defined, changes_meaning, derived_of, fact_of, own_labels, raw_value

__all__ = [
    "ANSWERS",
    "Defined",
    "Difference",
    "Outcome",
    "age_words",
    "answer_word",
    "changes_meaning",
    "clauses_of",
    "derived_of",
    "differences",
    "fact_of",
    "in_language",
    "lacking",
    "outcomes",
    "own_labels",
    "raw_value",
    "replayed",
    "said",
    "same_reading",
    "tree_of",
    "written",
]
