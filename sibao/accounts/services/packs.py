"""Loading a pack's roles and positions. Loading twice changes nothing."""

from datetime import datetime

from sibao.accounts.inputs import AccountsPack, PositionRow, RoleRow
from sibao.accounts.models import AccountLimit, Position, Role
from sibao.directory import queries as directory
from sibao.kernel.access import Actor
from sibao.kernel.commands import Done, Subject, command
from sibao.kernel.lists import memory
from sibao.kernel.permissions import ALL
from sibao.kernel.refusals import Invalid


@command("accounts:pack:load")
def load_pack(*, actor: Actor, now: datetime, given: AccountsPack) -> Done[int]:
    """Write a pack's roles and positions, and the filters that roles start with.

    Raises:
        Invalid: a role holds a permission that no context declares, or a position names what is not there.
    """
    unknown = sorted({name for role in given.roles for name in role.permissions} - set(ALL))
    if unknown:
        raise Invalid(f"角色里有未声明的权限：{'、'.join(unknown)}")
    roles = {row.key: _role(actor.zone_id, row, now) for row in given.roles}
    _positions(actor, given.positions, roles)
    for limit in given.limits:
        AccountLimit.objects.update_or_create(zone_id=actor.zone_id, code=limit.code, defaults={"days": limit.days})
    for one in given.filters:
        if one.role not in roles:
            raise Invalid(f"常用筛选 {one.name} 引用了不存在的角色 {one.role}")
        memory.give(actor.zone_id, roles[one.role].pk, one)
    return Done(len(given.positions), Subject("pack", None, "角色与岗位"))


def _role(zone_id: int, row: RoleRow, now: datetime) -> Role:
    former = Role.objects.filter(zone_id=zone_id, code=row.key).first()
    since = (former.second_factor_since if former else None) or now
    return Role.objects.update_or_create(
        zone_id=zone_id,
        code=row.key,
        defaults={
            "name": row.zh,
            "name_en": row.en,
            "description": row.about_zh,
            "permissions": sorted(row.permissions),
            "duty": row.duty,
            "needs_second_factor": row.needs_second_factor,
            "second_factor_since": since if row.needs_second_factor else None,
        },
    )[0]


def _positions(actor: Actor, rows: list[PositionRow], roles: dict[str, Role]) -> None:
    organisations = {row.code: row for row in directory.organisations(actor)}
    sectors = {row.code: row for row in directory.zone_sectors(actor.zone_id)}
    areas = {row.code: row for row in directory.areas(actor.zone_id)}
    documents = {row.code: row for row in directory.documents(actor.zone_id)}
    for order, row in enumerate(rows, start=1):
        named = ((row.organisation, organisations), (row.scope.area, areas), (row.scope.sector, sectors))
        if missing := [key for key, known in named if key and key not in known]:
            raise Invalid(f"岗位 {row.zh} 引用了不存在的 {'、'.join(missing)}")
        Position.objects.update_or_create(
            zone_id=actor.zone_id,
            code=row.key,
            defaults={
                "organisation": organisations.get(row.organisation),
                "title": row.zh,
                "title_en": row.en,
                "seats": row.seats,
                "order": order,
                "role": roles.get(row.role),
                "area": areas.get(row.scope.area),
                "sector": sectors.get(row.scope.sector),
                "unit_bound": row.scope.unit,
                "document": documents.get(row.cite.document) if row.cite else None,
                "article": row.cite.article if row.cite else "",
            },
        )
