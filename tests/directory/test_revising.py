"""One field of many rows is changed at once: seen before, done in the background, each row with its result."""

import pytest
from django.test import Client
from django.urls import reverse

from sibao.accounts.models import Account
from sibao.audit.models import AuditLine
from sibao.directory.models import Area, Sector, Site, Unit
from sibao.kernel import clock
from sibao.kernel.access import acting
from sibao.kernel.models import Revision, RevisionRow
from sibao.kernel.refusals import Denied, Invalid, NotFound, WrongMove
from sibao.kernel.revising import queries, services, working
from sibao.kernel.revising.inputs import ApplyRevision, OneRevision, PreviewRevision, StartRevision
from sibao.whitelist.models import CoverageCell
from tests import grounds, world
from tests.accounts.people import signed_in

pytestmark = pytest.mark.django_db
UNITS = "directory:units"


@pytest.fixture
def clerk(zone):
    return world.person(zone, "clerk_industry")


@pytest.fixture
def units(zone):
    return [world.unit(zone) for _one in range(4)]


def chosen(actor, rows=(), list_key=UNITS, **more):
    given = StartRevision(list_key=list_key, ids=[row.pk for row in rows], **more)
    with acting(actor):
        return services.start_revision(actor=actor, given=given)


def previewed(actor, run, field, value):
    given = PreviewRevision(revision_id=run.pk, version=run.version, field=field, value=value)
    with acting(actor):
        return services.preview_revision(actor=actor, given=given)


def applied(actor, run):
    services.apply_revision(actor=actor, given=ApplyRevision(revision_id=run.pk, version=run.version))
    working.write_revision(run.pk)
    run.refresh_from_db()
    return run


def results(run):
    rows = RevisionRow.objects.filter(revision=run).order_by("id")
    return [(row.row_id, row.verdict, row.why) for row in rows]


def columns(*names):
    return list(Unit.objects.order_by("pk").values_list("pk", *names))


def test_a_preview_says_what_would_become_of_each_row_and_writes_nothing(zone, clerk, units):
    Unit.objects.filter(pk=units[0].pk).update(city_lifeline=True)
    before = columns("city_lifeline", "version")
    run = previewed(clerk, chosen(clerk, units), "city_lifeline", "1")
    assert [verdict for _id, verdict, _why in results(run)] == ["unchanged", "changed", "changed", "changed"]
    assert (run.said, run.state) == ("是", "preview")
    assert columns("city_lifeline", "version") == before


def test_what_is_applied_keeps_history_a_line_on_the_record_and_the_coverage_right(zone, clerk, units):
    run = applied(clerk, previewed(clerk, chosen(clerk, units), "area", "419001100"))
    assert (run.state, run.progress) == ("applied", 4)
    assert {verdict for _id, verdict, _why in results(run)} == {"changed"}
    town = Area.objects.get(zone=zone, code="419001100")
    for unit in units:
        unit.refresh_from_db()
        assert (unit.area, unit.area_path, unit.version) == (town, town.path, 2)
        assert unit.events.order_by("-pgh_id").first().area_id == town.pk
    line = AuditLine.objects.filter(command="directory:unit:revise").get()
    assert (line.account_id, line.details["rows"]) == (clerk.account_id, [unit.pk for unit in units])
    assert CoverageCell.objects.get(area=town, sector__code="industry").units == 4


def test_each_row_is_looked_at_again_when_it_is_written(zone, clerk, units):
    run = previewed(clerk, chosen(clerk, units), "city_lifeline", "1")
    changed, moved = units[1], units[2]
    Unit.objects.filter(pk=changed.pk).update(address="刚改过", version=2)
    Unit.objects.filter(pk=moved.pk).update(sector=Sector.objects.get(zone=zone, code="commerce"))
    Unit.objects.filter(pk=units[3].pk).update(merged_into=units[0])
    run = applied(clerk, run)
    found = results(run)
    assert [verdict for _id, verdict, _why in found] == ["changed", "refused", "refused", "refused"]
    assert "有人改过" in found[1][2]
    assert "范围" in found[2][2]
    assert list(Unit.objects.filter(city_lifeline=True)) == [units[0]]


def test_a_row_that_cannot_take_the_value_says_why_and_hinders_no_other(zone, units):
    office = world.person(zone, "hq_office_clerk")
    project = world.unit(zone, sector="projects")
    run = applied(office, previewed(office, chosen(office, [*units, project]), "sector", "commerce"))
    assert [why for _id, verdict, why in results(run) if verdict == "refused"] == ["这个领域只收企业"]
    assert Unit.objects.filter(sector__code="commerce").count() == 4


def test_size_classes_follow_the_industry(zone, clerk):
    unit = world.unit(zone, staff_count=1_500, revenue_fen=500_000 * 10**6)
    assert unit.size_class == "unknown"
    applied(clerk, previewed(clerk, chosen(clerk, [unit]), "industry_code", "3212"))
    unit.refresh_from_db()
    assert (unit.industry_code, unit.size_class) == ("3212", "large")


def test_all_that_the_filter_lets_through_may_be_chosen_and_a_day_may_be_emptied(zone, clerk, units):
    Unit.objects.filter(pk__in=[units[0].pk, units[1].pk]).update(ceased_on=clock.today())
    run = chosen(clerk, query={"ceased": ["1"]}, all_matching=True)
    assert run.total == 2
    applied(clerk, previewed(clerk, run, "ceased_on", ""))
    assert not Unit.objects.filter(ceased_on__isnull=False).exists()


def test_sites_are_changed_in_the_same_way(zone, clerk, units):
    places = [grounds.site(unit) for unit in units]
    applied(clerk, previewed(clerk, chosen(clerk, places, "directory:sites"), "ended_on", "2022-06-30"))
    assert Site.objects.filter(ended_on="2022-06-30", version=2).count() == 4


def test_what_is_not_understood_or_not_allowed_changes_nothing(zone, clerk, units):
    reader = world.person(zone, "hq_commander")
    run = chosen(clerk, units)
    before = columns("area_id", "city_lifeline", "version")
    for field, value in (
        ("city_lifeline", "也许"),
        ("area", "000000"),
        ("area", ""),
        ("ceased_on", "昨天"),
        ("industry_code", "9999"),
        ("name", "都叫这个"),
    ):
        with pytest.raises(Invalid):
            previewed(clerk, run, field, value)
    with pytest.raises(WrongMove):
        applied(clerk, run)
    with pytest.raises(Denied):
        chosen(reader, units)
    with pytest.raises(Invalid):
        chosen(clerk)
    with pytest.raises(NotFound):
        queries.revision(world.person(zone, "clerk_industry"), run.pk)
    assert columns("area_id", "city_lifeline", "version") == before


def test_a_cancelled_revision_writes_no_more_and_its_rest_is_named(zone, clerk, units):
    run = previewed(clerk, chosen(clerk, units), "city_lifeline", "1")
    services.apply_revision(actor=clerk, given=ApplyRevision(revision_id=run.pk, version=run.version))
    services.cancel_revision(actor=clerk, given=OneRevision(revision_id=run.pk))
    working.write_revision(run.pk)
    assert {verdict for _id, verdict, _why in results(run)} == {"waiting"}
    assert not Unit.objects.filter(city_lifeline=True).exists()
    with pytest.raises(WrongMove):
        services.cancel_revision(actor=clerk, given=OneRevision(revision_id=run.pk))


def test_a_revision_that_is_taken_up_again_leaves_written_rows_alone(zone, clerk, units):
    run = previewed(clerk, chosen(clerk, units), "city_lifeline", "1")
    services.apply_revision(actor=clerk, given=ApplyRevision(revision_id=run.pk, version=run.version))
    first = RevisionRow.objects.filter(revision=run).earliest("pk")
    RevisionRow.objects.filter(pk=first.pk).update(verdict="changed")
    working.write_revision(run.pk)
    assert columns("city_lifeline")[0] == (units[0].pk, False)
    assert Unit.objects.filter(city_lifeline=True).count() == 3
    working.write_revision(run.pk)
    assert set(columns("version")) == {(units[0].pk, 1), *((unit.pk, 2) for unit in units[1:])}


def test_the_pages_lead_from_the_list_over_the_preview_to_the_results(zone, clerk, units):
    browser = signed_in(Client(), Account.objects.get(pk=clerk.account_id))
    shown = browser.get(reverse("directory:units")).content.decode()
    assert reverse("kernel:revision-start") in shown
    ids = [unit.pk for unit in units]
    there = browser.post(reverse("kernel:revision-start"), {"list": UNITS, "query": "?applied=1", "id": ids})[
        "Location"
    ]
    run = Revision.objects.get()
    assert there == reverse("kernel:revision", args=[run.pk])
    assert "新的值" in browser.get(there, {"field": "area"}).content.decode()
    asked = {"version": run.version, "field": "area", "value": "419001100"}
    assert browser.post(reverse("kernel:revision-preview", args=[run.pk]), asked)["Location"] == there
    assert "修改 4 行" in browser.get(there).content.decode()
    stale = browser.post(reverse("kernel:revision-apply", args=[run.pk]), {"version": 1})
    assert stale.status_code == 409
    run.refresh_from_db()
    browser.post(reverse("kernel:revision-apply", args=[run.pk]), {"version": run.version})
    working.write_revision(run.pk)
    done = browser.get(there).content.decode()
    assert "办理结果" in done
    assert "已变更" in done
