"""The permission matrix: role × permission × scope, with every way in that a permission opens."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from itertools import groupby

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sibao.accounts.models import Position, Role
from sibao.accounts.permissions import OWN
from sibao.directory import queries as directory
from sibao.kernel import ways
from sibao.kernel.access import ZONE_ONLY, Actor, narrow, require
from sibao.kernel.context import context_word
from sibao.kernel.permissions import ALL, Permission
from sibao.kernel.refusals import Text
from sibao.kernel.standing import in_words

KINDS: Mapping[str, Text] = {
    "route": _("页面"),
    "operation": _("接口"),
    "list": _("清单"),
    "export": _("导出"),
    "picker": _("选择框"),
    "tile": _("看板格"),
    "panel": _("卡片"),
    "menu": _("菜单"),
    "tab": _("单位页的分页"),
}
SCOPES: Mapping[str, Text] = {
    "zone": _("全区"),
    "area": _("本镇（街道、片区）"),
    "sector": _("本领域"),
    "unit": _("任职所指的一家单位"),
}


@dataclass(frozen=True, slots=True)
class RoleColumn:
    """A role with the kinds of scope that its positions bring."""

    code: str
    name: str
    name_en: str
    description: str
    scopes: tuple[str, ...]
    positions: int

    @property
    def label(self) -> str:
        return self.name_en if get_language() == "en" else self.name

    @property
    def scope_words(self) -> list[Text]:
        return [SCOPES[scope] for scope in self.scopes]


@dataclass(frozen=True, slots=True)
class PermissionRow:
    """A permission with the roles that hold it and what it opens: kind → names."""

    name: str
    zh: str
    en: str
    reveals: bool
    roles: tuple[str, ...]
    opens: dict[str, list[str]]

    @property
    def label(self) -> str:
        return self.en if get_language() == "en" else self.zh

    @property
    def opened(self) -> list[tuple[Text, list[str]]]:
        return [(KINDS[kind], names) for kind, names in self.opens.items()]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Everything that a role may do, in a stable order."""

    roles: tuple[RoleColumn, ...]
    permissions: tuple[PermissionRow, ...]

    def as_data(self) -> dict[str, list[dict[str, object]]]:
        """Return the matrix as plain data, for JSON."""
        return {
            "roles": [asdict(role) for role in self.roles],
            "permissions": [asdict(permission) for permission in self.permissions],
        }


def matrix(actor: Actor) -> Matrix:
    """Return the permission matrix of the actor's zone; what everyone may do with her own sign-in is left out."""
    require(actor, "accounts:matrix:read")
    roles = list(narrow(actor, Role.objects.all(), ZONE_ONLY).order_by("id"))
    seats = list(narrow(actor, Position.objects.all(), ZONE_ONLY))
    opened = _opened()
    return Matrix(
        tuple(_column(role, [seat for seat in seats if seat.role_id == role.pk]) for role in roles),
        tuple(_row(ALL[name], roles, opened[name]) for name in sorted(set(ALL) - OWN)),
    )


def _opened() -> Mapping[str, dict[str, list[str]]]:
    opened: dict[str, dict[str, list[str]]] = defaultdict(dict)
    for way in ways.all_ways():
        opened[way.may].setdefault(way.kind, []).append(way.path if way.kind == "route" else way.name)
    return opened


def _column(role: Role, seats: list[Position]) -> RoleColumn:
    found = {_scope_of(seat) for seat in seats}
    scopes = tuple(scope for scope in SCOPES if scope in found)
    return RoleColumn(role.code, role.name, role.name_en, role.description, scopes, len(seats))


def _scope_of(seat: Position) -> str:
    dimensions = (("unit", seat.unit_bound), ("area", seat.area_id), ("sector", seat.sector_id))
    return next((name for name, limited in dimensions if limited), "zone")


def _row(permission: Permission, roles: Iterable[Role], opens: dict[str, list[str]]) -> PermissionRow:
    holders = tuple(role.code for role in roles if permission.name in role.permissions)
    return PermissionRow(permission.name, permission.zh, permission.en, permission.reveals, holders, opens)


@dataclass(frozen=True, slots=True)
class Rights:
    """What one position may do and which rows it reaches, in words."""

    position: str
    area: str
    sector: str
    one_unit: bool
    permissions: tuple[Permission, ...]

    @property
    def groups(self) -> list[tuple[str, list[Permission]]]:
        """The permissions of each context, under the context's word."""
        runs = groupby(self.permissions, key=lambda permission: permission.name.partition(":")[0])
        return [(context_word(context), list(run)) for context, run in runs]


def own_rights(actor: Actor) -> Rights:
    """Return the rights of the position that the actor acts in."""
    scope = actor.scope
    areas = directory.areas(actor.zone_id).filter(path=scope.area_path) if scope.area_path else ()
    sectors = directory.sectors(actor) if scope.sector_id else ()
    return Rights(
        in_words(actor.position),
        next((area.name for area in areas), ""),
        next((sector.name for sector in sectors), ""),
        scope.unit_id is not None,
        tuple(ALL[name] for name in sorted(actor.permissions) if name in ALL),
    )
