"""Units and what belongs to them."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from sibao.directory.models import Contact, Unit, UnitMeasure, UnitName
from sibao.kernel import search
from sibao.kernel.access import UNIT_COLUMNS, Actor, may, narrow, require
from sibao.kernel.refusals import NotFound, WrongMove
from sibao.kernel.secrets import mask_name, mask_phone, open_shown

OF_UNIT = UNIT_COLUMNS.via("unit")
IN_USE = Q(merged_into=None)
LIFELINE = Q(city_lifeline=True)
CEASED = Q(ceased_on__isnull=False)


def units(actor: Actor) -> QuerySet[Unit]:
    """Return the units the actor reaches, with their area and sector; not those that were merged into others."""
    require(actor, "directory:unit:read")
    return narrow(actor, unit_rows()).select_related("area", "sector")


def units_ever(actor: Actor) -> QuerySet[Unit]:
    """Return the units the actor reaches, also those that were merged into others: for what was done to them once."""
    require(actor, "directory:unit:read")
    return narrow(actor, Unit.objects.all())


def reached_units(actor: Actor, ids: Collection[int]) -> set[int]:
    """Return those of some units that the actor may see."""
    if not may(actor, "directory:unit:read"):
        return set()
    return set(narrow(actor, Unit.objects.filter(pk__in=ids)).values_list("pk", flat=True))


def unit_rows() -> QuerySet[Unit]:
    """Return every unit that stands for itself, for contexts that narrow and join by themselves."""
    return Unit.objects.filter(IN_USE)


def units_of_codes(zone_id: int, codes: Collection[str]) -> dict[str, Unit]:
    """Return the units of codes: code → unit; the code of a merged unit leads to the one that goes on for it."""
    former = merged_codes(zone_id, codes)
    found = list(unit_rows().filter(Q(code__in=codes) | Q(pk__in=former.values()), zone_id=zone_id))
    by_id = {unit.pk: unit for unit in found}
    own = {unit.code: unit for unit in found if unit.code in codes}
    return {code: by_id[unit_id] for code, unit_id in former.items()} | own


def merged_codes(zone_id: int, codes: Collection[str]) -> dict[str, int]:
    """Return those of the codes that belonged to merged units: code → id of the unit that goes on for it."""
    rows = UnitName.objects.filter(unit__merged_into=None, zone_id=zone_id, code__in=codes).exclude(code="")
    return dict(rows.values_list("code", "unit_id"))


def measure_rows() -> QuerySet[UnitMeasure]:
    """Return every yearly value of every unit, for contexts that narrow and join by themselves."""
    return UnitMeasure.objects.all()


def unit(actor: Actor, unit_id: int) -> Unit:
    """Return one unit, also one that was merged into another: ids never change their meaning.

    Raises:
        NotFound: there is none of that id in the actor's scope.
    """
    require(actor, "directory:unit:read")
    rows = narrow(actor, Unit.objects.all()).select_related("area", "sector", "merged_into")
    found = rows.filter(pk=unit_id).first()
    if found is None:
        raise NotFound
    return found


def unit_in_use(actor: Actor, unit_id: int) -> Unit:
    """Return one unit for which something new may be registered.

    Raises:
        NotFound: there is none of that id in the actor's scope.
        WrongMove: it was merged into another.
    """
    return _in_use(unit(actor, unit_id))


def _in_use(found: Unit) -> Unit:
    if found.merged_into_id:
        raise WrongMove(_("这家单位已并入另一家，请到并入后的单位办理"))
    return found


def unit_exists(zone_id: int, unit_id: int) -> bool:
    """Return whether a zone has a unit, for administrators who appoint people to it."""
    return Unit.objects.filter(zone_id=zone_id, pk=unit_id).exists()


def access_unit(actor: Actor, unit_id: int) -> Unit:
    """Return one unit locked, the only way to hold it in order to change it.

    Raises:
        NotFound: there is none of that id in the actor's scope.
        WrongMove: it was merged into another.
    """
    found = narrow(actor, Unit.objects.select_for_update()).filter(pk=unit_id).first()
    if found is None:
        raise NotFound
    return _in_use(found)


def hold_units(ids: QuerySet[Any, Any]) -> None:
    """Hold units until the transaction ends, lowest id first; whoever changes what counts for a unit holds it first.

    Args:
        ids: a query of one column of unit ids.
    """
    list(Unit.objects.filter(pk__in=ids).order_by("pk").select_for_update(no_key=True).values_list("pk"))


def search_condition(text: str, *, prefix: str = "") -> Q:
    """Return the condition that finds units by name, former name, pinyin, initials or code.

    Args:
        text: what a person typed.
        prefix: the relation to the unit, such as "unit__".
    """
    return search.matching(
        text,
        vector_column=f"{prefix}search",
        names=f"{prefix}name",
        former=f"{prefix}former_names__name",
        pinyin=f"{prefix}name_pinyin",
        initials=f"{prefix}name_initials",
        code=f"{prefix}code",
        former_code=f"{prefix}former_names__code",
    )


def search_units(rows: QuerySet[Unit], text: str) -> QuerySet[Unit]:
    """Return those of the rows that a person means by `text`, each once."""
    matching = Unit.objects.filter(search_condition(text)).values("pk")
    return rows.filter(pk__in=matching)


@dataclass(frozen=True, slots=True)
class ContactShown:
    """A contact as it may be shown: masked, unless revealed."""

    duty: str
    name: str
    phone: str
    masked: bool


def contacts_of(actor: Actor, unit_id: int, *, revealed: bool = False) -> list[ContactShown]:
    """Return a unit's contacts, masked unless they were revealed by the command that logs it."""
    rows = narrow(actor, Contact.objects.all(), OF_UNIT).filter(unit_id=unit_id).order_by("id")
    return [_shown(row, revealed) for row in rows]


def contact_subjects(actor: Actor, unit_id: int) -> list[bytes]:
    """Return the keyed hashes of the persons whom `contacts_of` shows."""
    rows = narrow(actor, Contact.objects.all(), OF_UNIT).filter(unit_id=unit_id)
    return [bytes(one) for one in rows.values_list("phone_hash", flat=True)]


def _shown(row: Contact, revealed: bool) -> ContactShown:
    if revealed:
        return ContactShown(row.duty, open_shown(row.name_sealed), open_shown(row.phone_sealed), masked=False)
    name, phone = open_shown(row.name_sealed, mask_name), open_shown(row.phone_sealed, mask_phone)
    return ContactShown(row.duty, name, phone, masked=True)
