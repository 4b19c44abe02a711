"""Two at once in two real connections: one of two publications wins, one of two drafts is kept."""

import pytest

from sibao.facts.models import CriterionVersion
from sibao.kernel.refusals import Conflict
from tests import consulted, world
from tests.facts.test_criteria import PUBLISH, draft, publication
from tests.whitelist.counting import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_who_publish_at_once_one_wins_and_the_other_is_told_of_the_conflict(transactional_db):
    zone = world.load_pack()
    one, other = world.person(zone, "clerk_industry"), world.person(zone, "clerk_industry")
    with pytest.raises(Conflict):
        at_once(lambda: draft(one), lambda: draft(other))
    found = CriterionVersion.objects.get(state="draft")
    agrees = world.person(zone, "hq_office_clerk")
    asked = [consulted.agree(agrees, consulted.ask(who, PUBLISH, publication(found))) for who in (one, other)]
    at_once(lambda: consulted.carry_out(asked[0]), lambda: consulted.carry_out(asked[1]))
    for each in asked:
        each.refresh_from_db()
    states = sorted((each.state, each.reason) for each in asked)
    assert [state for state, _reason in states] == ["carried_out", "not_carried_out"]
    assert str(Conflict.default) in states[1][1]
    assert [one.number for one in CriterionVersion.objects.filter(key="industry", valid_to=None)] == [2]
    assert CriterionVersion.objects.get(key="industry", number=1).valid_to is not None
