"""条件: conditions as data, judged with reasons; a library of its own that knows neither database nor web."""

from sibao.criteria.catalogue import Catalogue
from sibao.criteria.codes import CodeTree
from sibao.criteria.compiling import Criterion
from sibao.criteria.derived import Derived
from sibao.criteria.errors import CriterionError, Problem
from sibao.criteria.facts import Fact, Kind
from sibao.criteria.inquiry import Inquiry
from sibao.criteria.planes import Matrix, Planes
from sibao.criteria.readings import AsOf, Reading, Subject
from sibao.criteria.remedies import Remedy
from sibao.criteria.sql import no_sql, yes_sql
from sibao.criteria.store import Column, Store
from sibao.criteria.tree import AllOf, AnyOf, AtLeast, Leaf, Node, canonical, content_hash, parse
from sibao.criteria.verdicts import Clause, Verdict, judge
from sibao.criteria.words import Words

__all__ = [
    "AllOf",
    "AnyOf",
    "AsOf",
    "AtLeast",
    "Catalogue",
    "Clause",
    "CodeTree",
    "Column",
    "Criterion",
    "CriterionError",
    "Derived",
    "Fact",
    "Inquiry",
    "Kind",
    "Leaf",
    "Matrix",
    "Node",
    "Planes",
    "Problem",
    "Reading",
    "Remedy",
    "Store",
    "Subject",
    "Verdict",
    "Words",
    "canonical",
    "content_hash",
    "judge",
    "no_sql",
    "parse",
    "yes_sql",
]
