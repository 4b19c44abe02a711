"""Sections of sites and their disinfection (R105)."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from sibao.directory import queries as directory
from sibao.kernel.access import Actor
from sibao.kernel.commands import Done, Subject, command
from sibao.kernel.refusals import Conflict, Invalid, NotFound
from sibao.prevention import queries as prevention
from sibao.prevention import services as monitoring
from sibao.prevention.inputs import ReportSignals, Said
from sibao.routine import queries
from sibao.routine.inputs import EditSection, RecordDisinfection
from sibao.routine.models import Disinfection, Section
from sibao.routine.rules.due import due_at
from sibao.routine.rules.keys import DISINFECTION


@command("routine:section:edit")
def edit_section(*, actor: Actor, now: datetime, given: EditSection) -> Done[Section]:
    """Register a section of a site or change one; a change of its class changes until when its disinfection lasts.

    Raises:
        NotFound: site or section is out of reach.
        Conflict: the section was changed meanwhile.
        Invalid: an unknown class or use, a name that another section of the site bears, or a way of separation without one.
    """
    site = directory.access_site(actor, given.site_id)
    row = _held(actor, given, site)
    row.klass = _word(queries.section_classes(actor.zone_id), "klass", given.klass)
    row.use = _word(queries.section_uses(actor.zone_id), "use", given.use)
    if given.separation and not given.separated:
        raise Invalid(fields={"separation": _("没有隔离的不用写怎样隔离")})
    others = Section.objects.filter(site=site, name=given.name, ended_on=None).exclude(pk=row.pk)
    if given.ended_on is None and others.exists():
        raise Invalid(fields={"name": _("这个场所已有同名的分区")})
    row.name, row.separated, row.separation = given.name, given.separated, given.separation
    row.ended_on = given.ended_on
    row.due_at = due_at(row.disinfected_at, row.klass.hours)
    row.save()
    return Done(row, Subject("section", row.pk, row.name, unit_id=row.unit_id), (), {"class": given.klass})


@command("routine:disinfection:record")
def record_disinfection(*, actor: Actor, now: datetime, given: RecordDisinfection) -> Done[int]:
    """Record that sections of a site were just disinfected, and hand a signal of each to monitoring.

    Raises:
        NotFound: the site or one of the sections is out of reach, or not of that site.
        Conflict: the same key was used for something else.
    """
    site = directory.site(actor, given.site_id)
    rows = queries.access_sections(actor, site.pk, given.section_ids)
    if {row.pk for row in rows} != set(given.section_ids):
        raise NotFound
    subject = Subject("site", site.pk, site.name, unit_id=site.unit_id)
    before = Disinfection.objects.filter(section__site=site, key=given.key).values_list("section_id", flat=True)
    if {*before} == {*given.section_ids}:
        return Done(0, subject, (), {"again": True})
    if before:
        raise Conflict(_("这张表单已登记过别的分区，请刷新页面再填"))
    _hand_over(actor, given, site, rows, now)
    Disinfection.objects.bulk_create(
        Disinfection(
            zone_id=actor.zone_id,
            section=row,
            key=given.key,
            at=now,
            means=given.means,
            by=actor.account_id,
            by_as=f"{actor.name} · {actor.position}"[:200],
        )
        for row in rows
    )
    for row in rows:
        row.disinfected_at, row.due_at = now, due_at(now, row.klass.hours)
        row.version += 1
    Section.objects.bulk_update(rows, ["disinfected_at", "due_at", "version"])
    return Done(len(rows), subject, (), {"sections": [row.pk for row in rows]})


def _hand_over(actor: Actor, given: RecordDisinfection, site: Any, rows: list[Section], now: datetime) -> None:
    """Tell monitoring of it; of a site that nobody follows yet it is told nothing."""
    if not prevention.followed(actor, "site", [site.pk]):
        return
    said = tuple(Said(kind=DISINFECTION, about=site.pk, more={"section": row.name}) for row in rows)
    report = ReportSignals(source=prevention.entered_under(actor), key=given.key, said=said)
    monitoring.report_signals(actor=actor, given=report, now=now)


def _held(actor: Actor, given: EditSection, site: Any) -> Section:
    if given.section_id is None:
        return Section(zone_id=actor.zone_id, unit_id=site.unit_id, site=site)
    row = next(iter(queries.access_sections(actor, site.pk, (given.section_id,))), None)
    if row is None:
        raise NotFound
    if row.version != given.version:
        raise Conflict(yours=given.version, current=row.version)
    row.version += 1
    return row


def _word(words: Any, field: str, key: str) -> Any:
    found = words.filter(key=key).first()
    if found is None:
        raise Invalid(fields={field: _("没有这个选项")})
    return found
