"""The demo world: the same for everyone who loads it, whole or not at all, and never mistaken for a real place."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest

from sibao.config.demo.cli import INTERRUPTED
from sibao.config.demo.days import make_day
from sibao.config.demo.generate import generate
from sibao.config.demo.sources import SHANGHAI
from sibao.directory.rules import project_code_problem, uscc_problem
from tests import database, demo, template
from tests.browser.site import ROOT, sibao
from tests.config.site import Site, end, eventually
from tests.demo import LOAD

SECTORS = {"industry": 200, "commerce": 110, "transport": 70, "culture_tourism": 40, "projects": 60}
SECRETS = re.compile(r"\.(password|\w*sealed\w*|check_code|content|sha256)$")
WRITING = re.compile(
    r"\.(pgh_id|pgh_created_at|pgh_context_id|recorded_at|reckoned_at|as_of|second_factor_since)$|^pghistory_context\.|^audit_auditline\.at$"
    r"|^accounts_account(event)?\.created_at$|^procrastinate_events\.at$|^kernel_liveevent\.at$|^kernel_clockoffset\.seconds$|^kernel_clockmove\."
    r"|^prevention_alertgroupevent\.(pgh_label|standing)$"  # one statement writes a group and its count, in either order
)
"""What two loads may differ in: values that are random for safety, and the moments at which rows were written."""
CLOCK = {"kernel_clockmove": 1}
"""A copy of the demo goes on where its load had ended, which moves the clock once more."""
PEOPLE = """
import hashlib
from sibao.config.demo.generate import generate
world, digest = generate(1), hashlib.sha256()
for thing in (*world.contacts, *world.staff()):
    digest.update(repr(thing).encode())
print(digest.hexdigest())
"""
PLAY = ("demo", "replay", "--day", "outbreak", "--speed", "0")
PLAYED = "select count(*) from prevention_signaldelivery where key like 'outbreak-%'"
MOVED = """
select r.key, count(*), count(a.closed_at) from prevention_alert a join prevention_alertrule r on r.id = a.rule_id
where a.opened_at >= timestamptz '2022-06-03 08:30+08' and a.unit_id in (1, 12, 15, 234) group by 1 order by 1
"""
STORY = [
    ("gate_warning", 3, 2),
    ("low_coverage", 1, 1),
    ("positive", 2, 0),
    ("red_code", 2, 0),
    ("symptoms", 3, 2),
    ("unregistered_arrival", 1, 1),
    ("untested", 27, 27),
]
"""Of the units that the day is about: how often each rule warned, and how often that was over by the evening."""
MISCOUNTED = """
select count(*) from prevention_sitecount c where bit >= 0 and number <> (
  select count(*) from prevention_subjectstate s
  where s.subject = 1 and s.site_id = c.site_id and (s.firing >> c.bit) & 1 = 1
)
"""
STARTS = datetime(2022, 6, 3, 8, tzinfo=SHANGHAI)


@contextmanager
def place(name: str, home: Path, like: str = "") -> Iterator[Site]:
    """A database with all tables and nothing in them, or a copy of another place."""
    own, other = (database.called(f"{one}_{os.getpid()}") for one in (name, like))
    with template.database(own, like=other if like else template.ready()) as addresses:
        yield _unveiled(Site({**os.environ, **addresses, "SIBAO_HOME": str(home)}, home))


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """One home for all, so that keyed hashes are comparable."""
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def loaded(home) -> Iterator[Site]:
    """The demo zone."""
    with demo.copied(database.called(f"first_{os.getpid()}"), home) as addresses:
        yield _unveiled(Site({**os.environ, **addresses, "SIBAO_HOME": str(home)}, home))


@dataclass(frozen=True)
class Loaded:
    """A site, between which moments of real time its demo was loaded, and what a load that was killed had left in it."""

    site: Site
    begun: datetime
    ended: datetime
    left: list[str]


@pytest.fixture(scope="module")
def second(loaded, home) -> Iterator[Loaded]:
    """The same demo zone in another database, where a first load was killed at its very end."""
    with place("second", home) as site:
        before, numbers = counts(site), rows(site, SEQUENCES)
        _kill_a_load(site)
        after = counts(site)
        for name, last in numbers:  # as if nobody had drawn from them, so that ids can be compared
            rows(site, f"select setval('{name}', {last or 1}, {last is not None})")
        begun = datetime.now(UTC)
        sibao((*LOAD, "--if-empty"), site.environment)
        yield Loaded(
            _unveiled(site),
            begun,
            datetime.now(UTC),
            [table for table, count in after.items() if count != before[table]],
        )


def _kill_a_load(site: Site) -> None:
    with owner(site) as gate, gate.transaction():
        gate.execute("lock table accounts_account in share mode")
        loading = site.spawn(*LOAD, log="killed.log")
        try:
            eventually(lambda: one(site, WAITING), "the load waits for the table of accounts", patience=300)
            assert loading.poll() is None
            os.kill(loading.pid, signal.SIGKILL)
        finally:
            end(loading)
    eventually(lambda: not one(site, OTHERS), "the server has noticed")


@contextmanager
def owner(site: Site) -> Iterator[psycopg.Connection]:
    with psycopg.connect(site.environment["DATABASE_OWNER_URL"], autocommit=True) as connection:
        yield connection


def rows(site: Site, statement: str) -> list[tuple]:
    with owner(site) as connection:
        return connection.execute(statement).fetchall()


def one(site: Site, statement: str) -> object:
    return rows(site, statement)[0][0]


def columns(site: Site) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for table, column in rows(
        site,
        "select table_name, column_name from information_schema.columns join information_schema.tables"
        " using (table_schema, table_name) where table_schema = 'public' and table_type = 'BASE TABLE' order by 1, 2",
    ):
        found.setdefault(table, []).append(column)
    return found


def counts(site: Site) -> dict[str, int]:
    return {table: one(site, f'select count(*) from "{table}"') for table in columns(site)}


def fingerprints(site: Site) -> dict[str, str]:
    """table.column → a digest of its values in the order of the rows."""
    found = {}
    for table, names in columns(site).items():
        order = next((name for name in ("id", "pgh_obj_id", "pgh_id", "pk") if name in names), names[0])
        order = f'"{order}", "pgh_id"' if order == "pgh_obj_id" else f'"{order}"'
        digests = ", ".join(f"""md5(string_agg("{name}"::text, ',' order by {order}))""" for name in names)
        values = rows(site, f'select {digests} from "{table}"')[0]
        found |= {f"{table}.{name}": value for name, value in zip(names, values, strict=True)}
    return found


def refused(site: Site, *words: str) -> str:
    """What a load that must fail says."""
    with pytest.raises(RuntimeError) as said:
        sibao(words or LOAD, site.environment)
    return str(said.value)


def test_two_loads_are_equal_row_for_row(loaded, second):
    assert {**counts(loaded), **CLOCK} == {**counts(second.site), **CLOCK}
    first, again = fingerprints(loaded), fingerprints(second.site)
    differing = [name for name in first if first[name] != again[name]]
    assert [name for name in differing if not SECRETS.search(name) and not WRITING.search(name)] == []


def test_people_are_the_same_in_every_process():
    """Their names are sealed at random in the database, so that the rows they are made from are compared here."""
    digests = {
        subprocess.check_output([sys.executable, "-c", PEOPLE], cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": seed})
        for seed in ("1", "2")
    }
    assert len(digests) == 1


def test_the_zone_has_480_units_in_five_sectors_and_60000_staff(loaded):
    assert dict(rows(loaded, f"select s.code, count(*) from directory_unit u {SECTOR} group by 1")) == SECTORS
    assert one(loaded, "select sum(staff_count) from directory_unit") == 60_000
    assert one(loaded, "select count(*) from directory_person") == 60_000
    assert one(loaded, "select count(*) from directory_employment where ended_on is null") == 60_000
    towns = "join directory_area a on a.id = u.area_id where a.kind in ('town', 'subdistrict')"
    assert one(loaded, f"select count(distinct area_id) from directory_unit u {towns}") == 16


def test_codes_pass_their_own_check(loaded):
    codes = rows(loaded, "select kind, code from directory_unit")
    checks = {"enterprise": uscc_problem, "project": project_code_problem}
    assert [code for kind, code in codes if checks[kind](code)] == []


def test_the_supply_graph_joins_units_of_the_zone_and_nobody_supplies_himself(loaded):
    links = "from directory_supplylink"
    assert one(loaded, f"select count(*) {links}") > 480
    assert one(loaded, f"select count(*) {links} where supplier_id = customer_id") == 0
    too_much = f"select count(*) from (select 1 {links} group by customer_id, material having sum(share_bp) > 10000) x"
    assert one(loaded, too_much) == 0
    assert one(loaded, f"select count(distinct customer_id) {links}") > 200


def test_three_batches_are_published_with_their_notices_and_their_history_and_a_fourth_is_objected_to(loaded):
    batches = rows(loaded, "select number, state, notice_number from whitelist_batch order by number")
    published = [(number, "published", f"济四保办〔2022〕{number}号") for number in (1, 2, 3)]
    assert batches == [*published, (4, "publicised", "")]
    assert rows(loaded, "select state from whitelist_objection order by id") == [("open",), ("dismissed",)]
    assert one(loaded, "select count(*) from kernel_issueddocument where kind = 'whitelist-notice'") == 3
    states = dict(rows(loaded, "select state, count(*) from whitelist_listing group by 1"))
    assert states.keys() == {"active", "suspended", "removed", "pending"}
    last = (
        "select distinct on (listing_id) listing_id, to_state from whitelist_listingchange order by 1, at desc, id desc"
    )
    lost = (
        f"select count(*) from whitelist_listing l join ({last}) c on c.listing_id = l.id where c.to_state <> l.state"
    )
    assert one(loaded, lost) == 0


def test_most_of_what_is_asked_of_units_is_known_and_some_of_it_is_too_old(loaded):
    assert one(loaded, "select count(distinct unit_id) from facts_currentvalue") == 480
    stale = "observed_at < (select max(observed_at) from facts_currentvalue) - make_interval(days => d.fresh_days)"
    joined = "from facts_currentvalue c join facts_factdefinition d on d.id = c.definition_id"
    share = f"select avg(({stale})::int) {joined} where d.fresh_days is not null"
    assert 0.05 < one(loaded, share) < 0.2


def test_some_values_are_disputed_and_a_few_units_are_to_come_in_or_to_go(loaded):
    assert rows(loaded, "select state from facts_factcorrection order by id") == [("asked",), ("declined",)]
    proposed = dict(rows(loaded, "select kind, count(*) from whitelist_listproposal where state = 'open' group by 1"))
    assert proposed.keys() == {"add", "remove"}
    assert all(5 <= count <= 15 for count in proposed.values()), proposed


def test_everything_invented_is_marked(loaded):
    assert one(loaded, "select count(*) from facts_factvalue where note <> '演示数据'") == 0
    assert one(loaded, "select count(*) from directory_unit where name not like '%（演示）%'") == 0
    assert rows(loaded, "select demo from directory_zone") == [(True,)]
    assert one(loaded, "select count(*) from whitelist_denominator where not invented") == 0
    assert one(loaded, "select count(*) from accounts_account where name not like '%演示%'") == 0


def test_the_clock_starts_on_the_morning_of_3_june_in_shanghai(second):
    offset = timedelta(seconds=float(one(second.site, "select seconds from kernel_clockoffset")))
    assert second.begun + offset <= STARTS <= second.ended + offset


def test_a_played_day_comes_out_as_planned_and_what_was_played_before_a_stop_is_not_counted_twice(loaded, home):
    day = make_day("outbreak", generate(1))
    assert len(day.keys) < len(day.handovers)
    with place("played", home, like="first") as site:
        before = one(site, "select count(*) from prevention_signal")
        stopped = site.spawn(*PLAY, log="played.log")
        eventually(lambda: one(site, PLAYED) > 5, "some of the day was handed over", patience=300)
        stopped.send_signal(signal.SIGINT)
        assert stopped.wait(60) == INTERRUPTED
        assert one(site, PLAYED) < len(day.keys)
        said = sibao(PLAY, site.environment).splitlines()
        assert one(site, "select count(*) from prevention_signal") == before + day.distinct
        assert one(site, PLAYED) == len(day.keys)
        assert one(site, "select count(*) from prevention_rejectedsignal") == 0
        assert "核酸检测机构（示例）" in next(line for line in said if " 14:30 " in line)
        assert rows(site, MOVED) == STORY
        assert one(site, MISCOUNTED) == 0


def test_every_constraint_index_and_trigger_stands_after_a_load_as_before(loaded, home):
    with place("empty", home) as empty:
        assert rows(loaded, GUARDS) == rows(empty, GUARDS)


def test_a_second_load_is_refused_and_changes_nothing(loaded):
    before = counts(loaded)
    assert "只装入空库" in refused(loaded)
    assert sibao((*LOAD, "--if-empty"), loaded.environment) == ""
    assert counts(loaded) == before


def test_a_database_of_a_real_place_is_refused_and_stays_real(home):
    with place("real", home) as site:
        sibao(("pack", "load"), site.environment)
        before = counts(site)
        assert "正式地区" in refused(site)
        assert "正式地区" in refused(site, *LOAD, "--if-empty")
        assert counts(site) == before
        assert rows(site, "select demo from directory_zone") == [(False,)]
        assert one(site, "select count(*) from kernel_clockoffset") == 0


FORMER = """
delete from inbox_rung where kind_id in (select id from inbox_taskkind where code = any(%(new)s));
delete from inbox_tasklimit where kind_id in (select id from inbox_taskkind where code = any(%(new)s));
delete from inbox_taskkind where code = any(%(new)s) returning id
"""
"""What makes an installation of a version that asked people for less."""
NEW = ["rectification_confirm", "outreach"]


def test_an_upgrade_brings_what_the_pack_has_anew_and_leaves_the_rest_and_the_mark_of_a_demo(loaded):
    before = counts(loaded)
    with owner(loaded) as connection, psycopg.ClientCursor(connection) as cursor:
        cursor.execute(FORMER, {"new": NEW})
    assert counts(loaded)["inbox_taskkind"] < before["inbox_taskkind"]
    assert "jiyuan" in sibao(("upgrade",), loaded.environment)
    after = counts(loaded)
    assert {table for table, count in after.items() if count != before[table]} <= {
        "audit_auditline",
        "audit_unsealedline",
    }
    assert rows(loaded, "select demo from directory_zone") == [(True,)]


def test_a_load_that_is_killed_at_its_very_end_leaves_nothing_and_can_be_done_again(second):
    assert second.left == []
    assert one(second.site, "select count(*) from directory_unit") == 480
    assert one(second.site, "select count(*) from accounts_account") > 20


SEQUENCES = "select format('%I.%I', schemaname, sequencename), last_value from pg_sequences order by 1"
GUARDS = """
select held::regclass::text, name, meaning, holds from (
  select conrelid, conname, pg_get_constraintdef(oid), convalidated::text from pg_constraint
  union all select indrelid, indexrelid::regclass::name, pg_get_indexdef(indexrelid), '' from pg_index
  union all select tgrelid, tgname, pg_get_triggerdef(oid), tgenabled::text from pg_trigger where not tgisinternal
) guard (held, name, meaning, holds)
where held in (select oid from pg_class where relnamespace = 'public'::regnamespace and not relispartition)
order by 1, 2, 3, 4
"""
"""What guards the tables; partitions come and go with the days, and have what the whole has."""
SECTOR = "join directory_sector s on s.id = u.sector_id"
WAITING = "select count(*) from pg_locks where not granted and relation = 'accounts_account'::regclass"
OTHERS = "select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"


def _unveiled(site: Site) -> Site:
    """Let the owner count rows under row-level security."""
    with owner(site) as connection:
        secured = connection.execute("select oid::regclass::text from pg_class where relforcerowsecurity").fetchall()
        for (table,) in secured:
            connection.execute(f"alter table {table} no force row level security")
    return site
