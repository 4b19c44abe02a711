"""Announcements: those that reach the actor, and for those who publish them, who has taken note."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from sibao.accounts import queries as accounts
from sibao.directory import queries as directory
from sibao.inbox.models import Acknowledgement, Announcement
from sibao.kernel.access import Actor, may, require
from sibao.kernel.refusals import NotFound

CHECK = "inbox:announcement:check"
MOST_NAMED = 500
"""Names that a page of readers shows; the counts are of all."""


def announcements(actor: Actor) -> QuerySet[Announcement]:
    """Return the announcements that concern the actor's seat, newest first; who checks them sees the whole zone's."""
    require(actor, "inbox:announcement:read")
    rows = Announcement.objects.filter(zone_id=actor.zone_id).select_related("sector").order_by("-starts_at", "-id")
    return rows if may(actor, CHECK) else rows.filter(_reaches(actor))


def _reaches(actor: Actor) -> Q:
    place = accounts.place_of(actor)
    areas = ["", *(place.area_path[:end] for end in range(1, len(place.area_path) + 1))]
    sector = Q(sector=None) | Q(sector_id=place.sector_id) if place.sector_id else Q(sector=None)
    return Q(area_path__in=areas) & sector & (Q(roles=[]) | Q(roles__contains=[place.role]))


def announcement(actor: Actor, announcement_id: int) -> Announcement:
    """Return one of them.

    Raises:
        NotFound: none of that id concerns the actor.
    """
    found = announcements(actor).filter(pk=announcement_id).first()
    if found is None:
        raise NotFound
    return found


def access_announcement(actor: Actor, announcement_id: int) -> Announcement:
    """Return one of them locked, the only way to hold it in order to change it.

    Raises:
        NotFound: none of that id concerns the actor.
    """
    rows = announcements(actor).select_for_update(of=("self",)).filter(pk=announcement_id)
    found = rows.first()
    if found is None:
        raise NotFound
    return found


def in_force(now: datetime) -> Q:
    """Return the condition that an announcement holds at a moment."""
    return Q(starts_at__lte=now, ends_at__gt=now, withdrawn_at=None)


def current_announcements(actor: Actor, now: datetime) -> QuerySet[Announcement]:
    """Return the announcements that hold now and concern the actor's own seat, each with whether she took note of it."""
    require(actor, "inbox:announcement:read")
    rows = Announcement.objects.filter(_reaches(actor), in_force(now), zone_id=actor.zone_id)
    taken = Acknowledgement.objects.filter(announcement=OuterRef("pk"), account_id=actor.account_id)
    return rows.annotate(taken=Exists(taken)).order_by("-urgent", "taken", "-starts_at", "-id")


def acknowledged(actor: Actor, found: Announcement) -> bool:
    """Return whether the actor's account has taken note of an announcement."""
    return Acknowledgement.objects.filter(announcement=found, account_id=actor.account_id).exists()


def concerns(actor: Actor, found: Announcement) -> bool:
    """Return whether an announcement concerns the actor's own seat."""
    return Announcement.objects.filter(_reaches(actor), pk=found.pk).exists()


def reader_ids(found: Announcement, now: datetime) -> list[int]:
    """Return the accounts that an announcement reaches now."""
    wanted = accounts.seated(found.zone_id, found.area_path, found.sector_id, found.roles)
    return list(accounts.sitting_accounts(found.zone_id, now, wanted).values_list("pk", flat=True))


@dataclass(frozen=True, slots=True)
class Readers:
    """Who has taken note of an announcement and who has not: counts of all, and names as far as a page shows them."""

    open_count: int
    done_count: int
    open: list[str]
    done: list[Acknowledgement]


def readers_of(actor: Actor, found: Announcement, now: datetime) -> Readers:
    """Return who has and who has not taken note, of those that it reaches now; who did and left since stays counted."""
    require(actor, CHECK)
    taken = Acknowledgement.objects.filter(announcement=found).select_related("account").order_by("recorded_at")
    wanted = accounts.seated(found.zone_id, found.area_path, found.sector_id, found.roles)
    missing = accounts.sitting_accounts(found.zone_id, now, wanted).exclude(pk__in=taken.values("account_id"))
    names = missing.values_list("name", flat=True)[:MOST_NAMED]
    return Readers(missing.count(), taken.count(), list(names), list(taken[:MOST_NAMED]))


def to_tell(zone_id: int, now: datetime) -> list[Announcement]:
    """Return, locked, the announcements that have begun and whose readers have not been told."""
    rows = Announcement.objects.select_for_update(skip_locked=True).filter(in_force(now), zone_id=zone_id, told_at=None)
    return list(rows.order_by("pk"))


def reached_announcements(actor: Actor, ids: Collection[int]) -> set[int]:
    """Return those of some announcements that concern the actor."""
    if not may(actor, "inbox:announcement:read"):
        return set()
    return set(announcements(actor).filter(pk__in=ids).order_by().values_list("pk", flat=True))


def role_names(actor: Actor) -> dict[str, str]:
    """Return the roles that an announcement may be addressed to, code → name."""
    return accounts.role_names(actor.zone_id)


def whom(found: Announcement) -> tuple[str, str, list[str]]:
    """Return whom an announcement reaches, in words: area, sector, roles; empty = no limit."""
    area = directory.areas(found.zone_id).filter(path=found.area_path).first() if found.area_path else None
    names = accounts.role_names(found.zone_id) if found.roles else {}
    sector = found.sector.name if found.sector else ""
    return (area.name if area else "", sector, [names.get(code, code) for code in found.roles])
