"""Showing who a person is."""

from datetime import datetime

from sibao.directory import queries
from sibao.directory.inputs import RevealPerson
from sibao.kernel.access import Actor
from sibao.kernel.commands import Done, Subject, command
from sibao.kernel.personal import looks


@command("directory:person:reveal")
def reveal_person(*, actor: Actor, now: datetime, given: RevealPerson) -> Done[dict[str, str]]:
    """Show a person's name, identity number and phone in full; who looked, and why, is on the record."""
    found = queries.employment(actor, given.employment_id)
    shown = {"name": queries.name_of(found), "number": queries.number_of(found), "phone": queries.phone_of(found)}
    looks.looked(
        actor,
        now,
        what="directory:person:reveal",
        given=given,
        subjects=[queries.subject_of(found)],
        unit_id=found.unit_id,
    )
    subject = Subject("person", found.person_id, "", unit_id=found.unit_id)
    return Done(shown, subject, details={"purpose": given.purpose, "how": given.how})
