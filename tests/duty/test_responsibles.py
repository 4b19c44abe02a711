"""Every matter at every site of a listed unit has a named person: until her last day, and then it is open again (R45)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from sibao.accounts.models import Account, Appointment
from sibao.audit.models import AuditLine
from sibao.directory import queries as directory
from sibao.directory.models import Employment
from sibao.duty import queries, services, tasks
from sibao.duty.inputs import NoticeOpenings, RevealResponsibles
from sibao.duty.models import Matter, Responsible
from sibao.duty.web import tiles
from sibao.inbox.models import Task
from sibao.kernel import clock, ways
from sibao.kernel.access import acting
from sibao.kernel.models import PersonalLook
from sibao.kernel.personal.looks import looks_at, subject_of
from sibao.kernel.refusals import Denied, Invalid, NotFound
from tests import grounds, world
from tests.accounts.people import signed_in
from tests.directory import merging
from tests.duty.steps import PHONES, leave, matters, name
from tests.listing import drafted, listed


@pytest.fixture(autouse=True)
def _seeing(zone):
    """Look at rows under row-level security as the whole zone, unless a test acts as somebody."""
    with acting(world.cli(zone)):
        yield


@pytest.fixture
def office(zone):
    return world.person(zone, "hq_office_clerk")


@pytest.fixture
def unit(zone):
    found = world.unit(zone, name="济源砚泽铅材有限公司（演示）")
    listed(world.cli(zone), found)
    return found


@pytest.fixture
def user(zone, unit):
    return world.person(zone, "unit_user", unit=unit)


def figures(actor):
    shown = tiles.answered(actor, clock.now())
    return shown["total"], shown["missing"]


def periods(site, code):
    rows = Responsible.objects.filter(site=site, matter__code=code, role="lead").order_by("started_on")
    return [(queries.name_of(row), row.started_on, row.ended_on) for row in rows]


def test_sites_times_matters_are_counted_and_each_number_opens_exactly_its_rows(zone, office, unit, user, client):
    first, second = grounds.site(unit), grounds.site(unit, "东厂区")
    grounds.site(world.unit(zone))
    drafted(world.cli(zone), world.unit(zone))
    number = len(matters(zone))
    assert number >= 5
    bare = world.unit(zone, name="济源云桥无场所厂（演示）")
    listed(world.cli(zone), bare)
    assert {one.document.number for one in matters(zone)} == {"济管办〔2022〕21号"}
    assert figures(office) == figures(user) == (2 * number, 2 * number)
    name(user, first)
    name(user, second, "work_safety")
    assert figures(office) == (2 * number, number - 1)
    browser = signed_in(client, Account.objects.get(pk=office.account_id))
    shown = tiles.answered(office, clock.now())
    assert (shown["siteless"], tiles.answered(user, clock.now())["siteless"]) == (1, 0)
    siteless = browser.get(shown["siteless_url"])
    assert [row["label"] for row in siteless.context["rows"]] == [bare.name], "nobody can answer where there is no site"
    assert "没有场所的单位" in browser.get("/screen/tiles/responsibles/").content.decode()
    for url, expected in ((shown["all_url"], 2 * number), (shown["missing_url"], number - 1)):
        page = browser.get(url)
        assert len(page.context["rows"]) == expected, url
    assert "东厂区" in page.content.decode()
    assert "主厂区" not in page.content.decode()
    name(user, second, "epidemic_safety", role="deputy")
    assert figures(office) == (2 * number, number - 1), "a deputy alone is nobody who answers"


def test_names_and_phones_are_sealed_masked_and_shown_only_for_a_purpose(zone, unit, user, client):
    name(user, grounds.site(unit))
    with connection.cursor() as cursor:
        cursor.execute("select string_agg(row::text, '') from duty_responsible row")
        kept = cursor.fetchone()[0]
    assert "安全总监" in kept
    assert not any(text in kept for text in ("张示例", "13800000011"))
    browser = signed_in(client, Account.objects.get(pk=user.account_id))
    here = f"/duty/units/{unit.pk}/responsibles/"
    for path in (here, "/duty/obligations/?applied=1", "/api/v1/obligations"):
        text = browser.get(path).content.decode().replace("\\u5f20*\\u4f8b", "张*例")
        assert "张*例" in text
        assert "张示例" not in text
        assert "13800000011" not in text
    assert browser.post(f"{here}reveal/", {"purpose": "", "how": "show"}).status_code == 422
    assert not PersonalLook.objects.exists()
    page = browser.post(f"{here}reveal/", {"purpose": "演练联络", "how": "show"}).content.decode()
    assert "张示例" in page
    assert "13800000011" in page
    assert looks_at(zone.pk, subject_of("13800000011")).get().purpose == "演练联络"


def test_who_comes_after_takes_over_the_day_before_and_the_same_day_corrects(zone, unit, user):
    site, today = grounds.site(unit), clock.today()
    name(user, site, "work_safety")
    name(user, site, "work_safety", who="李示例")
    assert periods(site, "work_safety") == [("李示例", today, None)]
    later = today + timedelta(days=10)
    name(user, site, "work_safety", who="王示例", day=later)
    assert periods(site, "work_safety") == [("李示例", today, later - timedelta(days=1)), ("王示例", later, None)]
    before = list(Responsible.objects.order_by("pk").values())
    for wrong in (
        {"day": today - timedelta(days=1)},
        {"day": later, "ended_on": later - timedelta(days=1)},
        {"matter_ids": [10**6]},
    ):
        with pytest.raises(Invalid):
            name(user, site, "work_safety", **wrong)
    assert list(Responsible.objects.order_by("pk").values()) == before
    held = Responsible.objects.filter(matter__code="work_safety").last()
    held.pk, held.phone_hash = None, b"x" * 32
    with pytest.raises(IntegrityError, match="one_responsible_at_a_time"), transaction.atomic():
        held.save()
    name(user, site, "work_safety", role="deputy")
    deputy = Responsible.objects.get(role="deputy")
    deputy.pk = None
    with pytest.raises(IntegrityError, match="one_person_once_for_a_matter"), transaction.atomic():
        deputy.save()


def test_who_leaves_leaves_open_duties_and_the_unit_a_task_until_somebody_answers_again(zone, office, unit, user):
    site, today = grounds.site(unit), clock.today()
    name(user, site, day=today - timedelta(days=30))
    name(user, site, "gate", who="李示例")
    row = Responsible.objects.filter(matter__code="testing").get()
    number = len(matters(zone))
    assert leave(user, row, today - timedelta(days=1)) == number - 1
    assert figures(office) == (number, number - 1)
    task = Task.objects.get(kind__code="open_duty")
    assert (task.unit, task.seat_unit, task.position.code) == (unit, unit, "unit_user")
    assert f"{number - 1} 项责任没有责任人" in task.title
    assert "主厂区 · 安全生产" in task.details
    name(user, site, "work_safety", who="王示例")
    assert Task.objects.filter(kind__code="open_duty", state="open").count() <= 1
    name(user, site, who="王示例")
    task.refresh_from_db()
    assert (task.state, figures(office)) == ("done", (number, 0))
    assert AuditLine.objects.filter(command="duty:responsible:end", unit_id=unit.pk).exists()


def test_a_last_day_that_is_known_is_told_on_the_morning_after_and_only_once(zone, unit, user):
    site, today = grounds.site(unit), clock.today()
    name(user, site, day=today - timedelta(days=9), ended_on=today)
    row = Responsible.objects.first()
    leave(user, row, today)
    assert not Task.objects.filter(kind__code="open_duty").exists()
    Responsible.objects.update(ended_on=today - timedelta(days=1))
    for _morning in range(2):
        for unit_id in queries.lately_ended(zone.pk, today - tasks.LOOKED_BACK, today - timedelta(days=1)):
            services.notice_openings(actor=world.cli(zone), given=NoticeOpenings(unit_id=unit_id))
    assert Task.objects.filter(kind__code="open_duty").count() == 1


def test_a_unit_names_its_own_and_nobody_names_or_sees_others_out_of_scope(zone, unit, user, client):
    ours, far = grounds.site(unit), world.unit(zone, town="419001100", sector="commerce")
    theirs = grounds.site(far)
    listed(world.cli(zone), far)
    [row, *_] = name(world.person(zone, "unit_user", unit=far), theirs)
    name(user, ours, "gate")
    before = list(Responsible.objects.order_by("pk").values())
    for actor in (user, world.person(zone, "clerk_zhicheng"), world.person(zone, "clerk_industry")):
        with acting(actor):
            with pytest.raises((NotFound, Denied)):
                name(actor, theirs)
            with pytest.raises((NotFound, Denied)):
                leave(actor, row)
            with pytest.raises(NotFound):
                services.reveal_responsibles(actor=actor, given=RevealResponsibles(unit_id=far.pk, purpose="看看"))
            assert {one.unit_id for one in queries.obligations(actor)} == {unit.pk}
            assert set(Responsible.objects.values_list("unit_id", flat=True)) == {unit.pk}, "row-level security"
        browser = signed_in(client, Account.objects.get(pk=actor.account_id))
        assert browser.get(f"/duty/units/{far.pk}/responsibles/").status_code == 404
    with pytest.raises(Denied):
        name(world.person(zone, "clerk_zhicheng"), ours)
    assert list(Responsible.objects.order_by("pk").values()) == before
    assert {way.may for way in ways.routes() if way.name == "duty:responsible-end"} == {"duty:responsible:end"}


def test_the_pages_name_somebody_and_end_her_duties(zone, unit, user, client):
    site = grounds.site(unit)
    browser = signed_in(client, Account.objects.get(pk=user.account_id))
    here = f"/duty/units/{unit.pk}/responsibles/"
    entry = {"site_id": site.pk, "matter_ids": [one.pk for one in matters(zone)[:2]], "role": "lead", "name": "张示例"}
    entry |= {"phone": PHONES["张示例"], "started_on": str(clock.today()), "reason": "按本单位分工"}
    for wrong in ({"phone": "12"}, {"matter_ids": []}, {"site_id": grounds.site(world.unit(zone)).pk}):
        assert browser.post(here, entry | wrong).status_code == 422
    assert not Responsible.objects.exists()
    assert browser.post(here, entry).status_code == 302
    assert Responsible.objects.count() == 2
    row = Responsible.objects.first()
    gone = {"ended_on": str(clock.today()), "everywhere": "on", "reason": "离职"}
    assert browser.post(f"/duty/responsibles/{row.pk}/end/", gone | {"reason": ""}).status_code == 422
    assert browser.post(f"/duty/responsibles/{row.pk}/end/", gone).status_code == 302
    assert {one.ended_on for one in Responsible.objects.all()} == {clock.today()}
    assert "责任人" in browser.get(f"/directory/units/{unit.pk}/").content.decode()


def test_responsible_persons_follow_a_merge_with_their_sites_and_come_back(zone, unit, office):
    double = world.unit(zone, name="济源市砚泽铅材公司（演示）")
    site = grounds.site(double)
    name(world.cli(zone), site, "gate")
    clerk = world.person(zone, "clerk_industry")
    merge = merging.merged(clerk, unit, double)
    assert Responsible.objects.get().unit == unit
    assert figures(office)[1] == len(matters(zone)) - 1
    merging.undone(clerk, merge)
    assert Responsible.objects.get().unit == double
    assert figures(office) == (0, 0)


def test_a_matter_taken_out_of_the_pack_asks_for_nobody_and_keeps_who_answered(zone, office, unit, user):
    name(user, grounds.site(unit))
    Matter.objects.filter(code="gate").update(in_use=False)
    assert figures(office) == (len(matters(zone)), 0)
    assert Responsible.objects.filter(matter__code="gate").count() == 1


def test_who_is_let_go_by_a_roster_answers_for_nothing_there_any_more(zone, office, unit, user):
    """One leaves, one only changes her team, a namesake stays: only what the leaver answered for ends, with her day."""
    lapse = tasks.lapse.func.__wrapped__
    site, last = grounds.site(unit), clock.today() - timedelta(days=1)
    number, begun = len(matters(zone)), clock.today() - timedelta(days=30)
    name(user, site, day=begun)
    moves = grounds.employed(site, name="李示例", ended_on=last)
    leaves = grounds.employed(site, name="张 示例", ended_on=last)
    grounds.employed(site, person=moves.person, started_on=clock.today())
    name(user, site, who="李示例", day=begun, role="deputy")
    lapse(zone.pk, [moves.pk])
    assert figures(office) == (number, 0)
    namesake = grounds.employed(site, name="张示例")
    lapse(zone.pk, [leaves.pk])
    assert figures(office) == (number, 0), "a name alone does not tell who left while another bears it"
    Employment.objects.filter(pk=namesake.pk).delete()
    lapse(zone.pk, [leaves.pk])
    lapse(zone.pk, [leaves.pk])
    assert figures(office) == (number, number)
    assert {row.ended_on for row in Responsible.objects.filter(role="lead")} == {last}
    assert {row.ended_on for row in Responsible.objects.filter(role="deputy")} == {None}
    line = AuditLine.objects.get(command="duty:responsible:lapse")
    assert "花名册上已离职" in line.details["reason"]
    assert Task.objects.get(kind__code="open_duty").state == "offered"


def test_a_listed_unit_is_named_until_it_has_a_task_force_of_its_own_that_can_be_reached(zone, office, unit):
    world.unit(zone)
    browser = signed_in(Client(), Account.objects.get(pk=office.account_id))

    def without():
        rows = browser.get("/directory/units/?applied=1&quality=forceless").context["count"]
        with acting(office):
            found = {line["check"].key: line["count"] for line in directory.quality_of_units(office)["checks"]}
        assert found["forceless"] == rows
        return rows

    assert without() == 1
    name(world.person(zone, "unit_user", unit=unit), grounds.site(unit))
    assert without() == 0
    Appointment.objects.filter(unit=unit).update(ended_at=clock.now())
    assert without() == 1
    merging.contact(unit)
    assert without() == 0
    leave(world.cli(zone), Responsible.objects.first(), clock.today() - timedelta(days=1))
    assert without() == 1
