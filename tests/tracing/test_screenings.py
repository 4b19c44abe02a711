"""Given a case, a place or a time, affected staff and their contacts are found, frozen and turned into tasks (R46)."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from sibao.directory.inputs import PlanTurn
from sibao.directory.models import Employment
from sibao.directory.services import plan_turn
from sibao.inbox.models import Task
from sibao.kernel import clock
from sibao.kernel.access import acting
from sibao.kernel.refusals import Denied, Invalid
from sibao.tracing import queries, services, sql
from sibao.tracing.inputs import AssignScreening, RunScreening, TracingPack
from sibao.tracing.models import ContactDefinition, ScreenedPerson, ScreenedSite, Screening
from tests import grounds, world
from tests.listing import listed
from tests.tracing.outbreak import Town


@pytest.fixture
def town(zone):
    return Town(zone)


def rings(town, screening):
    return {person: row.ring for person, row in town.found(screening).items()}


def test_a_case_leads_to_whom_she_met_and_they_to_whom_they_met(town):
    site, (ill, met, further, stranger) = town.works(4)
    canteen, shop = town.venue(site, "食堂"), town.venue(site, "车间")
    town.scans(ill, canteen, 20)
    town.scans(met, canteen, 19.5)
    town.scans(met, shop, 10)
    town.scans(further, shop, 9.5)
    town.scans(stranger, shop, 30)
    screening = town.screens(ill, rings=2)
    assert rings(town, screening) == {ill.person_id: 0, met.person_id: 1, further.person_id: 2}
    row = town.found(screening)[met.person_id]
    assert (row.via_id, row.minutes, row.place_id) == (ill.person_id, 30, canteen.pk)
    assert row.place_name.endswith("食堂")
    assert town.found(screening)[further.person_id].via_id == met.person_id
    assert (screening.cases, screening.first, screening.second, screening.units) == (1, 1, 1, 1)


@pytest.mark.parametrize(
    ("hours_ago", "is_met"),
    [(47, True), (49.5, False)],
    ids=["within two days of onset", "before"],
)
def test_a_case_is_followed_from_two_days_before_onset(town, hours_ago, is_met):
    site, (ill, met) = town.works(2)
    canteen = town.venue(site)
    for one in (ill, met):
        town.scans(one, canteen, hours_ago)
    assert (met.person_id in town.found(town.screens(ill))) is is_met


def test_less_than_the_packs_minutes_together_is_no_contact(town):
    site, (ill, met, brushed) = town.works(3)
    canteen = town.venue(site)
    town.scans(ill, canteen, 10)
    town.scans(met, canteen, 10 - 50 / 60)
    town.scans(brushed, canteen, 10 - 51 / 60)
    assert set(town.found(town.screens(ill))) == {ill.person_id, met.person_id}


def test_who_shares_a_room_a_team_or_a_sitting_is_met_by_what_the_directory_knows(town):
    site, (ill, mate) = town.works(2)
    room = grounds.part(site, "room", places=4)
    for one in (ill, mate):
        grounds.sleeps(one, room)
    team, other = grounds.part(site, "team", "甲班"), grounds.part(site, "team", "乙班")
    with acting(world.cli(town.zone)):
        Employment.objects.filter(pk=ill.pk).update(team=team)
    colleague, neighbour = town.hired(site, team=team), town.hired(site, team=other)
    sitting = grounds.part(site, "sitting")
    for one in (team, other):
        turn = PlanTurn(team_id=one.pk, kind="sitting", target_id=sitting.pk, started_on=grounds.BEGUN)
        plan_turn(actor=world.cli(town.zone), given=turn)
    town.hired(site)
    found = town.found(town.screens(ill))
    kinds = {person: str(queries.kind_word(row.kind)) for person, row in found.items() if row.ring}
    assert kinds == {mate.person_id: "同宿舍", colleague.person_id: "同班组", neighbour.person_id: "同批就餐"}


def test_a_place_with_too_many_people_is_answered_as_unknown_and_names_nobody(town):
    site, people = town.works(5)
    station = town.venue(site, "大厅")
    narrow(town, most_people=4)
    for one in people:
        town.scans(one, station, 5)
    screening = town.screens(people[0])
    assert set(town.found(screening)) == {people[0].person_id}
    (name,) = screening.crowds
    assert name.endswith("大厅")


def narrow(town, **changes):
    last = queries.latest_definition(town.zone.pk)
    said = {
        "zh": last.name,
        "en": last.name_en,
        "hours_before": last.hours_before,
        "scan_minutes": last.scan_minutes,
        "longest_minutes": last.longest_minutes,
        "most_people": last.most_people,
        "kinds": last.kinds,
        "asks": last.asks,
        "cite": {"document": last.document.code, "article": last.article},
        "follows": last.follows,
    }
    given = TracingPack.model_validate({"hazard": last.hazard, "definition": said | changes})
    return services.load_pack(actor=world.cli(town.zone), given=given)


def test_a_changed_definition_is_a_new_version_and_the_same_one_is_none(town):
    version = queries.latest_definition(town.zone.pk).version
    assert narrow(town) == version
    assert narrow(town, hours_before=96) == version + 1
    assert ContactDefinition.objects.filter(zone=town.zone, version=version).get().hours_before == 48


def test_who_was_at_a_place_or_works_in_an_area_is_found_without_a_case(town):
    site, (there, elsewhere) = town.works(2)
    hall = town.venue(site)
    at = town.scans(there, hall, 6)
    span = {"since": at - timedelta(hours=1), "until": at + timedelta(hours=1)}
    assert set(town.found(town.screens(venue_ids=(hall.pk,), **span))) == {there.person_id}
    in_area = town.screens(area=site.area.code, **span)
    assert {there.person_id, elsewhere.person_id} <= set(town.found(in_area))


def test_the_same_question_at_the_same_moment_finds_the_same_whatever_came_since(town):
    site, (ill, met, late) = town.works(3)
    canteen = town.venue(site)
    for one in (ill, met):
        town.scans(one, canteen, 8)
    screening = town.screens(ill, rings=2)
    with acting(world.cli(town.zone)):
        sql.write_scans(town.zone.pk, [(late.person_id, canteen.pk, town.now - timedelta(hours=8))], 60, clock.now())
    narrow(town, most_people=2)
    with acting(town.office):
        again = Screening.objects.get(pk=screening.pk)
        assert queries.found_again(again)
    now = town.screens(ill, rings=2)
    assert bytes(now.digest) != bytes(screening.digest)


def test_a_screening_and_what_it_found_can_never_be_changed(town):
    _site, (ill,) = town.works(1)
    screening = town.screens(ill)
    with acting(world.cli(town.zone)):
        for rows in (Screening.objects.filter(pk=screening.pk), ScreenedPerson.objects.filter(screening=screening)):
            with pytest.raises(DatabaseError), transaction.atomic():
                rows.update(zone_id=town.zone.pk)


def test_what_would_stop_is_the_share_of_a_sites_people_and_whether_it_is_listed(town):
    site, (ill, *others) = town.works(4)
    listed(world.cli(town.zone), site.unit)
    canteen = town.venue(site)
    for one in (ill, others[0]):
        town.scans(one, canteen, 3)
    screening = town.screens(ill)
    with acting(town.office):
        (row,) = ScreenedSite.objects.filter(screening=screening)
    assert (row.site_id, row.found, row.first, row.staff, row.listed) == (site.pk, 2, 2, 4, True)


def test_a_screening_becomes_one_task_a_site_for_its_liaison_officer_or_else_the_health_office(town):
    site, (ill,) = town.works(1)
    other, (met,) = town.works(1)
    liaison = world.person(town.zone, "liaison_unit", unit=site.unit)
    canteen = town.venue(site)
    for one in (ill, met):
        town.scans(one, canteen, 3)
    screening = town.screens(ill)
    given = AssignScreening(screening_id=screening.pk, details="通知居家，等候采样")
    assert services.assign_screening(actor=town.office, given=given) == 2
    tasks = {task.unit_id: task for task in Task.objects.filter(kind__code="screening")}
    assert set(tasks) == {site.unit_id, other.unit_id}
    assert tasks[site.unit_id].seat_unit_id == site.unit_id == liaison.scope.unit_id
    assert tasks[other.unit_id].position.role.code == "health_officer"
    assert services.assign_screening(actor=town.office, given=given) == 0
    assert Task.objects.filter(kind__code="screening").count() == 2


@pytest.mark.parametrize(
    "given",
    [
        {"cases": [{"number": "410000000000000000", "onset": "2022-06-01T08:00:00+08:00"}]},
        {"area": "nowhere", "since": "2022-06-01T08:00:00+08:00"},
        {"area": "419001"},
    ],
    ids=["a number nobody bears", "an area that is not there", "no span"],
)
def test_a_question_that_makes_no_sense_is_refused_and_nothing_is_kept(town, given):
    with pytest.raises(Invalid):
        services.run_screening(actor=town.office, given=RunScreening.model_validate({"title": "试办", **given}))
    with acting(town.office):
        assert not Screening.objects.filter(zone=town.zone).exists()


def test_who_does_not_see_the_whole_zone_cannot_screen(town):
    site, _people = town.works(1)
    partly = replace(town.office, scope=replace(town.office.scope, area_path=site.area_path))
    with pytest.raises(Denied, match="全区"):
        services.run_screening(
            actor=partly, given=RunScreening(title="试办", area=site.area.code, since=town.now - timedelta(days=1))
        )
    with acting(town.office):
        assert not Screening.objects.filter(zone=town.zone).exists()
