"""Optional fields that a zone adds to its units, and their values."""

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q

_FITS = """
if not exists (
  select 1 from directory_unitfield field where field.id = new.field_id and field.zone_id = new.zone_id and case field.kind
    when 'number' then new.value ~ '^(0|-?[1-9][0-9]{0,14})$'
    when 'date' then new.value ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$'
    when 'flag' then new.value in ('0', '1')
    when 'choice' then new.value ~ '^[a-z0-9][a-z0-9_]{0,19}$'
    else true end
) then raise exception 'the value does not fit its field'; end if;
return new;
"""


@pghistory.track(append_only=True)
class UnitField(models.Model):
    """A further field on units that a zone has defined (选填字段); its key and kind never change, it is never deleted.

    `public` lets its values stand on the public pages. A retired one keeps its values and is filled in no more.
    """

    class Kind(models.TextChoices):
        TEXT = "text", "文字"
        NUMBER = "number", "整数"
        DATE = "date", "日期"
        FLAG = "flag", "是或否"
        CHOICE = "choice", "从代码表选择"

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    key = models.CharField(max_length=40)
    name = models.CharField(max_length=40)
    name_en = models.CharField(max_length=60)
    kind = models.CharField(max_length=6, choices=Kind.choices)
    code_list = models.CharField(max_length=40, blank=True)
    order = models.PositiveSmallIntegerField()
    public = models.BooleanField(default=False)
    retired = models.BooleanField(default=False)
    reason = models.CharField(max_length=200)
    by = models.CharField(max_length=160)
    recorded_at = models.DateTimeField()
    version = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["zone", "key"], name="unit_field_once"),
            models.UniqueConstraint(fields=["zone", "name"], condition=Q(retired=False), name="unit_field_name_once"),
            models.CheckConstraint(
                condition=Q(kind="choice") & ~Q(code_list="") | ~Q(kind="choice") & Q(code_list=""),
                name="unit_field_has_codes",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="kind_stays", fields=["zone", "key", "kind", "code_list"]),
        ]


@pghistory.track(append_only=True)
class UnitFieldValue(models.Model):
    """What a unit says in an optional field (选填值), as text: 42, 2022-06-03, 1 or 0, a code. No row = nothing is known."""

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    unit = models.ForeignKey("directory.Unit", models.PROTECT, related_name="+")
    field = models.ForeignKey("directory.UnitField", models.PROTECT, related_name="+")
    value = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "field"], name="unit_field_value_once"),
            models.CheckConstraint(condition=~Q(value=""), name="unit_field_value_says_something"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="value_fits",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                func=_FITS,
            )
        ]
