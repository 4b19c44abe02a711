"""Import contract: the rooms that hold plain rules import nothing that reads a table, a clock or the network."""

import re
import sys
from typing import Any

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output

IMPORTED = re.compile(r"^(?:from|import)\s+([\w.]+)")
WORLDLY = {
    "asyncio",
    "http",
    "multiprocessing",
    "os",
    "random",
    "secrets",
    "smtplib",
    "socket",
    "sqlite3",
    "subprocess",
}
WORLDLY |= {"tempfile", "threading", "time", "urllib", "uuid"}


class PureRooms(Contract):
    """Lets the `rooms` import only the standard library, the `allowed` modules and each other within one context."""

    type_name = "pure_rooms"

    root: Any = fields.StringField()
    rooms: Any = fields.SetField(subfield=fields.StringField())
    allowed: Any = fields.SetField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        broken = sorted(
            (importer, line)
            for importer in graph.modules
            if self._is_pure(importer)
            for imported in graph.find_modules_directly_imported_by(importer)
            for line in self._lines(graph, importer, imported)
            if not self._may_import(importer, imported, line)
        )
        return ContractCheck(kept=not broken, metadata={"broken": broken})

    def _is_pure(self, module: str) -> bool:
        parts = module.split(".")
        return len(parts) > 2 and parts[0] == self.root and parts[1] != "kernel" and parts[2] in self.rooms

    def _may_import(self, importer: str, imported: str, line: str) -> bool:
        found = IMPORTED.match(line)
        name = imported if imported.startswith(f"{self.root}.") or not found else found[1]
        if name.split(".")[0] in sys.stdlib_module_names - WORLDLY:
            return True
        if any(name == module or name.startswith(f"{module}.") for module in self.allowed):
            return True
        return self._is_pure(imported) and importer.split(".")[:2] == imported.split(".")[:2]

    @staticmethod
    def _lines(graph: ImportGraph, importer: str, imported: str) -> list[str]:
        details = graph.get_import_details(importer=importer, imported=imported)
        return [detail["line_contents"] for detail in details] or [f"import {imported}"]

    def render_broken_contract(self, check: ContractCheck) -> None:
        for importer, line in check.metadata["broken"]:
            output.print_error(f"{importer} is plain rules, yet says: {line}", bold=False)
