"""Defining optional fields on units, and writing what units say in them, set-wise."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from sibao.directory import queries, rules
from sibao.directory.inputs import EditField
from sibao.directory.models import Unit, UnitField, UnitFieldValue
from sibao.directory.queries.fields import OWN
from sibao.directory.services.unit_headings import is_understood
from sibao.kernel.access import Actor
from sibao.kernel.commands import Done, Subject, command
from sibao.kernel.models import CodeList
from sibao.kernel.refusals import Conflict, Invalid, NotFound, Text

MOST_FIELDS = 60
SAYS: Mapping[str, Text] = {
    "text": _("最多 200 个字，不能换行"),
    "number": _("请填整数，最多 15 位"),
    "date": _("日期请写成 2022-06-03 这样"),
    "flag": _("请填是或否"),
    "choice": _("请从列表中选择"),
}


@command("directory:field:edit")
def edit_field(*, actor: Actor, now: datetime, given: EditField) -> Done[UnitField]:
    """Define a further field on units, or change its names, its place, where it stands and whether it is in use.

    Raises:
        NotFound: the zone has no field of that key.
        Invalid: the key or the name is taken, the kind would change, or there is no such code list.
        Conflict: somebody has edited it meanwhile, or the zone has as many fields as it may have.
    """
    queries.lock_zone(actor.zone_id)
    row = _new(actor, given) if given.version is None else _held(actor, given, given.version)
    for name, value in given.model_dump(include={"name", "name_en", "order", "public", "retired", "reason"}).items():
        setattr(row, name, value)
    _name_is_free(actor, row)
    row.by, row.recorded_at, row.version = f"{actor.name} · {actor.position}"[:160], now, row.version + 1
    row.save()
    told = {"key": row.key, "public": row.public, "retired": row.retired, "reason": row.reason}
    return Done(row, Subject("unit_field", row.pk, row.name), details=told)


def _new(actor: Actor, given: EditField) -> UnitField:
    own = queries.zone_fields(actor.zone_id)
    if own.filter(key=given.key).exists():
        raise Invalid(fields={"key": _("已有这个标识；停用的字段不能另作他用")})
    if own.count() >= MOST_FIELDS:
        raise Conflict(_("选填字段最多 60 个，停用的也算"))
    if given.code_list and not CodeList.objects.filter(zone_id=actor.zone_id, key=given.code_list).exists():
        raise Invalid(fields={"code_list": _("请从列表中选择")})
    kept = {"key": given.key, "kind": given.kind or "", "code_list": given.code_list}
    return UnitField(zone_id=actor.zone_id, version=0, **kept)


def _held(actor: Actor, given: EditField, version: int) -> UnitField:
    row = UnitField.objects.select_for_update().filter(zone_id=actor.zone_id, key=given.key).first()
    if row is None:
        raise NotFound
    if row.version != version:
        raise Conflict(yours=version, current=row.version)
    if given.kind and (given.kind, given.code_list) != (row.kind, row.code_list):
        raise Invalid(fields={"kind": _("类别定了不能改；要别的类别就停用它，另建一个")})
    return row


def _name_is_free(actor: Actor, row: UnitField) -> None:
    """Refuse a name that could not be told from another, above all by who reads a workbook's headings."""
    if row.retired:
        return
    others = list(queries.offered_fields(actor.zone_id).exclude(key=row.key))
    if any(one.name == row.name or one.name_en.lower() == row.name_en.lower() for one in others):
        raise Invalid(fields={"name": _("已有同名的选填字段")})
    if not is_understood(actor.zone_id, row, others):
        raise Invalid(fields={"name": _("名单里已有这样的栏目，或名字带年份、单位，导入时分不清；请换个名字")})


def write_own(
    zone_id: int, units: Sequence[Unit], given: Iterable[Mapping[str, rules.FieldValue]], now: datetime
) -> None:
    """Write what units say in optional fields: only what was given and differs; an empty value is taken back.

    Raises:
        Invalid: there is no such field in use, or a value does not fit it; fields are named `own_` and their key.
    """
    wanted = [(unit, key, value) for unit, own in zip(units, given, strict=True) for key, value in own.items()]
    if not wanted:
        return
    fields = {field.key: field for field in queries.offered_fields(zone_id)}
    held = {(row.unit_id, row.field.key): row.value for row in queries.own_values([unit.pk for unit in units])}
    texts = _checked(zone_id, wanted, fields, held)
    changed = {place: text for place, text in texts.items() if held.get(place, "") != text}
    _upsert(zone_id, fields, {place: text for place, text in changed.items() if text}, now)
    for key in {key for (_unit, key), text in changed.items() if not text}:
        gone = [unit_id for (unit_id, named), text in changed.items() if named == key and not text]
        UnitFieldValue.objects.filter(field=fields[key], unit_id__in=gone).delete()


def _checked(
    zone_id: int, wanted: Sequence[tuple[Unit, str, Any]], fields: Mapping[str, UnitField], held: Mapping[Any, str]
) -> dict[tuple[int, str], str]:
    used = [fields[key] for _unit, key, _value in wanted if key in fields]
    offered = {key: {code for code, _word in rows} for key, rows in queries.code_choices(zone_id, used).items()}
    texts, wrong = dict[tuple[int, str], str](), dict[str, Text]()
    for unit, key, value in wanted:
        field = fields.get(key)
        text = rules.field_text(field.kind, value) if field else None
        known = not text or not field or not field.code_list or text in offered[field.code_list]
        if field is None:
            wrong[OWN + key] = _("没有这个选填字段，或已停用")
        elif text is None or not (known or held.get((unit.pk, key)) == text):
            wrong[OWN + key] = SAYS[field.kind]
        else:
            texts[unit.pk, key] = text
    if wrong:
        raise Invalid(fields=wrong)
    return texts


def _upsert(zone_id: int, fields: Mapping[str, UnitField], texts: Mapping[tuple[int, str], str], now: datetime) -> None:
    UnitFieldValue.objects.bulk_create(
        (
            UnitFieldValue(zone_id=zone_id, unit_id=unit_id, field=fields[key], value=text, recorded_at=now)
            for (unit_id, key), text in texts.items()
        ),
        update_conflicts=True,
        unique_fields=["unit", "field"],
        update_fields=["value", "recorded_at"],
    )
