"""Before a standard is published its author and the second person see whom it would concern, unit by unit."""

import re

import pytest
from django.test import Client

from sibao.accounts.models import Account
from sibao.facts.inputs import PublishCriterion
from sibao.facts.web.asked import publication
from tests import listing, world
from tests.accounts.people import signed_in
from tests.facts.test_criteria import TREE, changed, draft, publish


@pytest.fixture
def clerk(zone):
    return world.person(zone, "clerk_industry")


def browser(actor):
    return signed_in(Client(), Account.objects.get(pk=actor.account_id))


def rows(page):
    """The rows of a preview: unit → clauses."""
    lines = re.findall(r"<tr><td class=\"is-lead\">(.*?)</tr>", page, re.DOTALL)
    return {re.sub("<[^>]*>", "", line.partition("</td>")[0]): re.findall(r"<div>(.*?)</div>", line) for line in lines}


def test_a_draft_tells_whom_it_would_concern_before_it_is_published(zone, clerk):
    office = world.person(zone, "hq_office_clerk")
    known = {
        "在册够（示例）": 300,
        "在册将不够（示例）": 150,
        "在册早已不够（示例）": 50,
        "在册不知道（示例）": None,
    }
    in_already = [world.unit(zone, name=n, staff_count=s, city_lifeline=True) for n, s in known.items()]
    for name, staff, lifeline in (
        ("将新够（示例）", 250, False),
        ("早已够（示例）", 300, True),
        ("不够（示例）", 50, True),
        ("不知道（示例）", None, True),
    ):
        world.unit(zone, name=name, staff_count=staff, city_lifeline=lifeline)
    world.unit(zone, name="别的领域（示例）", sector="commerce", staff_count=150, city_lifeline=True)
    listing.listed(office, *in_already)
    publish(clerk, draft(clerk))
    tree = {"all": [changed(TREE, v=200)["all"][0]]}
    found = draft(clerk, tree=tree, examples=CASES)
    mine = browser(clerk)
    page = mine.get(f"/facts/criteria/{found.pk}/").content.decode()
    assert "发布后的影响" in page
    shown = {
        which: rows(mine.get(f"/facts/criteria/{found.pk}/effect/?which={which}").content.decode())
        for which in ("leave", "enter", "unknown_listed", "unknown_others")
    }
    short = "用工人数不低于200人"
    assert shown["leave"] == {"在册将不够（示例）": [short]}
    assert list(shown["enter"]) == ["将新够（示例）"]
    assert len(shown["enter"]["将新够（示例）"]) == 1
    assert shown["unknown_listed"] == {"在册不知道（示例）": [short]}
    assert shown["unknown_others"] == {"不知道（示例）": [short]}
    said = {
        str(line.label): line.after for line in publication(office, PublishCriterion(criterion_id=found.pk, version=1))
    }
    assert said["在册，将不再符合"] == said["未列入，将新符合"] == "1 家"
    assert said["将不知道"] == "在册 1 家，未列入 1 家"
    assert mine.get(f"/facts/criteria/{found.pk}/effect/?which=all").status_code == 404
    stranger = browser(world.person(zone, "clerk_commerce"))
    assert stranger.get(f"/facts/criteria/{found.pk}/effect/").status_code == 404
    publish(clerk, found)
    gone = mine.get(f"/facts/criteria/{found.pk}/effect/")
    assert (gone.status_code, gone["Location"]) == (302, f"/facts/criteria/{found.pk}/")
    assert "发布后的影响" not in mine.get(f"/facts/criteria/{found.pk}/").content.decode()


CASES = [
    {"name": "够", "facts": {"staff_count": 200}, "expected": "yes"},
    {"name": "不够", "facts": {"staff_count": 199}, "expected": "no"},
    {"name": "不知道", "facts": {}, "expected": "unknown"},
]
