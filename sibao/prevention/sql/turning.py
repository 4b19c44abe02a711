"""What turned becomes alerts opened and ended, and the groups that hold them; the units that it turned at are held."""

from typing import Any

from sibao.kernel import standing
from sibao.prevention.states import GRAVEST

GROUP = """
insert into prevention_alertgroup
  (zone_id, rule_id, unit_id, site_id, sector_id, reach, state, standing, opened_at, closed_by_facts)
select distinct %(zone)s, rule_id, unit_id, site_id, sector_id, reach, 'raised', 0, %(now)s::timestamptz, false
from turned where fires order by 2, 3, 4
on conflict (zone_id, rule_id, unit_id, site_id) where closed_at is null do nothing
"""
OPEN = """
with opened as (
  insert into prevention_alert
    (zone_id, group_id, rule_id, subject_id, unit_id, sector_id, reach, opened_at, closed_by_facts)
  select %(zone)s, g.id, t.rule_id, t.subject_id, t.unit_id, t.sector_id, t.reach, %(now)s, false
  from turned t
  join prevention_alertgroup g on g.zone_id = %(zone)s and g.rule_id = t.rule_id and g.unit_id = t.unit_id
    and g.site_id is not distinct from t.site_id and g.closed_at is null
  where t.fires order by t.rule_id, t.subject_id
  on conflict (zone_id, rule_id, subject_id) where closed_at is null do nothing
  returning group_id, id
)
insert into moved select group_id, id, 1 from opened
"""
END = """
with ended as (
  update prevention_alert a set closed_at = %(now)s, closed_by_facts = not r.retired
  from turned t join prevention_alertrule r on r.id = t.rule_id
  where not t.fires and a.zone_id = %(zone)s and a.rule_id = t.rule_id and a.subject_id = t.subject_id
    and a.closed_at is null
  returning a.group_id, a.id
)
insert into moved select group_id, id, -1 from ended
"""
STANDING = """
update prevention_alertgroup g set standing = g.standing + m.delta,
  state = case when g.standing + m.delta > 0 then case g.state when 'resolved' then 'raised' else g.state end
    when r.severity <= %(gravest)s and not r.retired then 'resolved' else 'closed' end,
  closed_at = case when g.standing + m.delta = 0 and (r.severity > %(gravest)s or r.retired) then %(now)s::timestamptz end,
  closed_by_facts = g.standing + m.delta = 0 and not r.retired, unseen = true,
  version = g.version + (g.standing + m.delta = 0 or g.state = 'resolved')::int
from (select group_id, sum(delta) as delta from moved group by group_id) m
join prevention_alertgroup o on o.id = m.group_id
join prevention_alertrule r on r.id = o.rule_id
where g.id = m.group_id
"""

WITHDRAWN = """
insert into prevention_alertstep (zone_id, group_id, action, reason, at, by, by_as)
select %(zone)s, g.id, 'withdraw', '', %(now)s, 0, %(system)s
from prevention_alertgroup g join prevention_alertrule r on r.id = g.rule_id
where r.retired and g.closed_at = %(now)s and g.id in (select group_id from moved)
order by g.id
"""


def settle(cursor: Any, given: dict[str, Any], opened: set[int], ended: set[int]) -> None:
    """Open and end the alerts of what turned, and write into `opened` and `ended` the groups where it happened."""
    cursor.execute("select bool_or(fires), bool_or(not fires) from turned")
    begins, ends = cursor.fetchone()
    if begins:
        cursor.execute(GROUP, given)
        cursor.execute(OPEN, given)
    if ends:
        cursor.execute(END, given)
    if begins or ends:
        cursor.execute(STANDING, {**given, "gravest": GRAVEST})
    if ends:
        cursor.execute(WITHDRAWN, {**given, "system": standing.SYSTEM})
    if begins or ends:
        cursor.execute("select distinct group_id, delta > 0 from moved")
        for group_id, began in cursor.fetchall():
            (opened if began else ended).add(group_id)
        cursor.execute("truncate moved")
