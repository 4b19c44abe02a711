"""Looking for a code in the form of a criterion: an industry of the national classification or a place, with all below."""

from typing import Any

from django.utils.translation import ngettext

from sibao.criteria import CodeTree
from sibao.facts import queries
from sibao.facts.web.criteria.tree import Row, operators_of
from sibao.facts.web.criteria.typed import widget_of
from sibao.kernel.access import Actor, may
from sibao.kernel.lists.registry import pickers

PICKERS = {"industry": "directory:industries", "area": "directory:areas"}
"""Which picker offers the codes of a tree."""


def sought(actor: Actor, known: queries.Known, row: Row) -> dict[str, Any]:
    """Return what a condition's row needs to look for a code: `seek`, and in `found` the codes with what lies below them."""
    definition = known.definitions.get(row.fact)
    key = PICKERS.get(definition.codes) if definition else None
    if key is None or not may(actor, pickers.get(key).may):
        return {}
    fact = known.catalogue.facts[row.fact]
    if row.op not in operators_of(fact.kind) or widget_of(fact, row.op) != "row":
        return {}
    found = pickers.get(key).find(actor, row.sought) if row.sought.strip() else []
    return {"seek": True, "found": [(one, _below(fact.codes, one.value)) for one in found if one.value in fact.codes]}


def _below(tree: CodeTree, code: str) -> str:
    first, last = tree.branch(code)
    count = last - first
    return ngettext("含下级 %(count)d 个", "含下级 %(count)d 个", count) % {"count": count} if count else ""
