"""Import contract: the rooms of a context, applied to every context that exists."""

from typing import Any

from grimp import ImportGraph
from importlinter import ContractCheck, fields
from importlinter.contracts.layers import LayersContract


class Rooms(LayersContract):
    """A layers contract whose containers are all packages matching `containers`, except the `free` ones.

    So a new context is bound by it on the day it appears, without being listed.
    """

    type_name = "rooms"

    containers: Any = fields.ListField(subfield=fields.ModuleExpressionField())
    free: Any = fields.SetField(subfield=fields.StringField(), required=False)

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        packages = {
            module
            for expression in self.containers
            for module in graph.find_matching_modules(expression.expression)
            if module not in (self.free or ())
        }
        self.containers = [fields.ModuleExpressionField().parse(name) for name in sorted(packages)]
        return super().check(graph, verbose)
