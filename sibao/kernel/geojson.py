"""Boundaries as GeoJSON (RFC 7946): read strictly with what is wrong feature by feature, and made simple for a page."""

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from sibao.kernel.refusals import Invalid

MOST_BYTES = 20_000_000
MOST_FEATURES = 2_000
MOST_VERTICES = 100_000
LONGITUDES, LATITUDES = (73.0, 135.5), (3.0, 54.0)
"""China's own, in degrees."""
FEWEST = 4
NO_AREA = 1e-12
DIGITS = 5
REFERENCES = ("CRS84", "4326", "4490")
"""The systems whose coordinates are degrees on the ground as they are: WGS 84 and CGCS2000."""
Ring = list[tuple[float, float]]
Polygons = list[list[Ring]]


@dataclass
class Shape:
    """One feature: its number in the file from 1, its properties, and its polygons, each a ring and its holes."""

    number: int
    properties: dict[str, Any]
    polygons: Polygons


@dataclass
class Read:
    """What a file holds, and what is wrong with which of its features (number → words)."""

    shapes: list[Shape] = field(default_factory=list)
    problems: dict[int, str] = field(default_factory=dict)


class _Wrong(Exception):
    """A feature that cannot be taken, in words."""


def read(content: bytes) -> Read:
    """Read a FeatureCollection of polygons and multipolygons within China.

    Raises:
        Invalid: it is too large, no GeoJSON, no FeatureCollection, in another system of reference, or of no or too many
            features or vertices.
    """
    found, left = Read(), MOST_VERTICES
    for number, feature in enumerate(_features(content), start=1):
        try:
            shape = _shape(number, feature)
        except _Wrong as wrong:
            found.problems[number] = str(wrong)
            continue
        found.shapes.append(shape)
        left -= vertices([shape])
        if left < 0:
            raise Invalid(_("顶点太多：最多 %(most)d 个") % {"most": MOST_VERTICES})
    return found


def _features(content: bytes) -> list[Any]:
    if len(content) > MOST_BYTES:
        raise Invalid(_("文件太大：最大 20 MB"))
    try:
        whole = json.loads(content.decode("utf-8-sig"), parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise Invalid(_("这不是 GeoJSON 文件，读不出来")) from error
    if not isinstance(whole, dict) or whole.get("type") != "FeatureCollection":
        raise Invalid(_("须是 GeoJSON 的 FeatureCollection"))
    if "crs" in whole and not any(name in json.dumps(whole["crs"]) for name in REFERENCES):
        raise Invalid(_("坐标系须是经纬度（CGCS2000 或 WGS 84），不能是投影坐标"))
    features = whole.get("features")
    if not isinstance(features, list) or not 0 < len(features) <= MOST_FEATURES:
        raise Invalid(_("要素须有 1 到 %(most)d 个") % {"most": MOST_FEATURES})
    return features


def _no_number(text: str) -> float:
    raise ValueError(text)


def _shape(number: int, feature: Any) -> Shape:
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        raise _Wrong(_("不是要素（Feature）"))
    properties, geometry = feature.get("properties"), feature.get("geometry")
    if not isinstance(geometry, dict) or geometry.get("type") not in ("Polygon", "MultiPolygon"):
        raise _Wrong(_("须是面（Polygon 或 MultiPolygon）"))
    drawn = geometry.get("coordinates")
    polygons = _list([drawn] if geometry["type"] == "Polygon" else drawn)
    rings = [[_ring(ring) for ring in _list(polygon)] for polygon in polygons]
    return Shape(number, properties if isinstance(properties, dict) else {}, rings)


def _list(given: Any) -> list[Any]:
    if not isinstance(given, list) or not given:
        raise _Wrong(_("坐标是空的或结构不对"))
    return given


def _ring(given: Any) -> Ring:
    ring = [_position(one) for one in _list(given)]
    if len(ring) < FEWEST:
        raise _Wrong(_("边界环少于 4 个点"))
    if ring[0] != ring[-1]:
        raise _Wrong(_("边界环没有闭合：首尾两点须相同"))
    if _area(ring) < NO_AREA:
        raise _Wrong(_("边界环没有面积"))
    return ring


def _position(given: Any) -> tuple[float, float]:
    if not isinstance(given, list) or not 2 <= len(given) <= 3 or not all(_is_number(one) for one in given):
        raise _Wrong(_("坐标须是经度和纬度两个数"))
    longitude, latitude = float(given[0]), float(given[1])
    if not (LONGITUDES[0] <= longitude <= LONGITUDES[1] and LATITUDES[0] <= latitude <= LATITUDES[1]):
        raise _Wrong(_("坐标 %(x)s, %(y)s 不在我国经纬度范围内（经度在前）") % {"x": longitude, "y": latitude})
    return longitude, latitude


def _is_number(given: Any) -> bool:
    return isinstance(given, int | float) and not isinstance(given, bool) and abs(given) < 1e6


def _area(ring: Ring) -> float:
    """Twice the area of a ring, in square degrees."""
    return abs(sum(x * v - u * y for (x, y), (u, v) in pairwise(ring)))


def vertices(shapes: list[Shape]) -> int:
    """Return how many positions shapes have."""
    return sum(len(ring) for shape in shapes for polygon in shape.polygons for ring in polygon)


def simplified(shapes: list[Shape], most: int) -> list[Shape]:
    """Return shapes with fewer positions for a page, each ring still closed, with at least 4 positions.

    Args:
        most: the tolerance is doubled until there are no more positions than this, or rings cannot lose any.
    """
    x, y = zip(*_positions(shapes), strict=True)
    tolerance, found, before = max(max(x) - min(x), max(y) - min(y)) / 4000, shapes, 0
    while vertices(found) > most and vertices(found) != before:
        before = vertices(found)
        found = [_simpler(shape, tolerance) for shape in found]
        tolerance *= 2
    return [Shape(one.number, one.properties, _each(one.polygons, _rounded)) for one in found]


def _positions(shapes: list[Shape]) -> Iterator[tuple[float, float]]:
    return (position for shape in shapes for polygon in shape.polygons for ring in polygon for position in ring)


def _simpler(shape: Shape, tolerance: float) -> Shape:
    return Shape(shape.number, shape.properties, _each(shape.polygons, lambda ring: _thinned(ring, tolerance)))


def _each(polygons: Polygons, change: Any) -> Polygons:
    return [[change(ring) for ring in polygon] for polygon in polygons]


def _rounded(ring: Ring) -> Ring:
    return [(round(x, DIGITS), round(y, DIGITS)) for x, y in ring]


def _thinned(ring: Ring, tolerance: float) -> Ring:
    """Douglas and Peucker on both halves of a ring, cut at the position farthest from its first."""
    far = max(range(len(ring)), key=lambda at: math.dist(ring[0], ring[at]))
    kept = {0, far, len(ring) - 1}
    waiting = [(0, far), (far, len(ring) - 1)]
    while waiting:
        start, end = waiting.pop()
        if end - start < 2:
            continue
        at = max(range(start + 1, end), key=lambda one: _away(ring[one], ring[start], ring[end]))
        if _away(ring[at], ring[start], ring[end]) > tolerance:
            kept.add(at)
            waiting += [(start, at), (at, end)]
    thinned = [ring[at] for at in sorted(kept)]
    return thinned if len(thinned) >= FEWEST and _area(thinned) >= NO_AREA else ring


def _away(position: tuple[float, float], start: tuple[float, float], end: tuple[float, float]) -> float:
    """How far a position lies from a line between two others, in degrees."""
    length = math.dist(start, end)
    if not length:
        return math.dist(position, start)
    across = (end[0] - start[0]) * (start[1] - position[1]) - (start[0] - position[0]) * (end[1] - start[1])
    return abs(across) / length


def geometry(shape: Shape) -> dict[str, Any]:
    """Return a shape's geometry as GeoJSON."""
    return {
        "type": "MultiPolygon",
        "coordinates": [[[list(at) for at in ring] for ring in one] for one in shape.polygons],
    }
