"""Steps of duties as tests tell them."""

from sibao.duty import queries, services
from sibao.duty.inputs import AssignResponsible, EndResponsible
from sibao.kernel import clock

PHONES = {"张示例": "13800000011", "李示例": "13800000022", "王示例": "13800000033"}


def matters(zone):
    return list(queries.matters(zone.pk))


def name(actor, site, *codes, who="张示例", day=None, **given):
    """Let a person answer at a site for matters, for all of them when none is said."""
    wanted = [one.pk for one in queries.matters(actor.zone_id) if one.code in codes or not codes]
    entry = {"site_id": site.pk, "matter_ids": wanted, "name": who, "phone": PHONES[who], "post": "安全总监"}
    entry |= {"started_on": day or clock.today(), "reason": "按本单位分工"}
    return services.assign_responsible(actor=actor, given=AssignResponsible.model_validate(entry | given))


def leave(actor, row, day=None, *, everywhere=True):
    given = {"responsible_id": row.pk, "ended_on": day or clock.today(), "everywhere": everywhere, "reason": "离职"}
    return services.end_responsible(actor=actor, given=EndResponsible.model_validate(given))
