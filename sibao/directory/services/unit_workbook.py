"""The workbook of units: which fields it may hold, what a row would change, and the rows that are written."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sibao.directory import queries
from sibao.directory.inputs import ImportedUnit, ImportUnits
from sibao.directory.queries.fields import OWN
from sibao.directory.services.imports import import_units
from sibao.directory.services.unit_headings import KEY, TITLE, layout_with
from sibao.directory.services.unit_matching import Matcher
from sibao.kernel.access import Actor
from sibao.kernel.imports.importers import Absent, Plan, Ready
from sibao.kernel.refusals import Text
from sibao.kernel.sheets.layout import Choice, Choices, Layout, split_key
from sibao.kernel.sheets.understand import Row

PLAIN = ("name", "address", "owner_code", "founded_on", "staff_count", "revenue_fen", "assets_fen", "city_lifeline")


class UnitWorkbook:
    """企业（项目）名单: the workbook a department keeps of its units."""

    key = KEY
    may = "directory:unit:import"
    title: Text = TITLE
    personal = frozenset({"contact_name", "contact_phone"})
    own = False

    def layout(self, actor: Actor) -> Layout:
        """Return the fixed fields, one yearly field for each measure of the zone, and its optional fields."""
        return layout_with(actor.zone_id, queries.offered_fields(actor.zone_id))

    def choices(self, actor: Actor) -> Choices:
        """Return towns and sectors in the actor's scope, every industry, and the codes of optional fields."""
        fields = list(queries.offered_fields(actor.zone_id))
        lists = queries.code_choices(actor.zone_id, fields)
        own = {OWN + one.key: [Choice(*pair) for pair in lists[one.code_list]] for one in fields if one.code_list}
        return own | {
            "area": [Choice(str(area.id), area.name, (area.short_name, area.code)) for area in queries.towns(actor)],
            "sector": [Choice(str(one.id), one.name, (one.short_name, one.code)) for one in queries.sectors(actor)],
            "industry": [Choice(one.code, f"{one.code} {one.name}", (one.name,)) for one in queries.industries()],
        }

    def plan(self, actor: Actor, rows: Sequence[Row], confirmed: Mapping[int, int | None]) -> list[Plan]:
        """Match each row with a unit and say what would change."""
        return Matcher(actor, rows, confirmed).plans()

    def label(self, row: Row) -> str:
        """Return the unit's name."""
        return row.values["name"].shown if "name" in row.values else ""

    def absent(self, actor: Actor, rows: Sequence[Row]) -> Sequence[Absent]:
        """Return nothing: no workbook of units claims to name them all."""
        return ()

    def write(
        self, *, actor: Actor, rows: Sequence[Ready], run_id: int, source: str, now: datetime | None = None
    ) -> None:
        """Write rows by the command `directory:unit:import`."""
        given = ImportUnits(rows=[imported(row) for row in rows], source=source[:120], run_id=run_id)
        import_units(actor=actor, given=given, now=now)


def imported(row: Ready) -> ImportedUnit:
    """Return a row's values as the command takes them."""
    fields: dict[str, Any] = {}
    measures: dict[tuple[str, int], int] = {}
    own: dict[str, Any] = {}
    for key, value in row.values.items():
        name, year = split_key(key)
        if name.startswith(OWN):
            own[name.removeprefix(OWN)] = value.isoformat() if isinstance(value, date) else value
        elif year is not None:
            measures[name, year] = int(value) if isinstance(value, Decimal) else value
        elif name in PLAIN:
            fields[name] = value
    _place(fields, row.values)
    texts = {name: str(row.values.get(name) or "") for name in ("former_name", "contact_name", "contact_phone")}
    return ImportedUnit(number=row.number, unit_id=row.matched_id, fields=fields, measures=measures, own=own, **texts)


def _place(fields: dict[str, Any], values: Mapping[str, Any]) -> None:
    """Codes and choices by the names of the unit's own columns."""
    if project := values.get("project_code"):
        fields |= {"kind": "project", "code": str(project).upper()}
    elif code := values.get("code"):
        fields |= {"kind": "enterprise", "code": code}
    for choice, column in (("area", "area_id"), ("sector", "sector_id")):
        if values.get(choice):
            fields[column] = int(values[choice])
    if values.get("industry"):
        fields["industry_code"] = values["industry"]
