"""The rules of coming in, the classes of origin, and which area is of which class."""

from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import get_language

from sibao.directory import queries as directory
from sibao.entry.models import EntryRules, OriginArea, OriginClass
from sibao.kernel import clock
from sibao.kernel.access import Actor, require
from sibao.kernel.lists.pickers import Option
from sibao.kernel.slots import SourcedRule

READ = "entry:area:read"


def rules_of(zone_id: int) -> EntryRules | None:
    """Return the numbers of a zone's rules; None where its hazards have none."""
    return EntryRules.objects.filter(zone_id=zone_id).first()


def classes(zone_id: int) -> QuerySet[OriginClass]:
    """Return the classes of origin that are in use, in the pack's order."""
    return OriginClass.objects.filter(zone_id=zone_id, retired=False).order_by("order", "id")


def class_name(row: OriginClass) -> str:
    """Return a class's name in the reader's language."""
    return row.name_en if _english() else row.name


def _english() -> bool:
    return (get_language() or "").startswith("en")


def class_options(actor: Actor) -> list[Option]:
    """Return the classes to choose from, by id."""
    return [Option(str(row.pk), class_name(row)) for row in classes(actor.zone_id)]


def class_key_options(zone_id: int) -> list[tuple[str, str]]:
    """Return the classes to choose from in a form, by key."""
    return [(row.key, class_name(row)) for row in classes(zone_id)]


def graded_areas(actor: Actor) -> QuerySet[OriginArea]:
    """Return which areas were of which class from when to when; everybody who may read them reads all of the zone."""
    require(actor, READ)
    return OriginArea.objects.filter(zone_id=actor.zone_id).select_related("origin_class")


def in_force_now(actor: Actor) -> Q:
    """Return the condition that an area is of a class today."""
    return _runs_on(clock.today())


def graded_on(zone_id: int, day: date) -> dict[str, str]:
    """Return the key of the class that each graded area has on a day, by its code."""
    rows = OriginArea.objects.filter(_runs_on(day), zone_id=zone_id, origin_class__retired=False)
    return dict(rows.values_list("code", "origin_class__key"))


def _runs_on(day: date) -> Q:
    return Q(started_on__lte=day) & (Q(ended_on=None) | Q(ended_on__gte=day))


def sourced_classes(zone_id: int) -> list[SourcedRule]:
    """Return the classes of a zone and where each comes from (R01)."""
    return directory.sourced(classes(zone_id).select_related("document"))
