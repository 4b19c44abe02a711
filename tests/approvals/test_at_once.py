"""Two at once in two real connections: one decision, and what it lets pass is done once."""

import pytest

from sibao.approvals.models import Consultation, ConsultationUse
from sibao.kernel.refusals import Denied, Invalid, WrongMove
from sibao.whitelist.models import Batch
from tests import consulted, world
from tests.approvals.steps import asked, over, ready, rule, say, withdraw
from tests.whitelist.counting import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def zone(transactional_db):
    return world.load_pack()


@pytest.fixture
def office(zone):
    return world.person(zone, "hq_office_clerk")


@pytest.fixture
def others(zone):
    return [world.person(zone, "hq_office_clerk") for _one in range(2)]


def test_two_last_opinions_at_once_decide_once_and_are_carried_out_once(zone, office, others):
    rule(zone, {"role": "hq_office", "least": 2}, quorum=2)
    batch = ready(zone)
    found = asked(office, batch)
    one, other = others
    at_once(lambda: say(one, found), lambda: say(other, found))
    assert Consultation.objects.get(pk=found.pk).state == "agreed"
    at_once(lambda: consulted.carry_out(found, now=over()), lambda: consulted.carry_out(found, now=over()))
    assert Consultation.objects.get(pk=found.pk).state == "carried_out"
    assert ConsultationUse.objects.count() == 1
    assert Batch.objects.get(pk=batch.pk).state == "published"


def test_the_last_opinion_and_a_withdrawal_at_once_leave_what_came_first(zone, office, others):
    for opinion_first in (True, False):
        found = asked(office, ready(zone))
        both = [lambda found=found: say(others[0], found), lambda found=found: withdraw(office, found)]
        with pytest.raises(WrongMove):
            at_once(*(both if opinion_first else reversed(both)))
        assert Consultation.objects.get(pk=found.pk).state == ("agreed" if opinion_first else "withdrawn")


def test_the_same_person_twice_and_the_same_question_twice_at_once_count_once(zone, office, others):
    rule(zone, {"role": "hq_office", "least": 2}, quorum=2)
    batch = ready(zone)
    with pytest.raises(Invalid):
        at_once(lambda: asked(office, batch), lambda: asked(office, batch))
    found = Consultation.objects.get()
    with pytest.raises(Denied):
        at_once(lambda: say(others[0], found), lambda: say(others[0], found))
    assert found.opinions.count() == 1
