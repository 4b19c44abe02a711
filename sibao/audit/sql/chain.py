"""The chain as rows: adding to it, walking it, and finding lines that are neither sealed nor waiting."""

from collections.abc import Iterator
from datetime import datetime

from django.db import connection, transaction

from sibao.audit import rules
from sibao.audit.models import AuditLine, Seal, UnsealedLine

LOCK = 0x51BA0
BATCH = 2_000
LONE = """
select l.id from audit_auditline l
where not exists (select from audit_seal s where s.line_id = l.id)
  and not exists (select from audit_unsealedline u where u.line_id = l.id)
order by l.id limit %s
"""
VANISHED = """
select u.line_id from audit_unsealedline u
where not exists (select from audit_auditline l where l.id = u.line_id) order by 1 limit %s
"""


@transaction.atomic
def seal_some(now: datetime) -> int | None:
    """Seal the oldest waiting lines that are visible, at most BATCH, and return how many.

    None when another sealer is at work. Takes no lock that a command waits for: the advisory lock is the sealer's own,
    and a line that is not committed yet is not seen and gets its number later.
    """
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_xact_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            return None
    waiting = UnsealedLine.objects.order_by("line_id").values("line_id")
    lines = list(AuditLine.objects.filter(pk__in=waiting).order_by("pk").values(*rules.FIELDS)[:BATCH])
    last = Seal.objects.order_by("-number").first()
    made = rules.links(
        lines, number=last.number if last else 0, previous=bytes(last.hash) if last else rules.NOTHING, now=now
    )
    Seal.objects.bulk_create(
        Seal(
            number=link.number,
            line_id=link.line_id,
            sealed_at=now,
            previous_hash=link.previous_hash,
            hash=link.hash,
        )
        for link in made
    )
    UnsealedLine.objects.filter(pk__in=[line["id"] for line in lines]).delete()
    return len(lines)


def chain() -> Iterator[rules.Link]:
    """Walk the chain by number, each place with its line."""
    number = 0
    while seals := list(Seal.objects.filter(number__gt=number).order_by("number")[:BATCH]):
        ids = [seal.line_id for seal in seals]
        lines = {line["id"]: line for line in AuditLine.objects.filter(pk__in=ids).values(*rules.FIELDS)}
        for seal in seals:
            yield rules.Link(
                seal.number,
                seal.line_id,
                seal.sealed_at,
                bytes(seal.previous_hash),
                bytes(seal.hash),
                lines.get(seal.line_id),
            )
        number = seals[-1].number


def strangers(most: int = 1_000) -> Iterator[rules.Finding]:
    """Yield lines that are neither sealed nor waiting (put in past the record), and waiting ones that are gone."""
    with connection.cursor() as cursor:
        cursor.execute(LONE, [most])
        yield from [rules.Finding("inserted", None, line_id) for (line_id,) in cursor.fetchall()]
        cursor.execute(VANISHED, [most])
        yield from [rules.Finding("vanished", None, line_id) for (line_id,) in cursor.fetchall()]
