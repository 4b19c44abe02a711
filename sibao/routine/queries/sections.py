"""Sections of sites, which are overdue for disinfection, and the log of one."""

from collections.abc import Collection
from typing import Any

from django.db.models import Q, QuerySet

from sibao.directory import queries as directory
from sibao.kernel import clock
from sibao.kernel.access import Actor, narrow, require
from sibao.kernel.lists.pickers import Option
from sibao.kernel.refusals import NotFound
from sibao.routine.models import Disinfection, Section, SectionClass, SectionUse

READ = "routine:day:read"


def sections(actor: Actor) -> QuerySet[Section]:
    """Return the sections in use at the sites within reach."""
    require(actor, READ)
    rows = narrow(actor, Section.objects.filter(ended_on=None), directory.OF_UNIT)
    return rows.select_related("unit__area", "unit__sector", "site", "klass", "use")


def section(actor: Actor, section_id: int) -> Section:
    """Return one section.

    Raises:
        NotFound: there is none of that id in use in the actor's scope.
    """
    found = sections(actor).filter(pk=section_id).first()
    if found is None:
        raise NotFound
    return found


def sections_of(actor: Actor, site_id: int) -> QuerySet[Section]:
    """Return a site's sections, those first that have waited longest."""
    return sections(actor).filter(site_id=site_id).order_by("due_at", "name", "pk")


def access_sections(actor: Actor, site_id: int, ids: Collection[int]) -> list[Section]:
    """Return sections of a site locked, the only way to hold them in order to change them; lowest id first."""
    rows = narrow(actor, Section.objects.select_for_update(of=("self",)), directory.OF_UNIT)
    wanted = rows.filter(site_id=site_id, pk__in=ids, ended_on=None)
    return list(wanted.select_related("klass", "use").order_by("pk"))


def is_due(actor: Actor) -> Q:
    """Return the condition that a section is overdue for disinfection; one that nobody ever disinfected is."""
    return Q(due_at=None) | Q(due_at__lte=clock.now())


def log_of(actor: Actor, row: Section) -> QuerySet[Disinfection]:
    """Return a section's disinfections, latest first; `row` was read within the actor's scope."""
    require(actor, READ)
    return Disinfection.objects.filter(section=row).order_by("-at", "-pk")


def section_classes(zone_id: int) -> QuerySet[SectionClass]:
    """Return the classes that a section may have."""
    return SectionClass.objects.filter(zone_id=zone_id, in_use=True).order_by("order")


def section_uses(zone_id: int) -> QuerySet[SectionUse]:
    """Return what a section may be for."""
    return SectionUse.objects.filter(zone_id=zone_id, in_use=True).order_by("order")


def class_options(actor: Actor) -> list[Option]:
    """Return the classes to choose from."""
    return [_option(row) for row in section_classes(actor.zone_id)]


def use_options(actor: Actor) -> list[Option]:
    """Return the uses to choose from."""
    return [_option(row) for row in section_uses(actor.zone_id)]


def _option(row: Any) -> Option:
    return Option(str(row.pk), row.name)
