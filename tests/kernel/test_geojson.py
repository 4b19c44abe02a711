"""Boundaries as GeoJSON: what is refused and why, feature by feature, and what simplifying keeps."""

import json
import math

import pytest

from sibao.kernel import geojson
from sibao.kernel.refusals import Invalid
from tests.directory.invented import collection, feature, square


def geometry(kind, coordinates):
    return feature("1", geometry={"type": kind, "coordinates": coordinates})


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"[1]",
        b'{"type": "FeatureCollection"}',
        b'{"type": "FeatureCollection", "features": []}',
        b'{"type": "FeatureCollection", "features": [NaN]}',
        b"[" * 100_000,
        json.dumps(feature("1")).encode(),
        collection(feature("1"), crs={"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3857"}}),
        collection(*[{}] * (geojson.MOST_FEATURES + 1)),
        b" " * (geojson.MOST_BYTES + 1),
    ],
)
def test_what_is_no_collection_of_features_is_refused_whole(content):
    with pytest.raises(Invalid):
        geojson.read(content)


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({}, "不是要素"),
        (geometry("Point", [110, 30]), "须是面"),
        (geometry("Polygon", []), "空的"),
        (geometry("Polygon", [[[110, 30], [111, 30], [110, 30]]]), "少于 4"),
        (geometry("Polygon", [square(0, 0)[:4]]), "没有闭合"),
        (geometry("Polygon", [[[110, 30], [111, 30], [112, 30], [110, 30]]]), "没有面积"),
        (geometry("Polygon", [[[30, 110], [30, 111], [31, 111], [30, 110]]]), "经纬度范围"),
        (geometry("Polygon", [[["110", 30], *square(0, 0)[1:]]]), "两个数"),
        (geometry("Polygon", [[[True, 30], *square(0, 0)[1:]]]), "两个数"),
        (geometry("MultiPolygon", [square(0, 0)]), "两个数"),
    ],
)
def test_a_wrong_feature_is_named_and_the_others_are_read(wrong, why):
    found = geojson.read(collection(feature("1"), wrong, feature("2", 1)))
    assert [shape.number for shape in found.shapes] == [1, 3]
    assert list(found.problems) == [2]
    assert why in found.problems[2]


def test_too_many_vertices_are_refused(monkeypatch):
    monkeypatch.setattr(geojson, "MOST_VERTICES", 9)
    with pytest.raises(Invalid):
        geojson.read(collection(feature("1"), feature("2", 1)))


def test_simplifying_keeps_rings_closed_and_corners_where_they_are():
    circle = [[110 + math.cos(turn / 2000 * math.tau), 30 + math.sin(turn / 2000 * math.tau)] for turn in range(2000)]
    given = [geometry("Polygon", [[*circle, circle[0]]]), geometry("MultiPolygon", [[square(30, 0)], [square(31, 0)]])]
    shapes = geojson.read(collection(*given)).shapes
    simple = geojson.simplified(shapes, 100)
    assert geojson.vertices(simple) <= 100 < geojson.vertices(shapes)
    rings = [ring for shape in simple for polygon in shape.polygons for ring in polygon]
    assert all(ring[0] == ring[-1] and len(ring) >= geojson.FEWEST for ring in rings)
    assert all(abs(math.dist(at, (110, 30)) - 1) < 0.01 for at in rings[0])
    assert rings[1] == [(round(x, 5), round(y, 5)) for x, y in square(30, 0)]


def test_what_cannot_be_simpler_stays_as_it_is():
    shapes = geojson.read(collection(feature("1"))).shapes
    assert geojson.vertices(geojson.simplified(shapes, 1)) == 5
