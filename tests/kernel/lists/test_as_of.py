"""What was known then: every list shows, counts and exports a past moment as it was."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.apps import apps
from django.db import DatabaseError, connection
from django.db.models import Value
from django.db.models.functions import Concat
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLResolver, get_resolver

from sibao.accounts.models import Account, Appointment
from sibao.directory.models import Employment, Likeness, Organisation, Sector, Site, Unit, UnitMeasure, VehicleUse
from sibao.duty import queries as duty
from sibao.duty import services as services_of_duty
from sibao.duty.inputs import AppointMember
from sibao.duty.models import GroupMember, Matter, Responsible
from sibao.facts import services as services_of_facts
from sibao.facts.inputs import CriterionContent, DraftCriterion, WithdrawCriterion
from sibao.facts.models import CriterionVersion
from sibao.inbox import services as inbox
from sibao.inbox.inputs import ClearHoliday, SetHoliday
from sibao.inbox.models import Holiday, Task, TaskKind
from sibao.inbox.states import OPEN
from sibao.kernel import clock, files
from sibao.kernel.access import acting
from sibao.kernel.database.as_of import has_past, known_at
from sibao.kernel.lists.asked import local, understand
from sibao.kernel.lists.filters import Look
from sibao.kernel.lists.inputs import StartExport
from sibao.kernel.lists.registry import lists
from sibao.kernel.lists.working import run_export
from sibao.kernel.models import ClockMove
from sibao.whitelist import services
from sibao.whitelist.inputs import ChangeListing
from sibao.whitelist.models import Batch, BatchMember, Listing
from tests import grounds, world
from tests.accounts import small_routine, small_world
from tests.accounts.people import signed_in
from tests.accounts.small_tracing import screen
from tests.approvals import steps as consultations
from tests.config.conftest import filled, place, site
from tests.doubles import doubled
from tests.duty.steps import name
from tests.duty.test_liaisons import assign, officer
from tests.guidance import steps as guides
from tests.inbox import steps
from tests.inbox.test_announcements import publish, withdraw
from tests.kernel.lists.begun import AFTER, BEFORE
from tests.listing import drafted, listed
from tests.prevention.signals import deletions_come, monitoring_moves

__all__ = ["filled", "place", "site"]
CHANGED = 50
FIXED = {"directory_zone", "directory_area", "directory_measure", "directory_industry", "kernel_savedfilter"}
FIXED |= {"inbox_taskkind", "inbox_workingspan", "directory_policydocument"}
"""Tables without history that lists read: they change with a pack or are the reader's own."""
UNKEPT = {("accounts:accounts", "last_login")}
"""Columns of which no history is kept; a past moment leaves them empty."""
TABLE = re.compile(r'(?:FROM|JOIN) "(\w+)"')


def rename_units(zone, reader) -> None:
    for unit in Unit.objects.order_by("-id")[:CHANGED]:
        unit.name, unit.name_pinyin, unit.staff_count = f"新名{unit.pk}（演示）", f"a{unit.pk}", 7
        unit.save()


def take_off_the_list(zone, reader) -> None:
    some = list(Listing.objects.filter(state="active").order_by("id")[: CHANGED // 2])
    for listing in some:
        given = ChangeListing(listing_id=listing.pk, version=listing.version, reason="核查后决定")
        services.remove_listing(actor=world.cli(zone), given=given)
    UnitMeasure.objects.filter(unit__in=[listing.unit_id for listing in some]).delete()
    Sector.objects.filter(code="industry").update(order=99)
    Unit.objects.filter(pk__in=[listing.unit_id for listing in Listing.objects.all()]).update(city_lifeline=True)


def put_into_a_batch(zone, reader) -> None:
    drafted(world.cli(zone), *Unit.objects.order_by("id")[:CHANGED])


def note_batches(zone, reader) -> None:
    put_into_a_batch(zone, reader)
    Batch.objects.filter(state="draft").update(note="改")


def write_lines(zone, reader) -> None:
    for _ in range(CHANGED):
        world.unit(zone)


def move_people(zone, reader) -> None:
    others = Appointment.objects.filter(ended_at=None).exclude(account=reader.account_id)
    others.update(ended_at=clock.now())
    Account.objects.exclude(pk=reader.account_id).update(name="改名")


def hand_tasks_on(zone, reader) -> None:
    for task in list(Task.objects.filter(state__in=OPEN).order_by("id")):
        steps.transfer(world.cli(zone), task, "clerk_transport")
    for _ in range(CHANGED):
        steps.assign(world.cli(zone), "clerk_industry", title="后来交办")


def rearrange_holidays(zone, reader) -> None:
    inbox.clear_holiday(actor=world.cli(zone), given=ClearHoliday(holiday_id=Holiday.objects.first().pk, reason="更正"))
    for offset in range(CHANGED):
        given = SetHoliday(day=date(2028, 3, 1) + timedelta(offset), kind="holiday", name="补休", source="临时安排")
        inbox.set_holiday(actor=world.cli(zone), given=given)


def change_what_stands_at_units(zone, reader) -> None:
    Site.objects.update(name="新名")
    VehicleUse.objects.update(ended_on=date(2021, 12, 31))
    Employment.objects.update(ended_on=date(2021, 12, 31))
    grounds.furnish(world.unit(zone))


def double_units(zone, reader) -> None:
    Likeness.objects.update(state="apart", note="两家")
    for unit in list(Unit.objects.filter(merged_into=None).order_by("id")[:3]):
        doubled(unit)


def ask_and_take_back(zone, reader) -> None:
    office = world.person(zone, "hq_office_clerk")
    for _ in range(3):
        consultations.asked(office, consultations.ready(zone))
    consultations.withdraw(office, consultations.asked(office, consultations.ready(zone)))


def announce_and_take_back(zone, reader) -> None:
    office = world.person(zone, "hq_office_clerk")
    for _ in range(3):
        publish(office)
    withdraw(office, publish(office))


def give_units_an_officer(zone, reader) -> None:
    actor = world.cli(zone)
    for number, charge in enumerate(duty.charges(actor).filter(officer_name=None)[:3]):
        assign(actor, charge, officer(actor, f"后来干部{number}", most=50))


def rename_units_again(zone, reader) -> None:
    Unit.objects.update(name=Concat("name", Value("又改")))


def name_and_let_go(zone, reader) -> None:
    actor = world.cli(zone)
    with acting(actor):
        Responsible.objects.update(ended_on=date(2021, 12, 31))
        for site in Site.objects.filter(unit__in=duty.obligations(actor).values("unit")):
            name(actor, site, "gate", who="李示例")
        Matter.objects.filter(code="work_safety").update(name="改了名", order=90)
    Site.objects.update(name="后来的名")


def rearrange_groups(zone, reader) -> None:
    for row in list(GroupMember.objects.filter(role="lead")):
        given = {"group_id": row.group_id, "role": "lead", "started_on": clock.today(), "reason": "后来"}
        finance = Organisation.objects.get(zone=zone, code="finance")
        services_of_duty.appoint_member(actor=world.cli(zone), given=AppointMember(organisation_id=finance.pk, **given))
        row.ended_on = max(date(2021, 12, 31), row.started_on)
        row.to_be_confirmed = False
        row.save()
    Organisation.objects.filter(kind="work_group").update(name="后来的组", path="~")


def rewrite_criteria(zone, reader) -> None:
    for row in CriterionVersion.objects.filter(zone=zone):
        gone = WithdrawCriterion(criterion_id=row.pk, version=row.version, reason="后来撤回")
        services_of_facts.withdraw_criterion(actor=world.cli(zone), given=gone)
    given = DraftCriterion(use="standard", key="commerce", content=CriterionContent(title="后来的标准", tree=ANY_TREE))
    services_of_facts.draft_criterion(actor=world.cli(zone), given=given)


def put_guides_in_force(zone, reader) -> None:
    office = world.person(zone, "hq_office_clerk")
    for sector in [*Sector.objects.filter(zone=zone), None]:
        for edition in range(2):
            guides.enforced(office, guides.drafted(office, sector, edition=f"第{edition}版"))
    Sector.objects.update(name=Concat("name", Value("又改")))


def nothing(zone, reader) -> None:
    pass


ANY_TREE = {"all": [{"f": "staff_count", "op": "ge", "v": 1}]}
CHANGES: dict[str, Callable[..., None]] = {
    **dict.fromkeys([f"prevention:{one}" for one in ("alerts", "risks", "rules", "subjects")], monitoring_moves),
    "prevention:deletions": deletions_come,
    **dict.fromkeys(("tracing:screenings", "tracing:people"), lambda zone, actor: screen(zone)),
    **dict.fromkeys(("routine:sections", "routine:reports"), small_routine.work_on),
    "directory:units": rename_units,
    "facts:units": rename_units_again,
    "guidance:documents": put_guides_in_force,
    "directory:sites": change_what_stands_at_units,
    "directory:vehicles": change_what_stands_at_units,
    "directory:staff": change_what_stands_at_units,
    "directory:likenesses": double_units,
    "directory:merges": double_units,
    "duty:obligations": name_and_let_go,
    "whitelist:listings": take_off_the_list,
    "whitelist:candidates": put_into_a_batch,
    "whitelist:batches": note_batches,
    "audit:lines": write_lines,
    "accounts:accounts": move_people,
    "inbox:tasks": hand_tasks_on,
    "inbox:holidays": rearrange_holidays,
    "inbox:announcements": announce_and_take_back,
    "approvals:consultations": ask_and_take_back,
    "duty:liaisons": give_units_an_officer,
    "duty:officers": give_units_an_officer,
    "duty:groups": rearrange_groups,
    **AFTER,
    "facts:criteria": rewrite_criteria,
}
"""How some fifty of a list's rows change, or what stands beside them; a list without an entry fails.

What one leaves behind the next one finds: the criteria come last, for nobody applies where no standard is in force."""


@pytest.fixture
def zone(place, django_db_blocker):
    """Sixty units, half of them listed, and people, committed."""
    with django_db_blocker.unblock():
        if Unit.objects.count() < 60:
            units = [world.unit(place, value=serial * 10) for serial in range(60)]
            for unit in units[::2]:
                listed(world.cli(place), unit)
            for unit in units[:3]:
                grounds.answer(grounds.furnish(unit))
                steps.assign(world.cli(place), "clerk_industry")
        yield place
        connection.close()


def reader(zone, definition):
    """Someone whose role opens a list, with as wide a scope as there is."""
    actors = [world.person(zone, code) for code in small_world.positions() if "unit" not in code]
    able = [actor for actor in actors if {definition.may, definition.export_may or definition.may} <= actor.permissions]
    able = able or [actor for actor in actors if definition.may in actor.permissions]
    return max(able, key=lambda actor: actor.scope.whole_zone)


def look(actor, definition, **asked):
    """What the page of a list shows: its count, its sums and, over all its pages, its rows."""
    browser = signed_in(Client(), Account.objects.get(pk=actor.account_id))
    columns = [column.key for column in definition.columns if (definition.key, column.key) not in UNKEPT]
    query, rows = {"applied": "1", "size": "100", "columns": columns, **asked}, []
    path, shown = address(definition), None
    while shown is None or shown.context["next"]:
        shown = browser.get(path + shown.context["next"] if shown else path, None if shown else query)
        assert shown.status_code == 200
        rows += [(row["label"], [cell.text for cell in row["cells"]]) for row in shown.context["rows"]]
    chips = [(str(chip["label"]), chip["count"]) for chip in shown.context["chips"]]
    summary = [(str(one["label"]), one["count"]) for one in shown.context["summary"]]
    return shown.context["count"], summary, chips, shown.context["note"], rows


def address(definition):
    return next(path for path, view in views() if getattr(view, "list_key", "") == definition.key)


def views(patterns=None, before="/"):
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            yield from views(pattern.url_patterns, f"{before}{pattern.pattern}")
        else:
            yield f"{before}{pattern.pattern}", pattern.callback


def exported(actor, definition, format_name, **asked):
    with acting(actor):
        query = {"applied": ["1"], **{name: [value] for name, value in asked.items()}}
        given = StartExport(list_key=definition.key, query=query, format=format_name)
        run = definition.export(actor=actor, given=given)
        run_export(run.pk)
        run.refresh_from_db()
        assert run.state == "done", run.message
        return files.content_of(actor, run.file_id)


def test_every_list_has_a_past_and_says_how_its_rows_change(zone):
    with acting(world.cli(zone)):
        without = {one.key for one in lists.all() if not has_past(one.rows(world.cli(zone)).model)}
    assert without == set(), "let its table keep history (pghistory), or say `then` how it looked"
    assert {one.key for one in lists.all()} == set(CHANGES)


@pytest.mark.parametrize("key", CHANGES)
def test_a_past_moment_is_shown_counted_and_exported_as_it_was(zone, key):
    definition = lists.get(key)
    actor = reader(zone, definition)
    BEFORE.get(key, nothing)(zone, actor)
    shown = look(actor, definition)
    moment = local(clock.now())
    before = {kind: exported(actor, definition, kind, as_of=moment) for kind in ("csv", "xlsx") if definition.export}
    CHANGES[key](zone, actor)
    assert look(actor, definition) != shown
    assert look(actor, definition, as_of=moment) == shown
    for kind, content in before.items():
        assert exported(actor, definition, kind, as_of=moment) == content


@pytest.mark.parametrize("key", CHANGES)
def test_what_a_list_reads_of_the_past_keeps_its_history(zone, key):
    definition = lists.get(key)
    actor = reader(zone, definition)
    remembered = {model._meta.db_table for model in apps.get_models() if has_past(model)}
    with CaptureQueriesContext(connection) as asked:
        look(actor, definition, as_of=local(clock.now()))
    during = between_views_and_their_end([one["sql"] for one in asked.captured_queries])
    assert {table for sql in during for table in TABLE.findall(sql)} - remembered - FIXED == set()


def between_views_and_their_end(said):
    start = max(place for place, sql in enumerate(said) if "transaction_read_only" in sql)
    end = next(place for place, sql in enumerate(said) if place > start and sql.startswith("ROLLBACK"))
    return said[start + 1 : end]


def test_nothing_can_be_written_while_the_past_is_looked_at(zone):
    before = ClockMove.objects.count()
    with acting(world.cli(zone)), pytest.raises(DatabaseError, match="read-only transaction"), known_at(clock.now()):
        ClockMove.objects.create(at=clock.now(), seconds=1)
    assert ClockMove.objects.count() == before


def test_a_bulk_action_on_the_past_is_refused_and_changes_nothing(zone):
    definition = lists.get("whitelist:candidates")
    actor = reader(zone, definition)
    browser = signed_in(Client(), Account.objects.get(pk=actor.account_id))
    before = BatchMember.objects.count()
    there = f"{address(definition)}?applied=1&as_of={local(clock.now())}"
    answer = browser.post(there, {"action": "fill", "all_matching": "1"})
    assert answer.status_code == 422
    assert "只能看" in answer.content.decode()
    assert BatchMember.objects.count() == before


def test_the_page_says_that_it_is_the_past_and_the_last_filter_forgets_it(zone):
    definition = lists.get("directory:units")
    actor = reader(zone, definition)
    browser = signed_in(Client(), Account.objects.get(pk=actor.account_id))
    text = browser.get(address(definition), {"applied": "1", "as_of": "2022-06-03"}).content.decode()
    assert "截至 2022-06-03 23:59:59 当时所知" in text
    assert "回到现在" in text
    assert "登记一家" not in text
    assert "当时所知</div>" not in browser.get(address(definition)).content.decode()


def test_today_means_until_now_and_stands_in_the_picker(zone):
    definition = lists.get("directory:units")
    actor = reader(zone, definition)
    browser = signed_in(Client(), Account.objects.get(pk=actor.account_id))
    answer = browser.get(address(definition), {"applied": "1", "as_of": clock.today().isoformat()})
    assert answer.status_code == 200
    assert answer.context["asked"].as_of <= clock.now()
    assert f'value="{answer.context["past"]}"' in answer.content.decode()
    assert re.fullmatch(r"[0-9-]{10}T[0-9:]{8}", answer.context["past"])


def test_a_list_without_history_would_say_so(zone):
    definition = replace(lists.get("inbox:tasks"), rows=lambda actor: TaskKind.objects.all())
    actor = reader(zone, definition)
    with acting(actor):
        asked = understand(Look(actor), definition, {"as_of": ["2022-06-03"]})
    assert (asked.as_of, "不留历史" in str(asked.errors["as_of"])) == (None, True)


@pytest.mark.parametrize(
    ("moves", "moment", "real"),
    [
        ([], 100, 100),
        ([(50, 1000)], 1100, 100),
        ([(50, 1000)], 40, 40),
        ([(50, 1000)], 500, 50),
        ([(50, 1000), (80, 2000)], 1070, 70),
        ([(50, 1000), (80, 2000)], 1500, 80),
        ([(50, 1000), (80, 2000)], 2090, 90),
        ([(50, 1000), (80, 0)], 1070, 1070),
    ],
    ids=["real", "moved", "before", "skipped", "first of two", "between two", "second of two", "back"],
)
@pytest.mark.django_db
def test_a_moment_of_the_clock_is_found_in_real_time_over_all_its_moves(moves, moment, real):
    begun = datetime(2022, 6, 3, tzinfo=clock.SHANGHAI)
    for at, seconds in moves:
        ClockMove.objects.create(at=begun + timedelta(seconds=at), seconds=seconds)
    assert clock.real_of(begun + timedelta(seconds=moment)) == begun + timedelta(seconds=real)
