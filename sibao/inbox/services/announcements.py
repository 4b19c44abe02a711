"""Publishing, withdrawing and taking note of announcements (公告)."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from sibao.accounts import queries as accounts
from sibao.directory import queries as directory
from sibao.inbox import queries
from sibao.inbox.inputs import OneAnnouncement, PublishAnnouncement, WithdrawAnnouncement
from sibao.inbox.models import Acknowledgement, Announcement
from sibao.inbox.services import outbox
from sibao.kernel import live, message_kinds
from sibao.kernel.access import Actor
from sibao.kernel.commands import Done, Subject, command
from sibao.kernel.message_kinds import MessageKind
from sibao.kernel.refusals import Conflict, Invalid, NotFound, WrongMove

TOPIC = "announcements"
KIND = MessageKind(
    "inbox:announcement",
    gettext_lazy("公告"),
    gettext_noop("公告：%(title)s"),
    icon="speakerphone",
    channels=("mail",),
)
message_kinds.declare(KIND)


@command("inbox:announcement:publish")
def publish_announcement(*, actor: Actor, now: datetime, given: PublishAnnouncement) -> Done[Announcement]:
    """Publish an announcement to a part of the zone; its readers are told when it begins.

    Raises:
        NotFound: the area or sector is not there, or lies outside the actor's scope.
        Invalid: it would be over before it began, or names a role that is not there.
    """
    starts_at = max(given.starts_at or now, now)
    if given.ends_at <= starts_at:
        raise Invalid(fields={"ends_at": _("截止时间须在开始之后，且尚未过去")})
    if unknown := set(given.roles) - set(accounts.role_names(actor.zone_id)):
        raise Invalid(fields={"roles": _("没有角色 %(role)s") % {"role": min(unknown)}})
    made = Announcement.objects.create(
        zone_id=actor.zone_id,
        title=given.title,
        text=given.text,
        roles=sorted(given.roles),
        starts_at=starts_at,
        ends_at=given.ends_at,
        must_acknowledge=given.must_acknowledge,
        urgent=given.urgent,
        by=f"{actor.name} · {actor.position}"[:160],
        created_by=actor.account_id,
        created_at=now,
        **_place(actor, given),
    )
    tell_readers(actor.zone_id, now)
    return Done(made, _subject(made), details={"until": given.ends_at.isoformat(), "roles": sorted(given.roles)})


def _place(actor: Actor, given: PublishAnnouncement) -> dict[str, str | int | None]:
    scope = actor.scope
    area_path, sector_id = given.area_path or scope.area_path, given.sector_id or scope.sector_id
    if not area_path.startswith(scope.area_path) or scope.sector_id not in (None, sector_id):
        raise NotFound
    if given.area_path and not directory.areas(actor.zone_id).filter(path=area_path).exists():
        raise NotFound
    if given.sector_id is not None and not directory.sectors(actor).filter(pk=given.sector_id).exists():
        raise NotFound
    return {"area_path": area_path, "sector_id": sector_id}


def tell_readers(zone_id: int, now: datetime) -> int:
    """Tell the readers of every announcement that has begun, each once; return how many announcements that were."""
    found = queries.to_tell(zone_id, now)
    for one in found:
        outbox.tell(
            KIND,
            queries.reader_ids(one, now),
            zone_id=zone_id,
            now=now,
            key=f"announcement:{one.pk}",
            values={"title": one.title},
            subject_kind="announcement",
            subject_id=one.pk,
            urgent=one.urgent,
        )
        one.told_at = now
        one.save(update_fields=["told_at"])
        _announce(one)
    return len(found)


@command("inbox:announcement:withdraw")
def withdraw_announcement(*, actor: Actor, now: datetime, given: WithdrawAnnouncement) -> Done[Announcement]:
    """Withdraw an announcement with a reason; it stays to be seen as withdrawn.

    Raises:
        NotFound: none of that id is within reach.
        Conflict: it was changed meanwhile.
        WrongMove: it is withdrawn or over already.
    """
    found = queries.access_announcement(actor, given.announcement_id)
    if found.version != given.version:
        raise Conflict(yours=given.version, current=found.version)
    if found.withdrawn_at is not None or found.ends_at <= now:
        raise WrongMove(_("公告已撤回或已到期"))
    found.withdrawn_at, found.withdrawn_reason, found.version = now, given.reason, found.version + 1
    found.save()
    _announce(found)
    return Done(found, _subject(found), details={"reason": given.reason})


@command("inbox:announcement:acknowledge")
def acknowledge_announcement(*, actor: Actor, now: datetime, given: OneAnnouncement) -> Done[Acknowledgement]:
    """Take note of an announcement that concerns the actor's own seat; doing so again changes nothing.

    Raises:
        NotFound: none of that id concerns the actor's seat.
        WrongMove: it does not hold now.
    """
    found = queries.announcement(actor, given.announcement_id)
    if not queries.concerns(actor, found):
        raise NotFound
    if found.withdrawn_at is not None or not found.starts_at <= now < found.ends_at:
        raise WrongMove(_("公告未开始、已到期或已撤回，不用签收"))
    made, _new = Acknowledgement.objects.get_or_create(
        announcement=found,
        account_id=actor.account_id,
        defaults={
            "zone_id": actor.zone_id,
            "recorded_at": now,
            "by": f"{actor.name} · {actor.position}"[:160],
        },
    )
    return Done(made, _subject(found))


def _announce(found: Announcement) -> None:
    live.announce(TOPIC, zone_id=found.zone_id, may="inbox:announcement:read")


def _subject(found: Announcement) -> Subject:
    return Subject("announcement", found.pk, found.title)
