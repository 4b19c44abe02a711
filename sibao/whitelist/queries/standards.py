"""Selection standards (遴选标准): the criterion of a sector that a unit has to meet to be listed (R28)."""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sibao.directory import queries as directory
from sibao.facts.queries import Use, facts_read
from sibao.kernel.access import Actor
from sibao.whitelist.queries.listings import listed_units


def _sectors(zone_id: int) -> Mapping[str, str]:
    return {one.code: one.name for one in directory.zone_sectors(zone_id)}


def _own_sectors(actor: Actor) -> Mapping[str, str]:
    """Those of the actor's sector, of all where her scope names none; a town or a unit answers for no standard."""
    if actor.scope.area_path or actor.scope.unit_id is not None:
        return {}
    mine = actor.scope.sector_id
    return {one.code: one.name for one in directory.zone_sectors(actor.zone_id) if mine in {None, one.pk}}


def _of_sector(key: str) -> Q:
    return Q(sector__code=key)


STANDARD = Use("standard", _("遴选标准"), _("领域"), _sectors, _own_sectors, _of_sector, listed_units)


def standards_read(zone_id: int, now: datetime) -> frozenset[str]:
    """Return the facts that a zone's standards in force read."""
    return facts_read(zone_id, STANDARD.word, now)
