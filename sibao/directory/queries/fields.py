"""Optional fields of units (选填字段): which the zone has, and what units say in them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, OuterRef, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sibao.directory import rules
from sibao.directory.models import Unit, UnitField, UnitFieldValue
from sibao.directory.queries.units import unit
from sibao.kernel.access import ZONE_ONLY, Actor, narrow, require
from sibao.kernel.models import CodeList
from sibao.kernel.refusals import NotFound
from sibao.kernel.zoned import codes

OWN = "own_"
"""Begins the name of an optional field among a unit's own columns: in forms, lists and workbooks."""


@dataclass(frozen=True, slots=True)
class Own:
    """What a unit says in one optional field; `word` are the words of a code in the language of the page."""

    field: UnitField
    text: str
    word: str = ""

    @property
    def label(self) -> str:
        """Return what the field is called, in the language of the page."""
        return field_label(self.field)

    @property
    def value(self) -> rules.FieldValue:
        """Return the value itself: a code by its code, a day as a day."""
        return rules.field_value(self.field.kind, self.text)

    @property
    def shown(self) -> str:
        """Return the value as a page shows it."""
        return shown_as(self.field.kind, self.text, self.word)


def shown_as(kind: str, text: str, word: str = "") -> str:
    """Return a kept text as a page shows it."""
    if kind == UnitField.Kind.FLAG and text:
        return _("是") if text == "1" else _("否")
    return f"{int(text):,}" if kind == UnitField.Kind.NUMBER and text else word or text


def field_label(field: UnitField) -> str:
    """Return what a field is called, in the language of the page; a retired one says so."""
    name = field.name_en if (get_language() or "").startswith("en") else field.name
    return _("%(name)s（已停用）") % {"name": name} if field.retired else name


def zone_fields(zone_id: int) -> QuerySet[UnitField]:
    """Return every field of a zone in its order, retired ones too."""
    return UnitField.objects.filter(zone_id=zone_id).order_by("order", "id")


def offered_fields(zone_id: int) -> QuerySet[UnitField]:
    """Return the fields that are filled in today."""
    return zone_fields(zone_id).filter(retired=False)


def unit_fields(actor: Actor) -> QuerySet[UnitField]:
    """Return the fields of the actor's zone for those who look after them."""
    require(actor, "directory:field:read")
    return narrow(actor, UnitField.objects.all(), ZONE_ONLY).order_by("retired", "order", "id")


def unit_field(actor: Actor, key: str) -> UnitField:
    """Return one field.

    Raises:
        NotFound: the zone has none of that key.
    """
    found = unit_fields(actor).filter(key=key).first()
    if found is None:
        raise NotFound
    return found


def field_history(actor: Actor, most: int = 100) -> list[Any]:
    """Return how the fields came to be what they are, the newest first."""
    require(actor, "directory:field:read")
    events = UnitField.pgh_event_model.objects  # type: ignore[attr-defined]
    return list(events.filter(zone_id=actor.zone_id).order_by("-pgh_id")[:most])


def own_values(unit_ids: Collection[int]) -> QuerySet[Any]:
    """Return what units say, each with its field and the words of a code, in the fields' order."""
    rows = UnitFieldValue.objects.filter(unit_id__in=unit_ids).select_related("field")
    word = codes.word_in(OuterRef("field__code_list"), "value")
    return rows.annotate(word=word).order_by("unit_id", "field__order", "field_id")


def own_of(unit_ids: Collection[int], *, public: bool = False) -> dict[int, dict[str, Own]]:
    """Return what units say: unit id → key → value, in one query.

    Args:
        public: only what may stand on the public pages.
    """
    rows = own_values(unit_ids)
    found: dict[int, dict[str, Own]] = {}
    for row in rows.filter(field__public=True, field__retired=False) if public else rows:
        found.setdefault(row.unit_id, {})[row.field.key] = Own(row.field, row.value, row.word or "")
    return found


def add_own(actor: Actor, units: Sequence[Any]) -> None:
    """Give a page of units, read within the actor's scope, what they say as `own`, in one query."""
    found = own_of([one.pk for one in units])
    for one in units:
        one.own = found.get(one.pk, {})


def code_lists_of(actor: Actor) -> QuerySet[Any]:
    """Return the code lists that a field may be chosen from, each with its `title` in the language of the page."""
    require(actor, "directory:field:read")
    return narrow(actor, CodeList.objects.all(), ZONE_ONLY).annotate(title=F(codes.name_column())).order_by("key")


def code_choices(zone_id: int, fields: Iterable[UnitField]) -> Mapping[str, list[tuple[str, str]]]:
    """Return what is offered today in the code lists of some fields: list → codes with their words."""
    lists = {field.code_list for field in fields if field.code_list}
    return {key: codes.choices(zone_id, key) for key in sorted(lists)}


def unit_with_own(actor: Actor, unit_id: int) -> Unit:
    """Return one unit with what it says; see `unit` and `add_own`."""
    found = unit(actor, unit_id)
    add_own(actor, [found])
    return found


def own_plainly(row: Any) -> dict[str, str | int | bool]:
    """Return what a unit says as machines read it: key → text, whole number, or yes and no; a day as text."""
    return {key: one.text if one.field.kind == "date" else one.value for key, one in getattr(row, "own", {}).items()}
