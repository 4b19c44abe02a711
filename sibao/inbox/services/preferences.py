"""How somebody wants to be told."""

from datetime import datetime

from django.utils.translation import gettext as _

from sibao.inbox.inputs import SetPreferences
from sibao.inbox.models import MessagePreference, Reception
from sibao.inbox.services.channels import WAYS
from sibao.inbox.services.channels.robot import problem_of
from sibao.inbox.services.digests import DIGEST
from sibao.kernel.access import Actor
from sibao.kernel.commands import Done, Subject, command
from sibao.kernel.message_kinds import KINDS
from sibao.kernel.refusals import Invalid
from sibao.kernel.secrets import seal

PACK = "messages"


@command("inbox:preference:edit")
def set_preferences(*, actor: Actor, now: datetime, given: SetPreferences) -> Done[Reception]:
    """Write one's own preferences: channels and digest by kind, quiet hours, phone, robot. Addresses are sealed.

    Raises:
        Invalid: there is no such kind, or the robot's address is not one that this installation serves.
    """
    for kind in given.kinds:
        if kind.kind not in KINDS:
            raise Invalid(fields={"kinds": _("没有这种消息")})
        if kind.digest and kind.kind == DIGEST.code:
            raise Invalid(fields={"kinds": _("每日汇总不能再并入每日汇总")})
    where, _made = Reception.objects.get_or_create(account_id=actor.account_id, defaults={"zone_id": actor.zone_id})
    where.quiet_from, where.quiet_to = given.quiet_from, given.quiet_to
    where.sealed_phone = _sealed(given.phone, former=where.sealed_phone)
    where.sealed_robot = _sealed(_robot(given.robot), former=where.sealed_robot)
    where.save()
    for kind in given.kinds:
        MessagePreference.objects.update_or_create(
            account_id=actor.account_id,
            kind=kind.kind,
            defaults={"zone_id": actor.zone_id, "channels": list(kind.channels), "digest": kind.digest},
        )
    details: dict[str, object] = {"kinds": len(given.kinds), "quiet": given.quiet_from is not None}
    return Done(where, Subject("account", actor.account_id, actor.name), details=details)


def _robot(url: str | None) -> str | None:
    problem = problem_of(url) if url else ""
    if url and not WAYS["robot"].is_open():
        problem = _("本系统没有开通群机器人")
    if problem:
        raise Invalid(fields={"robot": problem})
    return url


def _sealed(text: str | None, *, former: bytes | memoryview | None) -> bytes | memoryview | None:
    """Return an address sealed: None keeps the former one, empty text removes it."""
    if text is None:
        return former
    return seal(text, pack=PACK) if text else None
