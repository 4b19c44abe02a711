"""Loading a pack's matters and the leads that its groups begin with. Loading twice changes nothing; what people decided stays."""

from datetime import datetime

from sibao.directory import queries as directory
from sibao.duty.inputs import DutyPack, GroupRow, MatterRow
from sibao.duty.models import GroupMember, Matter
from sibao.kernel import clock
from sibao.kernel.access import Actor
from sibao.kernel.commands import Done, Subject, command
from sibao.kernel.refusals import Invalid


@command("duty:pack:load")
def load_pack(*, actor: Actor, now: datetime, given: DutyPack) -> Done[int]:
    """Write a pack's matters, and the lead of each group that has none yet.

    Raises:
        Invalid: a matter cites a document, or a row names a body, that the pack does not have.
    """
    documents = dict(directory.documents(actor.zone_id).values_list("code", "pk"))
    for order, row in enumerate(given.matters, start=1):
        _matter(actor.zone_id, row, order, documents)
    others = Matter.objects.filter(zone_id=actor.zone_id).exclude(code__in=[row.key for row in given.matters])
    others.filter(in_use=True).update(in_use=False)
    bodies = dict(directory.organisations(actor).values_list("code", "pk"))
    for group in given.groups:
        _lead(actor.zone_id, group, bodies)
    return Done(len(given.matters), Subject("pack", None, "matters and leads of groups"))


def _matter(zone_id: int, row: MatterRow, order: int, documents: dict[str, int]) -> None:
    if row.cite.document not in documents:
        raise Invalid(f"引用的文件 {row.cite.document} 不在数据包里")
    values = {"name": row.zh, "name_en": row.en, "order": order, "in_use": True}
    cited = {"document_id": documents[row.cite.document], "article": row.cite.article}
    Matter.objects.update_or_create(zone_id=zone_id, code=row.key, defaults={**values, **cited})


def _lead(zone_id: int, row: GroupRow, bodies: dict[str, int]) -> None:
    if missing := {row.group, row.lead} - set(bodies):
        raise Invalid(f"数据包里没有机构 {'、'.join(sorted(missing))}")
    if GroupMember.objects.filter(group_id=bodies[row.group], role="lead").exists():
        return
    GroupMember.objects.create(
        zone_id=zone_id,
        group_id=bodies[row.group],
        organisation_id=bodies[row.lead],
        role="lead",
        started_on=clock.today(),
        reason="数据包",
        to_be_confirmed=row.to_be_confirmed,
    )
