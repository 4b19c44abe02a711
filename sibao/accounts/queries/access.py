"""Requests for access (开通申请), narrowed to who may decide on them."""

from typing import Any

from django.db.models import Q, QuerySet

from sibao.accounts.models import AccessRequest
from sibao.kernel import standing
from sibao.kernel.access import UNIT_COLUMNS, Actor, Scope, acting, may, narrow, require, system
from sibao.kernel.refusals import NotFound
from sibao.kernel.secrets import open_shown
from sibao.kernel.secrets.masks import mask_name, mask_phone

_DECIDED_BY = {"unit": "accounts:access:approve", "official": "accounts:access:grant"}


def asker(zone_id: int, *, request_id: str = "") -> Actor:
    """Return the actor of someone without an account who asks for one: she may do nothing else."""
    allowed = frozenset({"accounts:access:ask", "accounts:invitation:answer"})
    return Actor(0, None, "", standing.PUBLIC, allowed, Scope(zone_id), request_id=request_id)


def access_requests(actor: Actor) -> QuerySet[AccessRequest]:
    """Return the requests that the actor may decide on: those of her units, or of officials."""
    require(actor, "accounts:access:read")
    kinds = [kind for kind, permission in _DECIDED_BY.items() if may(actor, permission)]
    rows = AccessRequest.objects.filter(Q(kind__in=kinds))
    rows = rows.select_related("unit__area", "account", "invitation__invited_by__account")
    return narrow(actor, rows, UNIT_COLUMNS.via("unit"))


def access_request(actor: Actor, request_id: int) -> AccessRequest:
    """Return one request.

    Raises:
        NotFound: there is none of that id within the actor's reach.
    """
    found = access_requests(actor).select_related("proof").filter(pk=request_id).first()
    if found is None:
        raise NotFound
    return found


def masked_asker(found: AccessRequest) -> dict[str, Any]:
    """Return who asks as it looks before a logged look at it."""
    name, phone = open_shown(found.sealed_name, mask_name), open_shown(found.sealed_phone, mask_phone)
    return {"name": name, "phone": phone, "has_email": bool(open_shown(found.sealed_email))}


def own_subjects(actor: Actor) -> list[bytes]:
    """Return the keyed hashes of the phone numbers that whoever is signed in gave when she asked for access."""
    rows = AccessRequest.objects.filter(zone_id=actor.zone_id, account_id=actor.account_id)
    with acting(system(actor.zone_id, door="page")):
        return [bytes(one) for one in rows.values_list("phone_hash", flat=True)]
