"""Import contract: other contexts may enter a context only through its public rooms."""

from typing import Any

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class PrivateRooms(Contract):
    """Refuses every import that reaches past another context's `services`, `queries` or `events`.

    `open_contexts` have no private rooms (libraries below everything); `entitled` contexts may look
    into every room (those that plug all together and start it).
    """

    type_name = "private_rooms"

    root: Any = fields.StringField()
    public: Any = fields.SetField(subfield=fields.StringField())
    open_contexts: Any = fields.SetField(subfield=fields.StringField(), required=False)
    entitled: Any = fields.SetField(subfield=fields.StringField(), required=False)

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        broken = sorted(
            (importer, imported)
            for importer in graph.modules
            for imported in graph.find_modules_directly_imported_by(importer)
            if self._is_trespass(importer.split("."), imported.split("."))
        )
        return ContractCheck(kept=not broken, metadata={"broken": broken})

    def _is_trespass(self, importer: list[str], imported: list[str]) -> bool:
        if imported[0] != self.root or len(imported) < 3 or len(importer) < 2 or importer[:2] == imported[:2]:
            return False
        if imported[1] in (self.open_contexts or ()) or importer[1] in (self.entitled or ()):
            return False
        return imported[2] not in self.public

    def render_broken_contract(self, check: ContractCheck) -> None:
        for importer, imported in check.metadata["broken"]:
            output.print_error(f"{importer} reaches into a private room: {imported}", bold=False)
