"""Filters that are kept: what a person last used, what she saved, what her organisation shares."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Case, Q, When

from sibao.kernel.access import Actor
from sibao.kernel.lists.asked import Asked, understand
from sibao.kernel.lists.definition import ListDefinition
from sibao.kernel.lists.filters import Look
from sibao.kernel.models import SavedFilter
from sibao.kernel.refusals import NotFound

MOST_SAVED = 20
LAST = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """The kept filters of one list that a person reaches, her own first."""

    last: SavedFilter | None
    named: list[SavedFilter]

    @property
    def default(self) -> SavedFilter | None:
        return next((one for one in self.named if one.is_default), None)


def kept(actor: Actor, list_key: str) -> Kept:
    """Return the kept filters of a list: the actor's own and those shared with her organisation."""
    shared = Q(organisation_id=actor.organisation_id) if actor.organisation_id else Q(pk__in=[])
    found = SavedFilter.objects.filter(
        Q(account_id=actor.account_id) | shared, zone_id=actor.zone_id, list_key=list_key
    )
    own_first = Case(When(account_id=actor.account_id, then=0), default=1)
    rows = list(found.order_by(own_first, "name", "id")[: 2 * MOST_SAVED])
    mine = [row for row in rows if row.account_id == actor.account_id]
    others = [row for row in rows if row.account_id != actor.account_id and row.name != LAST]
    for row in others:
        row.is_default = False
    return Kept(
        next((row for row in mine if row.name == LAST), None), [row for row in mine if row.name != LAST] + others
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
    start = known.default or known.last
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
        unique_fields=["account_id", "list_key", "name"],
        update_fields=["zone_id", "values", "columns"],
    )
