"""Pickers offer what the asker reaches, and nothing else exists for her."""

import pytest
from django.urls import reverse

from sibao.directory.web.lists import PICKER
from sibao.kernel.lists.pickers import SHOWN
from sibao.kernel.refusals import Denied
from tests import world
from tests.kernel.lists.steps import bare_units
from tests.seen import browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def town_clerk(zone):
    return world.person(zone, "clerk_zhicheng")


def offered(actor, text=""):
    answer = browser(actor).get(reverse("kernel:picker", args=[PICKER.key]), {"q": text})
    assert answer.status_code == 200
    return {option["value"]: option["label"] for option in answer.json()["options"]}


def test_only_what_lies_in_the_scope_is_offered(zone, town_clerk):
    ours = world.unit(zone, town="419001102", name="济源砚泽铅材有限公司（演示）")
    theirs = world.unit(zone, town="419001100", name="王屋砚泽制药有限公司（演示）")
    assert offered(town_clerk, "砚泽") == {str(ours.pk): f"{ours.name} {ours.code}"}
    assert offered(town_clerk, theirs.code) == {}
    assert PICKER.one(town_clerk, str(theirs.pk)) is None
    assert PICKER.one(town_clerk, str(ours.pk)).value == str(ours.pk)


def test_a_unit_user_is_offered_her_own_unit(zone):
    ours, _other = world.unit(zone), world.unit(zone)
    user = world.person(zone, "unit_user", unit=ours)
    if PICKER.may not in user.permissions:
        with pytest.raises(Denied):
            PICKER.find(user)
        return
    assert set(offered(user)) == {str(ours.pk)}


def test_at_most_twenty_are_offered(zone, town_clerk):
    bare_units(zone, [1] * (SHOWN + 5))
    assert len(offered(town_clerk)) == SHOWN


@pytest.mark.parametrize("text", ["%", "'", "a\0b", "长" * 500, "((", "\\"])
def test_whatever_is_typed_is_only_text(zone, town_clerk, text):
    world.unit(zone)
    assert offered(town_clerk, text) == {}


@pytest.mark.parametrize("value", ["", "x", "-1", "²", "9" * 19, "1.0", "\0"])
def test_a_value_that_is_none_has_no_option(zone, town_clerk, value):
    assert PICKER.one(town_clerk, value) is None


def test_a_picker_that_does_not_exist_is_not_found_and_a_closed_one_is_refused(zone, town_clerk):
    assert browser(town_clerk).get(reverse("kernel:picker", args=["no:picker"])).status_code == 404
    administrator = world.person(zone, "system_administrator")
    if PICKER.may not in administrator.permissions:
        assert browser(administrator).get(reverse("kernel:picker", args=[PICKER.key])).status_code == 403
