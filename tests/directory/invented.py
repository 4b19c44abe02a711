"""Invented boundaries: squares in rows, marked as such; they show no place and come from no map."""

import json
from collections.abc import Sequence
from typing import Any

MARK = "虚构图形，非真实边界"
APPROVAL = "测S〔2022〕001号"
SOURCE = "虚构图形（测试用）"


def square(column: int, row: int, size: float = 0.1) -> list[list[float]]:
    """A closed ring of four corners."""
    x, y = 110 + column * size, 30 + row * size
    return [[x, y], [x + size, y], [x + size, y + size], [x, y + size], [x, y]]


def feature(code: str, number: int = 0, **more: Any) -> dict[str, Any]:
    """An area's invented square."""
    geometry = {"type": "Polygon", "coordinates": [square(number % 8, number // 8)]}
    return {"type": "Feature", "properties": {"adcode": code, "note": MARK}, "geometry": geometry, **more}


def collection(*features: Any, **more: Any) -> bytes:
    """A file of features."""
    whole = {"type": "FeatureCollection", "name": MARK, "features": list(features), **more}
    return json.dumps(whole, ensure_ascii=False).encode()


def of_codes(codes: Sequence[str]) -> bytes:
    """A file with a square for each area."""
    return collection(*(feature(code, number) for number, code in enumerate(codes)))
