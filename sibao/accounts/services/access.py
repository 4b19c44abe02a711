"""Requests for access (开通申请): anyone asks, who knows the unit or keeps the accounts decides (R118)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from sibao.accounts import queries
from sibao.accounts.inputs import (
    AnswerInvitation,
    ApproveAccess,
    AskForAccess,
    DeclineAccess,
    GrantAccess,
    RevealAccess,
)
from sibao.accounts.models import AccessRequest, Account, Appointment, Position
from sibao.accounts.services.accounts import FirstPassword, make_account
from sibao.directory import queries as directory
from sibao.kernel import consultation, files
from sibao.kernel.access import Actor
from sibao.kernel.commands import Done, Subject, command
from sibao.kernel.personal import looks
from sibao.kernel.refusals import Invalid, NotFound
from sibao.kernel.secrets import keyed_hash, month, open_sealed, seal

UNIT_USER = "unit_user"
PACK = "accounts"


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, unmasked, and the proof that was handed in."""

    name: str
    phone: str
    email: str
    proof: files.Upload | None


@command("accounts:access:ask")
def ask_for_access(*, actor: Actor, now: datetime, given: AskForAccess) -> Done[None]:
    """Put a request for access on the desk of who decides; the answer never tells whether the unit is known.

    The same request while one still waits is not put there twice.
    """
    phone_hash = keyed_hash(given.phone, purpose="phone")
    waiting = AccessRequest.objects.filter(zone_id=actor.zone_id, state="waiting", lapses_at__gt=now, code=given.code)
    if waiting.filter(kind=given.kind, phone_hash=phone_hash).exists():
        return Done(None, Subject("access_request", None))
    unit = directory.units_of_codes(actor.zone_id, [given.code]).get(given.code) if given.code else None
    made = waiting_request(actor, given, now, kind=given.kind, code=given.code, unit=unit, body=given.body)
    return Done(None, _subject(made))


def waiting_request(actor: Actor, given: AskForAccess | AnswerInvitation, now: datetime, **more: Any) -> AccessRequest:
    """Put a request for access on the desk of who decides, personal data sealed; called inside a command."""
    return AccessRequest.objects.create(
        zone_id=actor.zone_id,
        sealed_name=seal(given.name, pack=PACK, period=month()),
        sealed_phone=seal(given.phone, pack=PACK, period=month()),
        sealed_email=seal(given.email, pack=PACK, period=month()),
        phone_hash=keyed_hash(given.phone, purpose="phone"),
        note=given.note,
        proof=files.keep(actor, given.proof, now) if given.proof else None,
        asked_at=now,
        lapses_at=now + timedelta(days=queries.limit_days(actor.zone_id, "access_request")),
        **more,
    )


@command("accounts:access:reveal")
def reveal_access(*, actor: Actor, now: datetime, given: RevealAccess) -> Done[Asker]:
    """Show who asks, and the proof; who looked, and why, is on the record."""
    found = queries.access_request(actor, given.request_id)
    what, unit_id = "accounts:access:reveal", found.unit_id
    looks.looked(actor, now, what=what, given=given, subjects=[bytes(found.phone_hash)], unit_id=unit_id)
    return Done(_asker(actor, found), _subject(found), details={"purpose": given.purpose, "how": given.how})


@command("accounts:access:approve")
def approve_access(*, actor: Actor, now: datetime, given: ApproveAccess) -> Done[FirstPassword]:
    """Open an account of the unit for its representative, with a first password.

    Raises:
        NotFound: the request is not within reach.
        Invalid: it was decided, has lapsed, belongs to no unit of the directory, or answers the actor's own invitation;
            or the sign-in name is taken.
    """
    found = _waiting(actor, given.request_id, "unit", now)
    if found.invitation and found.invitation.invited_by.account_id == actor.account_id:
        raise Invalid(_("这家单位是您邀请的，须由另一位经办人核实开通"))
    if found.unit_id is None:
        raise Invalid(_("底册里没有这家单位，请先登记再开通"))
    seat = Position.objects.filter(zone_id=actor.zone_id, code=UNIT_USER).first()
    if seat is None:
        raise Invalid(f"数据包里没有岗位 {UNIT_USER}")
    made = _open_account(actor, found, given.username, now)
    _appoint(made.account, seat, found.unit_id, None, now)
    _decide(actor, found, "approved", now, account=made.account)
    return Done(made, _subject(found), details={"account": made.account.pk})


@command("accounts:access:grant")
def grant_access(*, actor: Actor, now: datetime, given: GrantAccess) -> Done[FirstPassword]:
    """Open an account of an official in a position until a day, with a first password.

    Raises:
        NotFound: the request is not within reach.
        Invalid: it was decided or has lapsed; the position is taken, bound to a unit, an administrator's, or one that
            nobody gives alone.
    """
    found = _waiting(actor, given.request_id, "official", now)
    seat = Position.objects.select_for_update(of=("self",)).select_related("role")
    position = seat.filter(zone_id=actor.zone_id, pk=given.position_id, unit_bound=False).first()
    if position is None or (position.role and position.role.duty):
        raise Invalid(fields={"position_id": _("不能经申请开通这个岗位")})
    if position.role and consultation.weighty(position.role.permissions):
        raise Invalid(fields={"position_id": _("这个岗位须经复核任命：请新建账号后再任命，并退回本申请")})
    if position.seats and queries.seats([position], now)[0].vacant == 0:
        raise Invalid(fields={"position_id": _("这个岗位没有空缺，请先免去一人")})
    if given.ended_at <= now:
        raise Invalid(fields={"ended_at": _("结束须晚于现在")})
    made = _open_account(actor, found, given.username, now)
    _appoint(made.account, position, None, given.ended_at, now)
    _decide(actor, found, "approved", now, account=made.account)
    return Done(made, _subject(found), details={"account": made.account.pk, "position": position.pk})


@command("accounts:access:decline")
def decline_access(*, actor: Actor, now: datetime, given: DeclineAccess) -> Done[AccessRequest]:
    """Turn a request down, with a reason."""
    found = _waiting(actor, given.request_id, "", now)
    _decide(actor, found, "declined", now, reason=given.reason)
    return Done(found, _subject(found), details={"reason": given.reason})


def _waiting(actor: Actor, request_id: int, kind: str, now: datetime) -> AccessRequest:
    reached = queries.access_requests(actor).filter(pk=request_id).values("pk")
    found = AccessRequest.objects.select_for_update().filter(pk__in=reached).first()
    if found is None or (kind and found.kind != kind):
        raise NotFound
    if found.state != "waiting" or found.lapses_at <= now:
        raise Invalid(_("这份申请已办结或已过期"))
    return found


def _asker(actor: Actor, found: AccessRequest) -> Asker:
    proof = found.proof and files.Upload(
        found.proof.name, found.proof.content_type, files.content_of(actor, found.proof.pk)
    )
    return Asker(
        open_sealed(found.sealed_name), open_sealed(found.sealed_phone), open_sealed(found.sealed_email), proof or None
    )


def _open_account(actor: Actor, found: AccessRequest, username: str, now: datetime) -> FirstPassword:
    name, email = open_sealed(found.sealed_name), open_sealed(found.sealed_email)
    return make_account(actor.zone_id, username=username, name=name, email=email, now=now)


def _appoint(account: Account, position: Position, unit_id: int | None, until: datetime | None, now: datetime) -> None:
    try:
        with transaction.atomic():
            Appointment.objects.create(
                zone_id=position.zone_id,
                account=account,
                position=position,
                unit_id=unit_id,
                started_at=now,
                ended_at=until,
            )
    except IntegrityError as error:
        raise Invalid(_("该账号已在这个岗位上，或任期起止有误")) from error


def _decide(
    actor: Actor, found: AccessRequest, state: str, now: datetime, *, account: Account | None = None, reason: str = ""
) -> None:
    found.state, found.decided_at, found.account, found.reason = state, now, account, reason
    found.decided_by_id = actor.appointment_id
    found.save(update_fields=["state", "decided_at", "account", "reason", "decided_by"])


def _subject(found: AccessRequest) -> Subject:
    return Subject("access_request", found.pk, str(found.pk), unit_id=found.unit_id)
