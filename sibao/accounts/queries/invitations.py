"""Invitations of units (邀请), narrowed to whose units they are; the link itself is looked up by its secret."""

import hashlib
from datetime import datetime

from django.db.models import Q, QuerySet

from sibao.accounts.models import Invitation
from sibao.kernel.access import UNIT_COLUMNS, Actor, narrow, require
from sibao.kernel.refusals import NotFound


def invitations(actor: Actor) -> QuerySet[Invitation]:
    """Return the invitations of the units that the actor reaches."""
    require(actor, "accounts:access:read")
    rows = Invitation.objects.select_related("unit__area", "invited_by__account", "answer")
    return narrow(actor, rows, UNIT_COLUMNS.via("unit"))


def invitation(actor: Actor, invitation_id: int) -> Invitation:
    """Return one invitation.

    Raises:
        NotFound: there is none of that id within the actor's reach.
    """
    found = invitations(actor).filter(pk=invitation_id).first()
    if found is None:
        raise NotFound
    return found


def state_of_invitation(found: Invitation, now: datetime) -> str:
    """Return how an invitation stands: open, used, withdrawn or lapsed."""
    if found.used_at is not None:
        return "used"
    if found.withdrawn_at is not None:
        return "withdrawn"
    return "lapsed" if found.lapses_at <= now else "open"


def open_invitations(now: datetime) -> Q:
    """Return the condition that an invitation may still be answered."""
    return Q(used_at=None, withdrawn_at=None, lapses_at__gt=now)


def invitation_of(secret: str) -> Invitation | None:
    """Return the invitation whose link carries a secret, in whatever state."""
    return Invitation.objects.select_related("unit").filter(digest=secret_digest(secret)).first()


def secret_digest(secret: str) -> bytes:
    """Return what is kept of a link: its secret has 256 random bits, so a plain digest cannot be guessed back."""
    return hashlib.sha256(secret.encode()).digest()
