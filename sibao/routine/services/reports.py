"""The daily report of both lines (R08): a part at a time, corrected as often as need be."""

from datetime import datetime

from django.utils.translation import gettext as _

from sibao.directory import queries as directory
from sibao.kernel import clock
from sibao.kernel.access import Actor
from sibao.kernel.commands import Done, Subject, command
from sibao.kernel.refusals import Conflict, Invalid
from sibao.routine import queries
from sibao.routine.inputs import SubmitReport
from sibao.routine.models import DailyReport
from sibao.routine.rules.reports import Asked, Wrong, read_part


@command("routine:report:submit")
def submit_report(*, actor: Actor, now: datetime, given: SubmitReport) -> Done[DailyReport]:
    """Write one part of a site's day, for the first time or anew; what stood there before stays in its history.

    Raises:
        NotFound: the site is out of reach.
        Invalid: a day to come, or a field that is unknown, missing or too high.
        Conflict: the report was changed meanwhile.
    """
    site = directory.access_site(actor, given.site_id)
    if given.day > now.astimezone(clock.SHANGHAI).date():
        raise Invalid(fields={"day": _("不能填报将来的日子")})
    fields = queries.report_fields(actor.zone_id, given.part)
    values, wrong = read_part([Asked(one.key, one.highest, one.needed) for one in fields], given.values)
    if wrong:
        raise Invalid(fields={one.key: _said(one) for one in wrong})
    row = DailyReport.objects.select_for_update().filter(site_id=site.pk, day=given.day).first()
    seen = row.version if row else 0
    if seen != given.version:
        raise Conflict(yours=given.version, current=seen)
    if row is None:
        row = DailyReport(zone_id=actor.zone_id, unit_id=site.unit_id, site_id=site.pk, day=given.day, version=0)
    setattr(row, given.part, values)
    setattr(row, f"{given.part}_at", now)
    setattr(row, f"{given.part}_as", f"{actor.name} · {actor.position}"[:200])
    row.version += 1
    row.save()
    subject = Subject("daily_report", row.pk, f"{site.name} {given.day:%Y-%m-%d}", unit_id=site.unit_id)
    return Done(row, subject, (), {"part": given.part})


def _said(one: Wrong) -> str:
    if one.why == "too_high":
        return _("最多填 %(most)s") % {"most": f"{one.highest:,}"}
    return _("请填写") if one.why == "missing" else _("日报没有这一项")
