"""States made anew from the last snapshot and the log since, by the same expressions that fold what comes in."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from sibao.prevention.sql.programs import COLUMNS, Program, SubjectProgram

SLOTS = ", ".join(COLUMNS)
ROW = f"row(subject, subject_id, {SLOTS})::text"
TAKE = f"""
insert into prevention_subjectsnapshot (zone_id, taken_on, subject, subject_id, {SLOTS})
select zone_id, %(day)s, subject, subject_id, {SLOTS} from prevention_subjectstate where zone_id = %(zone)s
"""
SEAL = f"""
select count(*), sha256(coalesce(string_agg(sha256(convert_to({ROW}, 'UTF8')), ''::bytea order by subject, subject_id), ''))
from prevention_subjectsnapshot where zone_id = %(zone)s and taken_on = %(day)s
"""
SINCE = """
select taken_on, taken_at - interval '1 hour', rows, digest from prevention_snapshotseal
where zone_id = %(zone)s and taken_at <= %(at)s
  and taken_on in (select taken_on from prevention_subjectsnapshot where zone_id = %(zone)s)
order by taken_at desc limit 1
"""
SAID = """
select subject_id, kind, value, (extract(epoch from occurred_at) * 1000)::bigint as ms from prevention_signal
where zone_id = %(zone)s and subject = {number} and received_at <= %(at)s and received_at >= %(since)s
union all
select subject_id, kind, value, (extract(epoch from occurred_at) * 1000)::bigint from prevention_signal
join (
  select subject_id from prevention_subjectstate s
  where %(day)s::date is not null and s.zone_id = %(zone)s and s.subject = {number} and not exists (
    select from prevention_subjectsnapshot k where k.zone_id = %(zone)s and k.taken_on = %(day)s
      and k.subject = {number} and k.subject_id = s.subject_id
  )
) unsnapped using (subject_id)
where zone_id = %(zone)s and subject = {number} and received_at <= %(at)s
"""
REBUILT = """
select s.zone_id, s.subject, s.subject_id, s.unit_id, s.site_id, s.sector_id, s.reach, s.level, s.firing{columns}
from prevention_subjectstate s
left join prevention_subjectsnapshot k
  on k.zone_id = %(zone)s and k.taken_on = %(day)s and k.subject = s.subject and k.subject_id = s.subject_id
{logs}
where s.zone_id = %(zone)s
"""
DIFFERENT = """
select subject, subject_id, number, slot.held, slot.made from ({rebuilt}) made_anew
join prevention_subjectstate h using (zone_id, subject, subject_id)
cross join lateral unnest(array[{held}], array[{made}]) with ordinality as slot (held, made, number)
where slot.held is distinct from slot.made order by 1, 2, 3
"""


@dataclass(frozen=True, slots=True)
class Seal:
    """A snapshot: of how many subjects, and the SHA-256 of its rows in order."""

    rows: int
    digest: bytes


@dataclass(frozen=True, slots=True)
class Start:
    """From which snapshot states are made anew, and what its seal says; `day` is None where there is none."""

    day: date | None
    since: datetime | None
    seal: Seal | None


@dataclass(frozen=True, slots=True)
class Different:
    """A slot that does not hold what follows from snapshot and log."""

    subject: int
    subject_id: int
    slot: int
    held: int | None
    made: int | None


def snapshot(zone_id: int, day: date) -> Seal:
    """Keep all states of a zone as they are, as the snapshot of a day; return what is to be sealed."""
    with connection.cursor() as cursor:
        cursor.execute(TAKE, {"zone": zone_id, "day": day})
    return examined(zone_id, day)


def examined(zone_id: int, day: date) -> Seal:
    """Return what the seal of a day's snapshot should say."""
    with connection.cursor() as cursor:
        cursor.execute(SEAL, {"zone": zone_id, "day": day})
        rows, digest = cursor.fetchone()
    return Seal(rows, bytes(digest))


def forget_snapshots(zone_id: int) -> int:
    """Let go of all snapshots of a zone but the last two, by the database's own function; return how many rows went."""
    with connection.cursor() as cursor:
        cursor.execute("select sibao_forget_snapshots(%s)", [zone_id])
        gone: int = cursor.fetchone()[0]
    return gone


def start(zone_id: int, at: datetime) -> Start:
    """Return the last snapshot that was taken by a moment."""
    with connection.cursor() as cursor:
        cursor.execute(SINCE, {"zone": zone_id, "at": at})
        found = cursor.fetchone()
    return Start(found[0], found[1], Seal(found[2], bytes(found[3]))) if found else Start(None, None, None)


def rebuild(program: Program, zone_id: int, at: datetime) -> None:
    """Put into the temporary table `rebuilt` the states of all who are followed, as of what was received by a moment.

    What others than signals tell, where somebody stands and the level there are as they are. To be called in a
    transaction, at whose end the table goes.
    """
    begun = start(zone_id, at)
    with connection.cursor() as cursor:
        cursor.execute("drop table if exists rebuilt")
        cursor.execute(f"create temp table rebuilt on commit drop as {rebuilt(program)}", _given(zone_id, at, begun))
        cursor.execute("analyze rebuilt")


def differences(program: Program, zone_id: int, at: datetime, begun: Start) -> Iterator[Different]:
    """Yield each slot that does not hold what follows from snapshot and log, as one statement sees them all."""
    held, made = (", ".join(f"{table}.{name}" for name in COLUMNS) for table in ("h", "made_anew"))
    with connection.cursor() as cursor:
        cursor.execute(DIFFERENT.format(rebuilt=rebuilt(program), held=held, made=made), _given(zone_id, at, begun))
        for subject, subject_id, slot, held, made in cursor.fetchall():
            yield Different(subject, subject_id, slot, held, made)


def rebuilt(program: Program) -> str:
    """Return the query that makes states anew; it takes zone, at, day and since."""
    told = [one for one in program.subjects.values() if one.seen]
    logs = "\n".join(_log(one) for one in told)
    return REBUILT.format(columns="".join(f", {_column(name, told)} as {name}" for name in COLUMNS), logs=logs)


def _log(subject: SubjectProgram) -> str:
    seen = ", ".join(f"{what} as {name}" for name, what in subject.seen.items())
    said = SAID.format(number=subject.number)
    name = f"log{subject.number}"
    return (
        f"left join (select subject_id, {seen} from ({said}) said group by subject_id) {name}"
        f" on s.subject = {subject.number} and {name}.subject_id = s.subject_id"
    )


def _column(name: str, told: list[SubjectProgram]) -> str:
    ways = [f"when {one.number} then greatest(k.{name}, log{one.number}.{name})" for one in told if name in one.seen]
    return f"case s.subject {' '.join(ways)} else s.{name} end" if ways else f"s.{name}"


def _given(zone_id: int, at: datetime, begun: Start) -> dict[str, Any]:
    return {"zone": zone_id, "at": at, "day": begun.day, "since": begun.since or "-infinity"}
