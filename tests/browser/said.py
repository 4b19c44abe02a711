"""What is known of a unit of the demo, as if its sources and itself had spoken today, wherever the demo's clock has got to."""

import json
import tomllib

import psycopg

from tests.browser.conftest import DEMO_ACCOUNTS
from tests.browser.site import Site

TODAY = "with today as (select now() + make_interval(secs => coalesce(max(seconds), 0)) as at from kernel_clockoffset)"
FACTS = (
    TODAY
    + """, changed as (select key, value::bigint as raw from json_each_text(%(values)s::json))
  insert into facts_factvalue
    (zone_id, unit_id, definition_id, raw, observed_at, recorded_at, source_id, recorded_by, note)
  select fact.zone_id, %(unit)s, fact.id, coalesce(changed.raw, held.raw), today.at, today.at, fact.source_id, 0, ''
  from today cross join facts_factdefinition fact
  left join facts_currentvalue held on held.definition_id = fact.id and held.unit_id = %(unit)s
  left join changed on changed.key = fact.key
  where coalesce(changed.raw, held.raw) is not null
"""
)
CHECK = (
    TODAY
    + """
  update guidance_itemstanding held
  set since = today.at, good_until = (today.at at time zone 'Asia/Shanghai')::date + item.valid_days
  from guidance_guideitem item, today
  where item.id = held.item_id and held.unit_id = %(unit)s and held.said = 'met'
"""
)


def unit_of(login: str) -> int:
    """The unit of one of the demo's accounts."""
    accounts = tomllib.loads(DEMO_ACCOUNTS.read_text(encoding="utf-8"))["accounts"]
    return next(int(one["unit"]) for one in accounts if one["login"] == login)


def said_today(site: Site, unit: int, **values: int) -> None:
    """Let everything that is known of a unit hold since today, some facts with another value as they are kept, and its check too."""
    given = {"unit": unit, "values": json.dumps(values)}
    with psycopg.connect(site.environment["DATABASE_OWNER_URL"]) as owner:
        owner.execute(FACTS, given)
        owner.execute(CHECK, given)
