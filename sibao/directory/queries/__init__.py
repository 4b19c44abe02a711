"""Reads of the directory, narrowed to the asker."""

from sibao.directory.queries.units import (
    access_unit,
    contacts_of,
    search_condition,
    search_units,
    unit,
    unit_exists,
    units,
)
from sibao.directory.queries.zones import (
    areas,
    documents,
    industries,
    measures,
    organisations,
    sectors,
    size_rules,
    sole_zone,
    towns,
    zone,
    zone_sectors,
)

__all__ = [
    "access_unit",
    "areas",
    "contacts_of",
    "documents",
    "industries",
    "measures",
    "organisations",
    "search_condition",
    "search_units",
    "sectors",
    "size_rules",
    "sole_zone",
    "towns",
    "unit",
    "unit_exists",
    "units",
    "zone",
    "zone_sectors",
]
