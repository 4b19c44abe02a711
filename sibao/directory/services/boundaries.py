"""Importing an approved map of the zone's areas, and taking it back."""

import hashlib
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from sibao.directory.inputs import ImportBoundaries, WithdrawBoundaries
from sibao.directory.models import BoundaryMap
from sibao.directory.queries import lock_zone, reached_areas
from sibao.kernel import files
from sibao.kernel.access import Actor
from sibao.kernel.commands import Done, Subject, command
from sibao.kernel.geojson import Shape, geometry, read, simplified, vertices
from sibao.kernel.refusals import Invalid, WrongMove

CODES = ("code", "adcode", "id")
SHOWN_VERTICES = 6_000
TOLD = 20


@command("directory:boundary:import")
def import_boundaries(*, actor: Actor, now: datetime, given: ImportBoundaries) -> Done[BoundaryMap]:
    """Import a map of the zone's areas with its approval number; from now on it is the one that pages show.

    Raises:
        Invalid: the file is no GeoJSON of areas of this zone within China (which feature, and why), or is the one that
            is shown already under the same number.
    """
    shapes = _matched(actor, given.content)
    before = _last(actor)
    digest = hashlib.sha256(given.content).hexdigest()
    if before and before.shapes is not None and (before.sha256, before.approval) == (digest, given.approval):
        raise Invalid(fields={"file": _("这份文件就是现在显示的边界图")})
    upload = files.Upload(given.name, "application/geo+json", given.content)
    shown = simplified([shape for _code, shape in shapes], SHOWN_VERTICES)
    features = [
        {"type": "Feature", "properties": {"code": code}, "geometry": geometry(shape)}
        for (code, _shape), shape in zip(shapes, shown, strict=True)
    ]
    made = BoundaryMap.objects.create(
        **_told(actor, now, before),
        approval=given.approval,
        source=given.source,
        file=files.keep(actor, upload, now),
        sha256=digest,
        areas=len(shapes),
        vertices=vertices(shown),
        shapes={"type": "FeatureCollection", "features": features},
    )
    details: dict[str, object] = {"approval": made.approval, "source": made.source, "sha256": digest}
    return Done(made, Subject("boundary_map", made.pk, made.approval), details=details)


@command("directory:boundary:withdraw")
def withdraw_boundaries(*, actor: Actor, now: datetime, given: WithdrawBoundaries) -> Done[BoundaryMap]:
    """Show no map any more, only the schematic one; what was imported stays on record.

    Raises:
        WrongMove: none is shown.
    """
    before = _last(actor)
    if before is None or before.shapes is None:
        raise WrongMove(_("现在没有显示边界图"))
    made = BoundaryMap.objects.create(**_told(actor, now, before), reason=given.reason)
    return Done(made, Subject("boundary_map", made.pk, before.approval), details={"reason": given.reason})


def _last(actor: Actor) -> BoundaryMap | None:
    """The newest row, in a zone that is held so that versions are given out one after the other."""
    lock_zone(actor.zone_id)
    return BoundaryMap.objects.filter(zone_id=actor.zone_id).order_by("-version").first()


def _told(actor: Actor, now: datetime, before: BoundaryMap | None) -> dict[str, Any]:
    by = f"{actor.name} · {actor.position}"[:160]
    return {"zone_id": actor.zone_id, "version": before.version + 1 if before else 1, "by": by, "recorded_at": now}


def _matched(actor: Actor, content: bytes) -> list[tuple[str, Shape]]:
    """The shapes of a file with the codes of our areas."""
    known: dict[str, str] = {}
    for area in reached_areas(actor):
        known |= {code: area.code for code in (area.code, area.statistical_code) if code}
    found, problems, matched = read(content), {}, {}
    problems.update(found.problems)
    for shape in found.shapes:
        code = known.get(_code_of(shape))
        if code is None:
            problems[shape.number] = _("代码“%(code)s”不是本区的镇（街道）或片区") % {"code": _code_of(shape)}
        elif code in matched:
            problems[shape.number] = _("代码“%(code)s”重复") % {"code": code}
        else:
            matched[code] = shape
    if problems:
        raise Invalid(fields={"file": _in_words(problems)})
    return list(matched.items())


def _code_of(shape: Shape) -> str:
    given = next((shape.properties[name] for name in CODES if shape.properties.get(name)), "")
    return str(given)[:40]


def _in_words(problems: dict[int, str]) -> str:
    lines = [
        _("第 %(number)d 个要素：%(problem)s") % {"number": number, "problem": words}
        for number, words in sorted(problems.items())
    ]
    more = [_("……共 %(count)d 个要素有问题") % {"count": len(lines)}] if len(lines) > TOLD else []
    return "；".join([*lines[:TOLD], *more])
