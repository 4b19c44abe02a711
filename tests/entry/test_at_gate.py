"""A guard and somebody who shows her code: answered whichever unit she is of, on the record, and recorded in one tap (R18)."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from sibao.entry import queries, services
from sibao.entry.inputs import CheckAtGate, RecordAtGate
from sibao.kernel import clock
from sibao.kernel.access import acting
from sibao.kernel.models import PersonalLook
from sibao.kernel.refusals import Denied, Invalid, NotFound, WrongMove
from sibao.kernel.secrets import mask_name
from sibao.prevention.models import Signal
from tests import seen, world
from tests.entry.test_gate import known
from tests.prevention.signals import Workplace, deliver


@pytest.fixture
def work(zone):
    return Workplace(zone, people=2)


@pytest.fixture
def elsewhere(zone):
    return Workplace(zone)


@pytest.fixture
def guard(zone, work):
    return world.person(zone, "unit_gate_guard", unit=work.unit)


def code(work, who=0):
    return queries.code_of(work.zone.pk, work.people[who].person_id)


def check(actor, site, text):
    with acting(actor):
        return services.check_at_gate(actor=actor, given=CheckAtGate(site_id=site.pk, code=text))


def record(actor, site, text, once="einmal-1"):
    with acting(actor):
        given = RecordAtGate(site_id=site.pk, code=text, once=once)
        return services.record_at_gate(actor=actor, given=given)


def passes(work, who=0):
    with acting(world.cli(work.zone)):
        return Signal.objects.filter(subject_id=work.people[who].person_id, kind=6).count()


def looks(zone):
    return PersonalLook.objects.filter(zone_id=zone.pk, what="entry:gate:check").count()


def test_a_guard_is_answered_by_code_by_its_picture_and_by_a_code_typed_badly(work, guard):
    known(work)
    shown = code(work)
    for text in (shown, shown.lower().replace("-", " "), f"https://sibao.example/entry/gate/#{shown}"):
        found = check(guard, work.site, text)
        assert (found.answer.colour, found.person.person_id) == ("green", work.people[0].person_id)
    assert looks(work.zone) == 3


def test_a_visitor_of_another_unit_is_answered_and_nothing_but_a_masked_name_is_told(work, elsewhere, guard):
    known(elsewhere)
    found = check(guard, work.site, code(elsewhere))
    assert found.answer.colour == "green"
    assert found.person.name == mask_name("张演示")


def test_a_guard_checks_at_the_own_sites_alone_and_who_is_no_guard_checks_nobody(zone, work, elsewhere, guard):
    for actor, site, refusal in (
        (guard, elsewhere.site, NotFound),
        (world.person(zone, "health_officer"), work.site, Denied),
    ):
        with pytest.raises(refusal):
            check(actor, site, code(work))
    assert looks(zone) == 0


@pytest.mark.parametrize("broken", ["", "0000", "ZZZZ-ZZZZ-ZZZZ-ZZZZ"])
def test_a_code_that_was_mistyped_or_made_up_names_nobody_and_leaves_no_look(work, guard, broken):
    shown = code(work)
    swapped = shown[1] + shown[0] + shown[2:] if shown[0] != shown[1] else shown[:-1] + "Z"
    for text in (broken or swapped, queries.code_of(work.zone.pk + 1, work.people[0].person_id)):
        with pytest.raises(Invalid):
            check(guard, work.site, text)
    assert looks(work.zone) == 0


def test_one_tap_records_what_the_gate_saw_once_however_often_it_is_sent(work, guard):
    known(work)
    assert [record(guard, work.site, code(work)).answer.colour for _ in range(2)] == ["green"] * 2
    assert passes(work) == 1
    assert work.open("gate_warning") == 0


@pytest.mark.parametrize(("more", "sees"), [({"result": "positive"}, "red"), ({"ago": 60.0}, "expired")])
def test_who_is_kept_out_is_recorded_and_the_unit_is_warned(work, guard, more, sees):
    known(work, **more)
    if sees == "expired":
        codes = [work.says(kind, value) for kind, value in (("code_status", "green"), ("travel_code", "clear"))]
        deliver(work, *codes, source="code_platform")
    record(guard, work.site, code(work))
    assert (passes(work), work.open("gate_warning")) == (1, 1)


def test_who_is_not_known_is_neither_let_in_nor_recorded(work, guard):
    assert check(guard, work.site, code(work)).answer.colour == "unknown"
    with pytest.raises(WrongMove):
        record(guard, work.site, code(work))
    assert passes(work) == 0


def test_the_list_for_the_phone_holds_the_people_of_the_site_by_how_their_codes_begin_and_no_name(
    work, elsewhere, guard
):
    known(work)
    with acting(guard):
        kept = queries.known_at(guard, work.site, clock.now())
        assert queries.known_at(guard, elsewhere.site, clock.now()) == {}
    marks = [code(work, who).replace("-", "")[:7] for who in (0, 1)]
    assert {mark: kept[mark].colour for mark in marks} == {marks[0]: "green", marks[1]: "unknown"}
    assert len(kept) == 2
    assert 22 * 3600 < kept[marks[0]].seconds <= 24 * 3600
    assert kept[marks[1]].seconds is None


@given(zone_id=some.integers(1, 2**40 - 1), person_id=some.integers(1, 2**40 - 1))
def test_a_code_leads_back_to_its_person_in_her_zone_alone(zone_id, person_id):
    shown = queries.code_of(zone_id, person_id)
    assert len(shown) == 19
    assert queries.person_of(zone_id, shown) == person_id
    with pytest.raises(Invalid):
        queries.person_of(zone_id + 1, shown)


def test_the_page_answers_a_code_in_words_and_the_cards_bear_codes(work, zone):
    known(work)
    browser = seen.browser(world.person(zone, "unit_user", unit=work.unit))
    answered = browser.post("/entry/gate/", {"site_id": work.site.pk, "code": code(work)}).content.decode()
    assert "绿：可以进入" in answered
    assert "放行并登记" in answered
    assert "张演示" not in answered
    cards = browser.get(f"/entry/sites/{work.site.pk}/cards/").content.decode()
    assert all(code(work, who) in cards for who in (0, 1))
    assert "张演示" not in cards
