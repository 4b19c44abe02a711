"""The roll of liaison officers."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sibao.accounts import queries as accounts
from sibao.directory import queries as directory
from sibao.duty import queries
from sibao.duty.events import LiaisonsChanged
from sibao.duty.inputs import EditOfficer
from sibao.duty.models import Liaison, Officer
from sibao.kernel.access import Actor
from sibao.kernel.commands import Done, Subject, command
from sibao.kernel.refusals import Conflict, Invalid


@command("duty:officer:edit")
def edit_officer(*, actor: Actor, now: datetime, given: EditOfficer) -> Done[Officer]:
    """Put somebody on the roll, or change her entry; from her last day on her units are without an officer.

    Raises:
        Conflict: somebody else changed the entry meanwhile.
        Invalid: the area is out of scope, the account is not in the zone, or the account stands on the roll already.
    """
    _check(actor, given)
    row = Officer(zone_id=actor.zone_id, version=0)
    if given.officer_id is not None:
        row = queries.access_officer(actor.zone_id, given.officer_id)
        if row.version != given.version:
            raise Conflict(yours=given.version or 0, current=row.version)
    for name in ("name", "post", "area_id", "account_id", "most", "stopped_on"):
        setattr(row, name, getattr(given, name))
    row.version += 1
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise Invalid(fields={"account_id": _("这个账号已在名册上")}) from error
    left = _leave(row) if given.stopped_on else ()
    told = [LiaisonsChanged(zone_id=row.zone_id, unit_ids=left)] if left else []
    return Done(row, Subject("officer", row.pk, row.name), told, {"units": list(left)})


def _check(actor: Actor, given: EditOfficer) -> None:
    if not directory.reached_areas(actor).filter(pk=given.area_id).exists():
        raise Invalid(fields={"area_id": _("没有这个区域")})
    found = accounts.people([given.account_id]).values() if given.account_id else ()
    if given.account_id and not any(one.zone_id == actor.zone_id and one.is_active for one in found):
        raise Invalid(fields={"account_id": _("没有这个账号，或已停用")})


def _leave(row: Officer) -> tuple[int, ...]:
    """End what she looks after with her last day, and take back what would begin later."""
    own = Liaison.objects.filter(officer=row)
    later = own.filter(started_on__gt=row.stopped_on)
    open_ = own.filter(Q(ended_on=None) | Q(ended_on__gt=row.stopped_on), started_on__lte=row.stopped_on)
    units = {*later.values_list("unit_id", flat=True), *open_.values_list("unit_id", flat=True)}
    later.delete()
    open_.update(ended_on=row.stopped_on)
    return tuple(sorted(units))
