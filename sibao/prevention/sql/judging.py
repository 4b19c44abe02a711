"""From states to alerts: each rule fires once an episode, and ends when it is known not to hold.

Whether a rule fires is a bit of the state itself, changed under the lock of its row together with the alert, its group
and the count of its site; so neither two workers nor a killed one can count anybody twice. Rows are locked in one order:
people, then the units that something turns at, then what else stands at those units; so two workers never wait for each
other in a circle.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sibao.prevention.rules.packed import milliseconds
from sibao.prevention.rules.subjects import PERSON, SITE, SUBJECTS, UNIT
from sibao.prevention.sql.programs import Program, SubjectProgram
from sibao.prevention.sql.session import EMPTY, working
from sibao.prevention.sql.turning import settle

AT_ONCE = 20_000
"""How many subjects that are due are judged in one transaction."""
DUE_PEOPLE = """
insert into touched (subject, subject_id)
select subject, subject_id from prevention_subjectstate
where zone_id = %(zone)s and due <= %(minutes)s and subject = %(person)s
order by subject_id limit %(most)s for update skip locked
"""
DUE_OTHERS = """
insert into wanted (subject, subject_id)
select s.subject, s.subject_id from prevention_subjectstate s
join (
  select subject_id from prevention_subjectstate
  where zone_id = %(zone)s and subject = %(unit)s and subject_id in (
    select unit_id from prevention_subjectstate
    where zone_id = %(zone)s and due <= %(minutes)s and subject <> %(person)s order by unit_id limit %(most)s
  ) order by subject_id for update skip locked
) guarded on guarded.subject_id = s.unit_id
where s.zone_id = %(zone)s and s.due <= %(minutes)s and s.subject <> %(person)s
"""
AFTER = """
insert into wanted (subject, subject_id)
select subject, subject_id from prevention_subjectstate
where zone_id = %(zone)s and (subject, subject_id) > (%(subject)s, %(subject_id)s) and (subject = %(person)s) = %(people)s
order by subject, subject_id limit %(most)s{hold}
"""
TURN = """
insert into turned
select s.subject, s.subject_id, s.unit_id, s.site_id, s.sector_id, s.reach, rule.id, rule.bit, rule.severity,
  (j.yes >> rule.bit) & 1 = 1
from judged j
join prevention_subjectstate s on s.zone_id = %(zone)s and s.subject = j.subject and s.subject_id = j.subject_id
join unnest(%(ids)s::bigint[], %(bits)s::int[], %(severities)s::int[]) as rule (id, bit, severity)
  on (((j.yes & ~s.firing) | (s.firing & j.no)) >> rule.bit) & 1 = 1
where (j.yes & ~s.firing) | (s.firing & j.no) <> 0
"""
FIRING = """
update prevention_subjectstate s set firing = (s.firing | j.yes) & ~j.no, due = j.due
from judged j
where s.zone_id = %(zone)s and s.subject = j.subject and s.subject_id = j.subject_id
  and (s.firing <> ((s.firing | j.yes) & ~j.no) or s.due is distinct from j.due)
"""
GUARD = """
select subject_id from prevention_subjectstate
where zone_id = %(zone)s and subject = %(unit)s and subject_id in (
  select unit_id from turned
  union select s.unit_id from prevention_subjectstate s
  join (select subject, subject_id from fresh union select subject, subject_id from wanted) said
    on said.subject = s.subject and said.subject_id = s.subject_id
  where s.zone_id = %(zone)s and s.subject <> %(person)s
) order by subject_id for update
"""
COUNT = """
with delta as (
  select site_id, bit, sum(case when fires then 1 else -1 end) as number
  from turned where subject = %(person)s group by site_id, bit
), counted as (
  update prevention_sitecount kept set number = kept.number + delta.number from delta
  where kept.zone_id = %(zone)s and kept.site_id = delta.site_id and kept.bit = delta.bit
  returning kept.site_id, kept.bit
)
insert into prevention_sitecount (zone_id, site_id, bit, number)
select %(zone)s, site_id, bit, number from delta where (site_id, bit) not in (select site_id, bit from counted)
"""
OTHERS = """
insert into touched (subject, subject_id)
select s.subject, s.subject_id from prevention_subjectstate s
join (
  select subject, subject_id from fresh union select subject, subject_id from wanted
  union select %(site)s, site_id from turned where subject = %(person)s
) said on said.subject = s.subject and said.subject_id = s.subject_id
where s.zone_id = %(zone)s and s.subject <> %(person)s order by s.subject, s.subject_id for update of s
"""
SITE_FACTS = """
update prevention_subjectstate s set {columns}
from touched t where s.zone_id = %(zone)s and s.subject = %(site)s and t.subject = s.subject and s.subject_id = t.subject_id
"""
ALL_PEOPLE = """
insert into touched (subject, subject_id)
select s.subject, s.subject_id from prevention_subjectstate s
join (select distinct subject_id from fresh where subject = %(person)s
      union select subject_id from wanted where subject = %(person)s) said on said.subject_id = s.subject_id
where s.zone_id = %(zone)s and s.subject = %(person)s order by s.subject_id for update of s
"""


@dataclass(slots=True)
class Moved:
    """Ids of the groups in which alerts were opened, and of those in which some ended."""

    opened: set[int] = field(default_factory=set)
    ended: set[int] = field(default_factory=set)

    def __bool__(self) -> bool:
        return bool(self.opened or self.ended)


def touch_due(zone_id: int, minutes: int, *, people: bool, most: int = AT_ONCE) -> int:
    """Take subjects whose time has come, passing over those that somebody else holds; return how many."""
    with working() as cursor:
        given = {"zone": zone_id, "minutes": minutes, "most": most, **NUMBERS}
        cursor.execute(DUE_PEOPLE if people else DUE_OTHERS, given)
        found: int = cursor.rowcount
    return found


def want(subject: str, ids: Collection[int]) -> None:
    """Have subjects judged in this transaction."""
    with working() as cursor:
        cursor.execute("insert into wanted select %s, unnest(%s::bigint[])", [SUBJECTS[subject], [*ids]])


def want_after(zone_id: int, last: tuple[int, int], *, people: bool, most: int = AT_ONCE) -> tuple[int, int] | None:
    """Have the next subjects judged, people or all others, in the order of their numbers.

    Returns:
        The last of them, from which to go on; None where there are no more.
    """
    given = {"zone": zone_id, "subject": last[0], "subject_id": last[1], "people": people, "most": most, **NUMBERS}
    with working() as cursor:
        cursor.execute(AFTER.format(hold=" for update" if people else ""), given)
        cursor.execute("select subject, subject_id from wanted order by 1 desc, 2 desc limit 1")
        found: tuple[int, int] | None = cursor.fetchone()
    return found


def judge_touched(program: Program, *, zone_id: int, now: datetime) -> Moved:
    """Fold what came in, and judge those that this transaction wants judged: people, then what stands where they work.

    To be called in the transaction that took the signals or wants somebody judged, once.
    """
    moved = Moved()
    with working() as cursor:
        given = {"zone": zone_id, "now": now, "ms": milliseconds(now), "minutes": int(now.timestamp()) // 60, **NUMBERS}
        cursor.execute(ALL_PEOPLE, given)
        if SUBJECTS[PERSON] in program.subjects:
            _judge(cursor, program.subjects[SUBJECTS[PERSON]], given)
        cursor.execute(GUARD, given)
        if cursor.rowcount:
            _at_units(cursor, program, given, moved)
        cursor.execute(EMPTY)
    return moved


def guard(zone_id: int, unit_ids: Collection[int]) -> None:
    """Hold units, so that nothing turns at them until the transaction ends; whoever changes an alert by hand does so first."""
    with working() as cursor:
        cursor.execute(
            "select from prevention_subjectstate where zone_id = %s and subject = %s and subject_id = any(%s)"
            " order by subject_id for update",
            [zone_id, SUBJECTS[UNIT], [*unit_ids]],
        )


NUMBERS = {name: SUBJECTS[name] for name in (PERSON, SITE, UNIT)}


def _at_units(cursor: Any, program: Program, given: dict[str, Any], moved: Moved) -> None:
    settle(cursor, given, moved.opened, moved.ended)
    cursor.execute(COUNT, given)
    cursor.execute(OTHERS, given)
    cursor.execute("truncate turned")
    others = [one for number, one in sorted(program.subjects.items()) if number != SUBJECTS[PERSON]]
    for subject in others:
        if subject.number == SUBJECTS[SITE] and program.counted:
            cursor.execute(SITE_FACTS.format(columns=program.count_columns), given)
        _judge(cursor, subject, given)
    settle(cursor, given, moved.opened, moved.ended)


def _judge(cursor: Any, subject: SubjectProgram, shared: dict[str, Any]) -> None:
    given = {
        **shared,
        "subject": subject.number,
        "ids": [rule.id for rule in subject.rules],
        "bits": [rule.bit for rule in subject.rules],
        "severities": [rule.severity for rule in subject.rules],
    }
    if subject.fold:
        cursor.execute(subject.fold, given)
    cursor.execute(subject.judge, given)
    if cursor.rowcount:
        cursor.execute(TURN, given)
        cursor.execute(FIRING, given)
        cursor.execute("truncate judged")
