"""The followed units, sites and people as the directory has them today."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sibao.prevention.rules.packed import milliseconds
from sibao.prevention.rules.subjects import SUBJECTS
from sibao.prevention.sql.judging import NUMBERS
from sibao.prevention.sql.programs import Program
from sibao.prevention.sql.session import working
from sibao.prevention.sql.turning import settle

PLACED = """
create temp table if not exists placed (
  subject smallint, subject_id bigint, unit_id bigint, site_id bigint, sector_id bigint,
  reach varchar(125) collate "C", contact int, primary key (subject, subject_id)
) on commit delete rows;
create temp table if not exists changing (
  subject smallint, subject_id bigint, unit_id bigint, site_id bigint, sector_id bigint,
  reach varchar(125) collate "C", firing bigint, stays boolean, moves boolean, primary key (subject, subject_id)
) on commit delete rows;
create temp table if not exists coming (subject smallint, subject_id bigint) on commit delete rows;
truncate placed, changing, coming;
select pg_advisory_xact_lock(334752, 2);
"""
PEOPLE = """
insert into placed
select distinct on (person_id) %(person)s, person_id, unit_id, site_id, sector_id, reach,
  coalesce((select (exposure = 'contact')::int from directory_post post where post.id = post_id), 0)
from directory_employment
where zone_id = %(zone)s and started_on <= %(day)s and (ended_on is null or ended_on >= %(day)s)
  and (%(ids)s::bigint[] is null
    or person_id in (select person_id from directory_employment where unit_id = any(%(ids)s::bigint[])))
order by person_id, started_on desc, id desc
"""
UNITS = """
insert into placed
select %(unit)s, id, id, null, sector_id, reach, null from directory_unit
where zone_id = %(zone)s and merged_into_id is null and ceased_on is null
  and (%(ids)s::bigint[] is null or id = any(%(ids)s::bigint[]))
"""
SITES = """
insert into placed
select %(site)s, site.id, unit.id, site.id, unit.sector_id, unit.reach, null
from directory_site site join directory_unit unit on unit.id = site.unit_id
where site.zone_id = %(zone)s and site.ended_on is null and unit.merged_into_id is null and unit.ceased_on is null
  and (%(ids)s::bigint[] is null or site.unit_id = any(%(ids)s::bigint[]))
"""
CHANGING = """
insert into changing
select s.subject, s.subject_id, s.unit_id, s.site_id, s.sector_id, s.reach, s.firing, p.subject is not null,
  (s.unit_id, s.site_id) is distinct from (p.unit_id, p.site_id)
from prevention_subjectstate s
left join placed p on p.subject = s.subject and p.subject_id = s.subject_id
where s.zone_id = %(zone)s and (s.subject, s.subject_id) in (
    select subject, subject_id from placed where subject = any(%(subjects)s)
    union
    select subject, subject_id from prevention_subjectstate
    where zone_id = %(zone)s and subject = any(%(subjects)s)
      and (%(ids)s::bigint[] is null or unit_id = any(%(ids)s::bigint[]))
  )
  and ((s.unit_id, s.site_id) is distinct from (p.unit_id, p.site_id){differs})
order by s.subject, s.subject_id for update of s
"""
GUARD = """
select from prevention_subjectstate
where zone_id = %(zone)s and subject = %(unit)s
  and subject_id in (select unit_id from placed union select unit_id from changing)
order by subject_id for update
"""
LEAVING = """
insert into turned
select c.subject, c.subject_id, c.unit_id, c.site_id, c.sector_id, c.reach, r.id, r.bit, r.severity, false
from changing c
join prevention_alertrule r on r.zone_id = %(zone)s and r.subject = any(%(names)s)
  and c.subject = array_position(%(names)s, r.subject::text) and (c.firing >> r.bit) & 1 = 1
where c.moves
"""
GONE = """
delete from prevention_subjectstate s using changing c
where s.zone_id = %(zone)s and s.subject = c.subject and s.subject_id = c.subject_id and not c.stays
"""
PLACE = """
insert into prevention_subjectstate as s
  (zone_id, subject, subject_id, unit_id, site_id, sector_id, reach, level, firing{names})
select %(zone)s, p.subject, p.subject_id, p.unit_id, p.site_id, p.sector_id, p.reach, coalesce(u.level, 0), 0{values}
from placed p
left join prevention_subjectstate u on u.zone_id = %(zone)s and u.subject = %(unit)s and u.subject_id = p.unit_id
where p.subject = any(%(subjects)s)
order by p.subject, p.subject_id
on conflict (zone_id, subject, subject_id) do update
set unit_id = excluded.unit_id, site_id = excluded.site_id, sector_id = excluded.sector_id, reach = excluded.reach,
  level = excluded.level, firing = 0
where (s.unit_id, s.site_id) is distinct from (excluded.unit_id, excluded.site_id)
"""
COMING = """
insert into coming select subject, subject_id from placed p where p.subject <> %(unit)s and not exists (
  select from prevention_subjectstate s
  where s.zone_id = %(zone)s and s.subject = p.subject and s.subject_id = p.subject_id
)
"""
RECALL = """
insert into fresh (uid, subject, subject_id, kind, value, ms)
select uid, subject, subject_id, kind, value, (extract(epoch from occurred_at) * 1000)::bigint
from coming join prevention_signal said using (subject, subject_id) where said.zone_id = %(zone)s
"""
WANTED = """
insert into wanted (subject, subject_id)
select s.subject, s.subject_id from prevention_subjectstate s
join placed p on p.subject = s.subject and p.subject_id = s.subject_id
where s.zone_id = %(zone)s and s.subject = any(%(subjects)s) and s.due is null and s.firing = 0
union
select subject, subject_id from changing where stays
"""
CONTACT = """
update prevention_subjectstate s set p{slot} = %(ms)s << 16 | p.contact
from placed p, changing c
where s.zone_id = %(zone)s and s.subject = %(person)s and s.subject_id = p.subject_id and p.subject = %(person)s
  and c.subject = p.subject and c.subject_id = p.subject_id and (s.p{slot} & 65535) is distinct from p.contact
"""
LOOP = """
update prevention_subjectstate s set p{slot} = %(ms)s << 16 | %(inside)s::int
from wanted t where s.zone_id = %(zone)s and s.subject = t.subject and s.subject_id = t.subject_id
"""
PEOPLE_OF = """
insert into wanted (subject, subject_id)
select subject, subject_id from prevention_subjectstate
where zone_id = %(zone)s and subject = %(person)s and subject_id = any(%(ids)s) order by subject_id for update
"""
RECOUNT = """
delete from prevention_sitecount where zone_id = %(zone)s and site_id = any(%(sites)s::bigint[]);
"""
COUNT = """
insert into prevention_sitecount (zone_id, site_id, bit, number)
select %(zone)s, site_id, -1, count(*) from prevention_subjectstate
where zone_id = %(zone)s and subject = %(person)s and site_id = any(%(sites)s::bigint[]) group by site_id
union all
select %(zone)s, site_id, bit, count(*)
from prevention_subjectstate, generate_series(0, 61) bit
where zone_id = %(zone)s and subject = %(person)s and site_id = any(%(sites)s::bigint[]) and (firing >> bit) & 1 = 1
group by site_id, bit
"""
AFFECTED = """
select coalesce(array_agg(distinct site_id), '{}') from (
  select site_id from changing union all
  select p.site_id from placed p join wanted w on w.subject = p.subject and w.subject_id = p.subject_id
) where_ where site_id is not null
"""


def follow(program: Program, zone_id: int, unit_ids: Collection[int] | None, day: date, now: datetime) -> int:
    """Place, move and let go of units, sites and people; those whom it changes wait to be judged.

    What fired for somebody who left, or who works elsewhere now, ends at the place where it fired; of somebody who comes
    back is known what the log still holds. To be called in a transaction.

    Args:
        unit_ids: the units; None = all of the zone.

    Returns:
        How many people are followed there.
    """
    given: dict[str, Any] = {
        "zone": zone_id,
        "ids": None if unit_ids is None else [*unit_ids],
        "day": day,
        "now": now,
        "ms": milliseconds(now),
        "names": [*SUBJECTS],
        **NUMBERS,
    }
    people, others = {**given, "subjects": [given["person"]]}, {**given, "subjects": [given["site"], given["unit"]]}
    post = program.origins.get("contact_post")
    own = {"contact_post": "%(ms)s << 16 | p.contact", "in_loop": "%(ms)s << 16"}
    told = {f"p{slot}": own[origin] for origin, slot in program.origins.items()}
    names, values = ("".join(f", {one}" for one in several) for several in (told, told.values()))
    with working() as cursor:
        cursor.execute(PLACED)
        cursor.execute(PEOPLE, given)
        followed: int = cursor.rowcount
        cursor.execute(UNITS, given)
        cursor.execute(SITES, given)
        cursor.execute("analyze placed")
        cursor.execute(PLACE.format(names="", values=""), {**given, "subjects": [given["unit"]]})
        differs = f" or (s.p{post} & 65535) is distinct from p.contact" if post else ""
        cursor.execute(CHANGING.format(differs=differs), people)
        cursor.execute(GUARD, given)
        cursor.execute(CHANGING.format(differs=""), others)
        cursor.execute(LEAVING, given)
        settle(cursor, given, set(), set())
        cursor.execute("truncate turned")
        cursor.execute(GONE, given)
        cursor.execute(COMING, given)
        cursor.execute(PLACE.format(names="", values=""), {**given, "subjects": [given["site"]]})
        cursor.execute(PLACE.format(names=names, values=values), {**given, "subjects": [given["person"]]})
        if post:
            cursor.execute(CONTACT.format(slot=post), given)
        cursor.execute(RECALL, given)
        cursor.execute(WANTED, {**given, "subjects": [given["person"], given["site"], given["unit"]]})
        cursor.execute(AFFECTED)
        given["sites"] = cursor.fetchone()[0]
        cursor.execute(RECOUNT, given)
        cursor.execute(COUNT, given)
        cursor.execute("insert into wanted select %(site)s, unnest(%(sites)s::bigint[])", given)
    return followed


def place_in_loop(program: Program, zone_id: int, person_ids: Collection[int], inside: bool, now: datetime) -> int:
    """Write that people are in a closed loop, or no more; return how many of them are followed and wait to be judged."""
    given = {"zone": zone_id, "ids": [*person_ids], "inside": inside, "ms": milliseconds(now), **NUMBERS}
    with working() as cursor:
        cursor.execute(PEOPLE_OF, given)
        found: int = cursor.rowcount
        cursor.execute(LOOP.format(slot=program.origins["in_loop"]), given)
    return found
