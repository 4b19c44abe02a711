"""Loading a pack's classes of origin, and saying which class an area has. Loading twice changes nothing."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from sibao.directory import queries as directory
from sibao.entry.events import CodesChanged
from sibao.entry.inputs import AreaRow, ClassRow, EntryPack, GradeArea
from sibao.entry.models import EntryRules, OriginArea, OriginClass
from sibao.entry.services import renewing
from sibao.kernel.access import Actor
from sibao.kernel.commands import Done, Subject, command
from sibao.kernel.refusals import Invalid


@command("entry:pack:load")
def load_pack(*, actor: Actor, now: datetime, given: EntryPack) -> Done[int]:
    """Write what a pack says; a class that it no longer holds is retired, and what the health department graded stays.

    Raises:
        Invalid: a document or class that is not there.
    """
    documents = dict(directory.documents(actor.zone_id).values_list("code", "pk"))
    cites = [given.rules.cite, *(row.cite for row in given.classes)]
    cited = [cite.document for cite in cites if cite]
    if missing := [code for code in cited if code not in documents]:
        raise Invalid(f"引用的文件 {missing[0]} 不在数据包里")
    numbers = given.rules.model_dump(exclude={"cite"})
    source = _source(given.rules.cite, documents)
    values = {**numbers, **source, "hazard": given.hazard, "version": given.version}
    EntryRules.objects.update_or_create(zone_id=actor.zone_id, defaults=values)
    for order, row in enumerate(given.classes, start=1):
        said = _of_class(row) | _source(row.cite, documents) | {"order": order}
        OriginClass.objects.update_or_create(zone_id=actor.zone_id, key=row.key, defaults=said)
    gone = OriginClass.objects.filter(zone_id=actor.zone_id, retired=False)
    gone.exclude(key__in=[row.key for row in given.classes]).update(retired=True)
    for area in given.areas:
        _begin(actor.zone_id, area)
    return Done(len(given.classes), Subject("pack", None, "入口管控规则"))


def _source(cite: object, documents: dict[str, int]) -> dict[str, object]:
    code, article = getattr(cite, "document", None), getattr(cite, "article", "")
    return {"document_id": documents[code] if code else None, "article": article}


def _of_class(row: ClassRow) -> dict[str, object]:
    plain = row.model_dump(include={"colour", "days", "tests", "within", "exempts", "follows"})
    words = {"name": row.zh, "name_en": row.en, "measures": row.measures_zh, "measures_en": row.measures_en}
    return {**plain, **words, "test_days": list(row.test_days), "retired": False}


def _begin(zone_id: int, row: AreaRow) -> None:
    """Only areas that never had a class: what people said since stays."""
    of_class = OriginClass.objects.filter(zone_id=zone_id, key=row.origin_class).first()
    if of_class is None or len(row.codes) != len(row.names):
        raise Invalid(f"来源地的类别 {row.origin_class} 不在数据包里，或代码与名称数目不同")
    there = set(OriginArea.objects.filter(zone_id=zone_id, code__in=row.codes).values_list("code", flat=True))
    for code, name in zip(row.codes, row.names, strict=True):
        if code not in there:
            OriginArea.objects.create(
                zone_id=zone_id, code=code, name=name, origin_class=of_class, started_on=row.since, basis=row.basis
            )


@command("entry:area:grade")
def grade_area(*, actor: Actor, now: datetime, given: GradeArea) -> Done[OriginArea]:
    """Let an area be of a class from a day (R43); what it was until then ends the day before.

    Whoever came from there and whose code waits for a class is given one at once.

    Raises:
        Invalid: no such class, or the day is not after the one from which the present class holds.
    """
    directory.lock_zone(actor.zone_id)
    of_class = OriginClass.objects.filter(zone_id=actor.zone_id, key=given.class_key, retired=False).first()
    if of_class is None:
        raise Invalid(fields={"class_key": _("没有这个类别")})
    last = OriginArea.objects.filter(zone_id=actor.zone_id, code=given.code).order_by("-started_on").first()
    if last is not None and last.started_on >= given.started_on:
        raise Invalid(
            fields={"started_on": _("这个地区从 %s 起已经定过级，新的定级要从更晚的一天起") % last.started_on}
        )
    if last is not None and (last.ended_on is None or last.ended_on >= given.started_on):
        last.ended_on = given.started_on - timedelta(days=1)
        last.save(update_fields=["ended_on"])
    row = OriginArea.objects.create(
        zone_id=actor.zone_id,
        code=given.code,
        name=given.name,
        origin_class=of_class,
        started_on=given.started_on,
        basis=given.basis,
    )
    changed = renewing.renew(actor.zone_id, now, waiting_for=given.code)
    told = [CodesChanged(zone_id=actor.zone_id, unit_ids=changed)] if changed else []
    details: dict[str, object] = {"code": given.code, "class": of_class.key, "from": given.started_on.isoformat()}
    return Done(row, Subject("origin_area", row.pk, row.name), told, details)
