"""Chain inclusion (链式保障): who stops with whom is kept ready; a key unit and those it depends on enter together."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from sibao.directory import queries as directory
from sibao.kernel import clock
from sibao.kernel.access import Actor
from sibao.kernel.commands import Done, command
from sibao.kernel.refusals import Invalid, WrongMove
from sibao.whitelist import queries, sql
from sibao.whitelist.inputs import AdmitGroup
from sibao.whitelist.models import Batch, BatchMember, Reckoning
from sibao.whitelist.services.batches import subject_of, touch


def reckon(zone_id: int, now: datetime) -> None:
    """Reckon anew which units of a zone are single points of failure, and who stops with each on which day (R33).

    What has not changed is left as it stands. Of two reckonings at once the second waits, and reads what the first one saw
    and more.
    """
    with transaction.atomic():
        sql.one_reckoning(zone_id)
        net = queries.net(zone_id, now.astimezone(clock.SHANGHAI).date())
        stopped = net.suppliers()
        falls = net.falls([[unit] for unit in stopped])
        units = Counter(falls.question.tolist())
        points = {stopped[place]: count for place, count in sorted(units.items())}
        told = [stopped[place] for place in falls.question.tolist()]
        sql.keep_points(zone_id, points, told, falls.unit.tolist(), falls.day.tolist())
        Reckoning.objects.create(zone_id=zone_id, recorded_at=now)


@command("whitelist:group:admit")
def admit_group(*, actor: Actor, now: datetime, given: AdmitGroup) -> Done[Batch]:
    """Put a key unit and those that must enter with it into a draft, all or none (R33).

    Raises:
        Invalid: who must enter is no longer who was seen, is too many to follow, lies partly out of reach, or stands
            elsewhere by now; by name.
    """
    queries.lock_list(actor.zone_id)
    batch = queries.access_batch(actor, given.batch_id)
    if batch.state != "draft":
        raise WrongMove(_("批次已公示，不能再加入单位"))
    key = directory.unit_in_use(actor, given.unit_id)
    wanted = list(dict.fromkeys(given.unit_ids))
    _refuse_taken(actor, wanted)
    proposal = queries.proposal(actor, key.pk)
    if proposal.outside:
        raise Invalid(_("还有范围外 %(count)d 家须同步纳入，请由指挥部办公室整组办理") % {"count": proposal.outside})
    if proposal.cut:
        raise Invalid(_("须同步纳入的层数或家数太多，不能整组办理，请逐家加入批次"))
    if set(wanted) != set(proposal.unit_ids):
        raise Invalid(_("须同步纳入的单位已有变化，请刷新后再看"))
    BatchMember.objects.bulk_create(
        BatchMember(
            zone_id=batch.zone_id, batch=batch, unit_id=unit_id, with_unit=key, added_by=actor.account_id, added_at=now
        )
        for unit_id in wanted
    )
    touch(batch)
    return Done(batch, subject_of(batch), details={"with": key.pk, "units": wanted})


def _refuse_taken(actor: Actor, wanted: Sequence[int]) -> None:
    names = dict(directory.units(actor).filter(pk__in=wanted, ceased_on=None).values_list("pk", "name"))
    taken = queries.places_taken(actor.zone_id, list(names))
    refused = [f"{names[unit_id]}{taken[unit_id]}" for unit_id in wanted if unit_id in taken]
    missing = sum(unit_id not in names for unit_id in wanted)
    if missing:
        refused.append(_("%(count)d 家不在您的范围内，或已注销") % {"count": missing})
    if refused:
        raise Invalid(_("一家都没有加入：%(refused)s") % {"refused": "；".join(refused)})
