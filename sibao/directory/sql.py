"""Set-based SQL of the directory."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

_INDEX = """
update directory_unit unit set search = array_to_tsvector(string_to_array(indexed.lexemes, ' '))
from unnest(%s::bigint[], %s::text[]) as indexed (id, lexemes)
where unit.id = indexed.id
"""


def index_units(lexemes: Mapping[int, list[str]]) -> None:
    """Write the search columns of many units in one statement; lexemes hold no blanks."""
    with connection.cursor() as cursor:
        cursor.execute(_INDEX, [list(lexemes), [" ".join(words) for words in lexemes.values()]])


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """A person of the zone whom a number means, wherever she works; what is sealed stays sealed."""

    id: int
    name_sealed: bytes
    phone_sealed: bytes | None


_KNOWN_PERSONS = """
select identity_hash, id, name_sealed, phone_sealed from sibao_known_persons(%s::bytea[])
"""


def known_persons(hashes: Collection[bytes]) -> dict[bytes, KnownPerson]:
    """Return the persons of the zone by the keyed hashes of their numbers, also those beyond the asker's scope."""
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN_PERSONS, [list(hashes)])
        return {
            bytes(found): KnownPerson(pk, bytes(name), None if phone is None else bytes(phone))
            for found, pk, name, phone in cursor.fetchall()
        }


MOST_ALIKE = 12
"""Above this many units of one key, such as the phone of a bookkeeping office, the key says nothing of any two."""
WEIGHTS = {"code": 4, "name": 4, "former": 3, "pinyin": 3, "contact": 2, "owner": 1, "address": 1}
ENOUGH = 2
_ALIKE = """
with unit as (
  select unit.id, unit.code, unit.kind, unit.owner_code, unit.address, unit.name_pinyin,
         sibao_name_key(unit.name, zone.short_name) as name_key
  from directory_unit unit join directory_zone zone on zone.id = unit.zone_id
  where unit.zone_id = %(zone)s and unit.merged_into_id is null
),
former as (
  select former.unit_id as id, sibao_name_key(former.name, zone.short_name) as name_key
  from directory_unitname former join directory_zone zone on zone.id = former.zone_id
  where former.zone_id = %(zone)s
),
block as (
  select 'code' as reason, id, kind || substr(code, 9, 9) as key, true as asks from unit where kind = 'enterprise'
  union all select 'code', id, kind || regexp_replace(code, '[^0-9A-Za-z]', '', 'g'), true from unit where kind = 'project'
  union all select 'name', id, name_key, true from unit
  union all select 'former', id, name_key, false from unit
  union all select 'former', id, name_key, true from former
  union all select 'pinyin', id, name_pinyin, true from unit
  union all select 'contact', contact.unit_id, encode(contact.phone_hash, 'hex'), true
            from directory_contact contact join unit on unit.id = contact.unit_id
  union all select 'owner', id, owner_code, true from unit where kind = 'project'
  union all select 'address', id, address, true from unit
),
shared as (
  select reason, key from block where length(key) > 2
  group by reason, key having count(distinct id) between 2 and %(most)s and bool_or(asks)
),
pair as (
  select distinct one.id as first_id, other.id as second_id, shared.reason
  from shared join block one using (reason, key) join block other using (reason, key)
  where one.id < other.id and (one.asks or other.asks)
),
found as (
  select pair.first_id, pair.second_id, array_agg(pair.reason order by said.weight desc, pair.reason) as reasons,
         sum(said.weight::int) as weight
  from pair
  join unit one on one.id = pair.first_id join unit other on other.id = pair.second_id
  join jsonb_each_text(%(weights)s::jsonb) as said (reason, weight) on said.reason = pair.reason
  where one.kind = other.kind and not (pair.reason in ('pinyin', 'former') and one.name_key = other.name_key)
  group by pair.first_id, pair.second_id having sum(said.weight::int) >= %(enough)s
),
gone as (
  delete from directory_likeness likeness where likeness.zone_id = %(zone)s and likeness.state = 'open'
  and not exists (
    select from found where found.first_id = likeness.first_id and found.second_id = likeness.second_id)
)
insert into directory_likeness (zone_id, first_id, second_id, reasons, weight, state, note, found_at)
select %(zone)s, first_id, second_id, reasons, weight, 'open', '', %(now)s from found
on conflict (first_id, second_id) do update set reasons = excluded.reasons, weight = excluded.weight
where directory_likeness.reasons <> excluded.reasons or directory_likeness.weight <> excluded.weight
"""


def find_likenesses(zone_id: int, now: datetime) -> None:
    """Find the pairs of a zone's units that may be one, by keys that they share: never every unit with every other.

    A pair that somebody has set apart stays apart; an open one that shares too little by now goes.
    """
    weights = json.dumps(WEIGHTS)
    given: dict[str, Any] = {"zone": zone_id, "now": now, "most": MOST_ALIKE, "enough": ENOUGH, "weights": weights}
    with connection.cursor() as cursor:
        cursor.execute(_ALIKE, given)
