"""Objections to units of publicised batches: those within reach, who objects (masked), and what the public reads."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from django.db.models import Exists, OuterRef, QuerySet

from sibao.directory import queries as directory
from sibao.directory.queries import OF_UNIT
from sibao.kernel.access import Actor, acting, may, narrow, require, system
from sibao.kernel.refusals import NotFound
from sibao.kernel.secrets import mask_name, mask_phone, open_shown
from sibao.whitelist.models import Batch, BatchMember, Objection

READ, RECORD = "whitelist:objection:read", "whitelist:objection:record"


class Answered(NamedTuple):
    """An answered objection as anybody may read it: no word of who objected."""

    unit: str
    upheld: bool
    answer: str
    at: datetime | None


def objections(actor: Actor) -> QuerySet[Objection]:
    """Return the objections within reach, newest first."""
    require(actor, READ)
    return (
        narrow(actor, Objection.objects.all(), OF_UNIT)
        .select_related("unit__area", "unit__sector", "batch")
        .order_by("-id")
    )


def objection(actor: Actor, objection_id: int) -> Objection:
    """Return one objection.

    Raises:
        NotFound: there is none of that id within reach.
    """
    found = objections(actor).filter(pk=objection_id).first()
    if found is None:
        raise NotFound
    return found


def reached_objections(actor: Actor, ids: Collection[int]) -> set[int]:
    """Return those of some objections that the actor may see."""
    return set(objections(actor).filter(pk__in=ids).values_list("pk", flat=True)) if may(actor, READ) else set()


def takes_objection_proof(actor: Actor, objection_id: int) -> bool:
    """Return whether proof may be hung on an objection: by those who record objections, until it is answered."""
    return may(actor, RECORD) and may(actor, READ) and objections(actor).filter(pk=objection_id, state="open").exists()


def access_objection(actor: Actor, objection_id: int) -> Objection:
    """Return one objection locked, its batch and unit held first.

    Raises:
        NotFound: there is none of that id within reach.
    """
    rows = narrow(actor, Objection.objects.filter(pk=objection_id), OF_UNIT)
    list(Batch.objects.filter(pk__in=rows.values("batch_id")).select_for_update(of=("self",)).values_list("pk"))
    directory.hold_units(rows.values("unit_id"))
    found = rows.select_for_update(of=("self",)).select_related("unit", "batch").first()
    if found is None:
        raise NotFound
    return found


def masked_objector(found: Objection) -> dict[str, str]:
    """Return who objects, masked."""
    return {
        "name": open_shown(bytes(found.sealed_name), mask_name),
        "phone": open_shown(bytes(found.sealed_phone), mask_phone),
    }


def stays_in(found: Objection) -> bool:
    """Return whether the unit is in the batch still."""
    return BatchMember.objects.filter(batch=found.batch_id, unit=found.unit_id).exists()


def contested(batch: Batch) -> list[str]:
    """Return the names of a batch's units against which an objection is unanswered, or holds."""
    against = Objection.objects.filter(batch=batch, unit=OuterRef("unit"), state__in=["open", "upheld"])
    rows = BatchMember.objects.filter(Exists(against), batch=batch).order_by("unit__code")
    return list(rows.values_list("unit__name", flat=True))


def public_answers(zone_id: int, batch_id: int) -> list[Answered]:
    """Return what was answered to the objections to a batch, for anybody to read."""
    with acting(system(zone_id, door="page")):
        rows = list(
            Objection.objects.filter(batch=batch_id).exclude(state="open").select_related("unit").order_by("id")
        )
    return [Answered(row.unit.name, row.state == "upheld", row.answer, row.answered_at) for row in rows]
