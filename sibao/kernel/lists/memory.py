"""Filters that are kept: what a person last used, what she saved, what her organisation shares."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Case, Q, When

from sibao.kernel.access import Actor
from sibao.kernel.lists.asked import Asked, understand
from sibao.kernel.lists.definition import ListDefinition
from sibao.kernel.lists.filters import Look
from sibao.kernel.lists.inputs import RoleFilter
from sibao.kernel.lists.registry import lists
from sibao.kernel.models import SavedFilter
from sibao.kernel.refusals import Invalid, NotFound

MOST_SAVED = 20
LAST = ""
PACK = 0
"""The account of filters that come with a pack."""


@dataclass(frozen=True, slots=True)
class Kept:
    """The kept filters of one list that a person reaches, her own first; `given` is the one her role starts with."""

    last: SavedFilter | None
    named: list[SavedFilter]
    given: SavedFilter | None = None

    @property
    def default(self) -> SavedFilter | None:
        return next((one for one in self.named if one.is_default and one.account_id != PACK), None)


def kept(actor: Actor, list_key: str) -> Kept:
    """Return the kept filters of a list: the actor's own and those shared with her organisation or her role."""
    shared = Q(role_id__in=actor.role_ids)
    shared |= Q(organisation_id=actor.organisation_id) if actor.organisation_id else Q(pk__in=[])
    found = SavedFilter.objects.filter(
        Q(account_id=actor.account_id) | shared, zone_id=actor.zone_id, list_key=list_key
    )
    own_first = Case(When(account_id=actor.account_id, then=0), default=1)
    rows = list(found.order_by(own_first, "name", "id")[: 2 * MOST_SAVED])
    mine = [row for row in rows if row.account_id == actor.account_id]
    others = [row for row in rows if row.account_id != actor.account_id and row.name != LAST]
    given = next((row for row in others if row.account_id == PACK and row.is_default), None)
    for row in others:
        row.is_default = row is given
    last = next((row for row in mine if row.name == LAST), None)
    return Kept(last, [row for row in mine if row.name != LAST] + others, given)


def give(zone_id: int, role_id: int, given: RoleFilter) -> None:
    """Keep a filter that comes with a pack for whoever holds a role; called inside the command that loads the pack.

    Raises:
        Invalid: there is no such list, or it has no such filter or column.
    """
    definition = next((one for one in lists.all() if one.key == given.list_key), None)
    known = {name for one in definition.filters for name in one.names} | {"sort", "size"} if definition else set()
    columns = {column.key for column in definition.columns} if definition else set()
    if not known.issuperset(given.query) or not columns.issuperset(given.columns):
        raise Invalid(f"清单 {given.list_key} 没有“{given.name}”里的筛选或列")
    values = {"values": given.query, "columns": given.columns, "is_default": given.default}
    SavedFilter.objects.update_or_create(
        zone_id=zone_id, account_id=PACK, role_id=role_id, list_key=given.list_key, name=given.name, defaults=values
    )


def access_filter(actor: Actor, list_key: str, filter_id: int | None) -> SavedFilter:
    """Return a named filter of the actor's own, to change it.

    Raises:
        NotFound: she has none of that id.
    """
    own = SavedFilter.objects.select_for_update().filter(account_id=actor.account_id, zone_id=actor.zone_id)
    named = own.filter(list_key=list_key).exclude(name=LAST)
    found = named.filter(pk=filter_id).first() if filter_id else None
    if found is None:
        raise NotFound
    return found


def begin(look: Look, definition: ListDefinition, known: Kept, given: Mapping[str, Sequence[str]]) -> Asked:
    """Return what is asked: by the query string, else the person's default, her last filter, her role's default.

    A kept filter that no longer fits, such as a town outside a new scope, loses that part without a word of blame.
    """
    columns = list(known.last.columns) if known.last else []
    if given:
        wanted = {**given} if "columns" in given or not columns else {**given, "columns": columns}
        return understand(look, definition, wanted)
    start = known.default or known.last or known.given
    preset: Mapping[str, Sequence[str]] = {}
    if start:
        preset = {**start.values, "columns": list(start.columns) or columns}
    elif definition.default_for:
        preset = definition.default_for(look.actor)
    return forgiving(understand(look, definition, preset))


def forgiving(asked: Asked) -> Asked:
    """Return what was asked without its errors: for filters that were kept while scopes and options changed."""
    return Asked(
        definition=asked.definition,
        look=asked.look,
        values=asked.values,
        order=asked.order,
        columns=asked.columns,
        size=asked.size,
        as_of=asked.as_of,
    )


def remember(asked: Asked, known: Kept) -> None:
    """Keep this filter and its columns as the person's last one, if they differ.

    This is the memory of a page, not a change to anything that others see; it leaves no line in the record.
    """
    values, columns = asked.lasting(), [column.key for column in asked.columns]
    if known.last and known.last.values == values and known.last.columns == columns:
        return
    actor = asked.look.actor
    row = SavedFilter(
        zone_id=actor.zone_id,
        account_id=actor.account_id,
        list_key=asked.definition.key,
        name=LAST,
        values=values,
        columns=columns,
    )
    SavedFilter.objects.bulk_create(
        [row],
        update_conflicts=True,
        unique_fields=["account_id", "list_key", "name", "role_id"],
        update_fields=["zone_id", "values", "columns"],
    )
