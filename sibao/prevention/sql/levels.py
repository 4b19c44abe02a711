"""The level in force where subjects stand, kept in their states."""

from collections.abc import Mapping

from sibao.prevention.sql.judging import NUMBERS
from sibao.prevention.sql.session import working

STANDING = """
insert into wanted (subject, subject_id)
select s.subject, s.subject_id
from prevention_subjectstate s
join unnest(%(units)s::bigint[], %(levels)s::smallint[]) as l (unit_id, level) on l.unit_id = s.unit_id
where s.zone_id = %(zone)s and s.level <> l.level and {which} order by s.subject, s.subject_id for update of s
"""
PEOPLE, UNITS = "s.subject = %(person)s", "s.subject = %(unit)s"
OTHERS = "s.subject not in (%(person)s, %(unit)s)"
WRITE = """
update prevention_subjectstate s set level = l.level
from wanted w, unnest(%(units)s::bigint[], %(levels)s::smallint[]) as l (unit_id, level)
where s.zone_id = %(zone)s and s.subject = w.subject and s.subject_id = w.subject_id and l.unit_id = s.unit_id
"""


def set_levels(zone_id: int, levels: Mapping[int, int]) -> int:
    """Write the level in force at units; return how many states have another one now and wait to be judged."""
    given = {"zone": zone_id, "units": [*levels], "levels": [*levels.values()], **NUMBERS}
    changed = 0
    with working() as cursor:
        for which in (PEOPLE, UNITS, OTHERS):
            cursor.execute(STANDING.format(which=which), given)
            changed += cursor.rowcount
        cursor.execute(WRITE, given)
    return changed
