"""Telling a person who looked at her data."""

from datetime import datetime

from sibao.audit.inputs import Inquire
from sibao.kernel.access import Actor
from sibao.kernel.commands import Done, Subject, command
from sibao.kernel.models import PersonalLook
from sibao.kernel.personal import looks

MOST = 500


@command("audit:look:inquire")
def inquire_looks(*, actor: Actor, now: datetime, given: Inquire) -> Done[list[PersonalLook]]:
    """Find who looked at the data of a person who shows her number; the number itself is not kept."""
    found = list(looks.looks_at(actor.zone_id, looks.subject_of(given.number))[:MOST])
    return Done(found, Subject("look", None), details={"purpose": given.purpose, "rows": len(found)})
