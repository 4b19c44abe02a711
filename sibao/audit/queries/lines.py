"""The record, narrowed to the asker: the whole zone for who reaches it, else her own lines and those of her units."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import get_language

from sibao.audit.models import AuditLine
from sibao.directory import queries as directory
from sibao.kernel.access import Actor, may, require
from sibao.kernel.permissions import ALL
from sibao.kernel.standing import in_words


def lines(actor: Actor) -> QuerySet[AuditLine]:
    """Return the lines the actor may read, newest first."""
    require(actor, "audit:line:read")
    return _reached(actor).order_by("-id")


def _reached(actor: Actor) -> QuerySet[AuditLine]:
    rows = AuditLine.objects.filter(zone_id=actor.zone_id)
    if actor.scope.whole_zone:
        return rows
    mine = Q(account_id=actor.account_id)
    if may(actor, "directory:unit:read"):
        mine |= Q(unit_id__in=directory.units_ever(actor).order_by().values("pk"))
    return rows.filter(mine)


def timeline(actor: Actor, kind: str, subject_id: int, *, most: int = 30) -> list[dict[str, Any]]:
    """Return what happened to a subject that the actor has already been allowed to see, newest first."""
    rows = AuditLine.objects.filter(zone_id=actor.zone_id, subject_kind=kind, subject_id=subject_id, outcome="done")
    return [
        {"at": row.at, "icon": "point", "tone": "muted", "title": label(row.command), "note": in_words(row.position)}
        for row in rows.order_by("-id")[:most]
    ]


def latest(actor: Actor, most: int = 8) -> list[dict[str, Any]]:
    """Return the newest lines in reach, for the workbench."""
    return [
        {
            "at": row.at,
            "title": label(row.command),
            "note": f"{row.subject_label} · {in_words(row.position)}",
            "id": row.id,
        }
        for row in _reached(actor).filter(outcome="done").order_by("-id")[:most]
    ]


def label(command: str) -> str:
    """Return a command's name in words."""
    found = ALL.get(command)
    if found is None:
        return command
    return found.en if (get_language() or "").startswith("en") else found.zh
