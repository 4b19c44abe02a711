"""The chain as rows: adding to it, walking it, and finding lines that are neither sealed nor waiting."""

from collections.abc import Iterator
from datetime import datetime

from django.apps import apps
from django.db import connection, models, transaction

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


USED = """
select convert_from(substring({column} from 3 for get_byte({column}, 1)), 'UTF8'), count(*)
from {table} where zone_id = %s and {column} is not null group by 1
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


def used_keys(zone_id: int) -> Iterator[tuple[str, int]]:
    """Yield the names of keys with how many values of a zone each has sealed, one table's column after the other."""
    for table, column in _sealed_columns():
        with connection.cursor() as cursor:
            cursor.execute(USED.format(table=table, column=column), [zone_id])
            yield from cursor.fetchall()


def _sealed_columns() -> list[tuple[str, str]]:
    return [
        (model._meta.db_table, str(field.column))
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, models.BinaryField) and "sealed" in field.name and not hasattr(model, "pgh_tracked_model")
    ]
