"""Boundaries of areas (边界图), as the last approved map draws them."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from sibao.directory.models import BoundaryMap
from sibao.kernel.access import ZONE_ONLY, Actor, narrow, require


@dataclass(frozen=True, slots=True)
class Boundaries:
    """What a page draws: the approval number that stands on it, and a FeatureCollection by the codes of areas."""

    approval: str
    source: str
    shapes: dict[str, Any]

    def of(self, names: dict[str, str]) -> dict[str, Any]:
        """Return the features of these areas (code → name on the page), each under its name."""
        features = [
            {"type": "Feature", "properties": {"name": names[code]}, "geometry": one["geometry"]}
            for one in self.shapes["features"]
            if (code := one["properties"]["code"]) in names
        ]
        return {"type": "FeatureCollection", "features": features}


def boundaries(zone_id: int) -> Boundaries | None:
    """Return the map that is shown in a zone, or None while there is none with an approval number."""
    found = BoundaryMap.objects.filter(zone_id=zone_id).order_by("-version").first()
    if found is None or found.shapes is None:
        return None
    return Boundaries(found.approval, found.source, found.shapes)


def boundary_maps(actor: Actor) -> QuerySet[BoundaryMap]:
    """Return every map that was imported or taken back, the newest first, without its shapes."""
    require(actor, "directory:boundary:read")
    return narrow(actor, BoundaryMap.objects.all(), ZONE_ONLY).defer("shapes").order_by("-version")
