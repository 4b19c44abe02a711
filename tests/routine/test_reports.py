"""The daily report of both lines (R08), and checks of goods (R99)."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.test import Client

from sibao.accounts.models import Account
from sibao.kernel import clock
from sibao.kernel.access import acting
from sibao.kernel.refusals import Conflict, Denied, Invalid, NotFound
from sibao.prevention.inputs import PreventionPack
from sibao.prevention.services import load_pack as load_monitoring
from sibao.routine import queries, services
from sibao.routine.inputs import RecordGoods, RoutinePack, SubmitReport
from sibao.routine.models import DailyReport, GoodsCheck
from tests import world
from tests.accounts.people import signed_in
from tests.prevention.signals import Workplace, deliver

PRODUCTION = {"attendance": 3, "output_share": 100, "stock_days": 12}
PREVENTION = {"people": 3, "reported": 3, "ill": 0, "tested": 3, "disinfected": 0}


@pytest.fixture
def work(zone):
    return Workplace(zone, people=3)


@pytest.fixture
def user(work, zone):
    return world.person(zone, "unit_user", unit=work.unit)


def submit(actor, work, part="production", values=None, **more):
    values = values or (PRODUCTION if part == "production" else PREVENTION)
    given = {"site_id": work.site.pk, "day": clock.today(), "part": part, "values": values, **more}
    return services.submit_report(actor=actor, given=SubmitReport(**given))


def today(actor):
    with acting(actor):
        (day,) = queries.days_of_sites(actor, clock.now())
    return day


def reports(work):
    with acting(work.sender):
        return list(DailyReport.objects.values_list("production", "prevention", "version"))


def test_a_day_is_complete_only_with_both_parts(work, user):
    submit(user, work)
    assert (today(user).production, today(user).prevention, today(user).lacks) == (True, False, True)
    with acting(user):
        assert queries.reports(user).filter(queries.incomplete(user)).count() == 1
    submit(user, work, "prevention", version=1)
    assert (today(user).production, today(user).prevention) == (True, True)
    with acting(user):
        assert queries.reports(user).filter(queries.incomplete(user)).count() == 0
    assert reports(work) == [(PRODUCTION, PREVENTION, 2)]


def test_a_correction_keeps_what_stood_before_and_an_old_form_is_refused(work, user):
    submit(user, work)
    submit(user, work, values={**PRODUCTION, "attendance": 2}, version=1)
    with pytest.raises(Conflict):
        submit(user, work, version=1)
    with acting(work.sender):
        before, after = apps.get_model("routine", "DailyReportEvent").objects.order_by("pgh_id")
    assert (before.production["attendance"], after.production["attendance"]) == (3, 2)
    assert reports(work)[0][0]["attendance"] == 2


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({**PRODUCTION, "attendance": None}, "attendance"),
        ({**PRODUCTION, "output_share": 501}, "output_share"),
        ({**PRODUCTION, "weather": 1}, "weather"),
    ],
)
def test_what_a_field_cannot_be_is_said_beside_it_and_nothing_is_written(work, user, values, field):
    with pytest.raises(Invalid) as refusal:
        submit(user, work, values=values)
    assert list(refusal.value.fields) == [field]
    assert reports(work) == []


def test_a_day_to_come_a_site_out_of_reach_and_who_may_not_are_refused(work, user, zone):
    with pytest.raises(Invalid):
        submit(user, work, day=clock.today() + timedelta(days=1))
    with pytest.raises(NotFound):
        submit(user, Workplace(zone))
    with pytest.raises(Denied):
        submit(world.person(zone, "clerk_industry"), work)
    assert reports(work) == []


def test_the_part_of_prevention_is_filled_in_from_what_is_known(work, user):
    deliver(work, work.says("health_report", "symptoms"), source="unit_reports")
    deliver(work, work.says("sample"), work.says("sample", who=1))
    with acting(user):
        known = queries.prefilled(today(user))
    assert known == {"people": 3, "reported": 1, "ill": 1, "tested": 2, "disinfected": 0}
    browser = signed_in(Client(), Account.objects.get(pk=user.account_id))
    here = f"/routine/sites/{work.site.pk}/reports/{clock.today():%Y-%m-%d}/"
    page = browser.get(f"{here}prevention/").content.decode()
    assert 'name="tested" value="2"' in page
    assert browser.post(f"{here}prevention/", {**PREVENTION, "version": 0}).status_code == 302
    assert browser.post(f"{here}production/", {**PRODUCTION, "attendance": "", "version": 1}).status_code == 422
    assert "缺生产" in browser.get("/routine/day/").content.decode()
    assert "没有填报" in browser.get(here).content.decode()
    assert browser.get(f"{here}weather/").status_code == 404


def test_goods_are_checked_and_what_is_not_sound_says_why(work, user):
    services.record_goods(actor=user, given=RecordGoods(site_id=work.site.pk, sound=True, key="form-1"))
    services.record_goods(actor=user, given=RecordGoods(site_id=work.site.pk, sound=True, key="form-1"))
    with pytest.raises(Invalid):
        services.record_goods(actor=user, given=RecordGoods(site_id=work.site.pk, sound=False, key="form-2"))
    services.record_goods(
        actor=user, given=RecordGoods(site_id=work.site.pk, sound=False, note="冷链外包装未消杀", key="form-2")
    )
    assert (today(user).goods, today(user).bad) == (2, 1)
    with acting(work.sender):
        assert GoodsCheck.objects.count() == 2


def test_a_pack_that_lacks_the_signals_of_daily_work_or_a_document_is_refused(work):
    actor = work.sender
    row = {"key": "closed", "zh": "密闭", "en": "Closed", "hours": 1, "cite": {"document": "nowhere", "article": "一"}}
    with pytest.raises(Invalid):
        services.load_pack(actor=actor, given=RoutinePack.model_validate({"classes": [row], "uses": [], "fields": []}))
    load_monitoring(actor=actor, given=PreventionPack(hazard="epidemic-2022-06"))
    with pytest.raises(Invalid) as refusal:
        services.load_pack(actor=actor, given=RoutinePack(classes=(), uses=(), fields=()))
    assert "health_report" in str(refusal.value)
