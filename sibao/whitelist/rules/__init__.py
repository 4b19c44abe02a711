"""Arithmetic of the whitelist: coverage, numbers as they are printed, and what stops when a unit stops."""

from sibao.whitelist.rules.applying import ASKED, Situation, barred, cooling_until, outcome, prefill_rate
from sibao.whitelist.rules.articles import Article, Difference, articles_of, canonical, differences, sha256_of, typed_of
from sibao.whitelist.rules.cascade import Falls, Link, Net, Terms
from sibao.whitelist.rules.coverage import (
    Reach,
    SectorSum,
    Total,
    coverage_bp,
    fewest_over,
    gap_value,
    reach,
    total,
)
from sibao.whitelist.rules.enrolment import ANSWERS
from sibao.whitelist.rules.groups import Companion, Group, must_enter
from sibao.whitelist.rules.living import AUTOMATIC, CAUSES, KINDS, NEEDS, OUTCOMES, brief, uncured
from sibao.whitelist.rules.naming import batch_name, chinese_number, list_number
from sibao.whitelist.rules.told import Reduced, Stop, reduced_by, told

__all__ = [
    "ANSWERS",
    "ASKED",
    "AUTOMATIC",
    "CAUSES",
    "KINDS",
    "NEEDS",
    "OUTCOMES",
    "Article",
    "Companion",
    "Difference",
    "Falls",
    "Group",
    "Link",
    "Net",
    "Reach",
    "Reduced",
    "SectorSum",
    "Situation",
    "Stop",
    "Terms",
    "Total",
    "articles_of",
    "barred",
    "batch_name",
    "brief",
    "canonical",
    "chinese_number",
    "cooling_until",
    "coverage_bp",
    "differences",
    "fewest_over",
    "gap_value",
    "list_number",
    "must_enter",
    "outcome",
    "prefill_rate",
    "reach",
    "reduced_by",
    "sha256_of",
    "told",
    "total",
    "typed_of",
    "uncured",
]
