"""Whatever is said, in whatever order: nothing is agreed without its quorum, and nobody counts twice."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sibao.approvals import rules, services
from sibao.approvals.inputs import OneConsultation
from sibao.approvals.models import Consultation
from sibao.approvals.rules import Voice
from sibao.kernel.access import acting
from sibao.kernel.refusals import Refusal
from tests import consulted, world
from tests.approvals.steps import asked, over, ready, rule, say, stands_in, withdraw

PERSON = st.integers(1, 6)
VOICES = st.lists(
    st.builds(
        Voice,
        account_id=PERSON,
        holder_id=PERSON,
        body=st.integers(0, 2),
        stance=st.sampled_from(["agree", "disagree", "abstain"]),
    ),
    max_size=10,
)
NEEDED = st.fixed_dictionaries(
    {"quorum": st.integers(0, 6), "least": st.lists(st.integers(0, 3), min_size=3, max_size=3), "veto": st.booleans()}
)


@given(voices=VOICES, needed=NEEDED)
def test_agreement_takes_as_many_different_people_and_seats_as_the_rule_says(voices, needed):
    if rules.outcome(voices, **needed) != "agree":
        return
    agreeing = [voice for voice in voices if voice.stance == "agree"]
    assert len({voice.account_id for voice in agreeing}) >= max(needed["quorum"], 1)
    assert len({voice.holder_id for voice in agreeing}) >= max(needed["quorum"], 1)
    for body, least in enumerate(needed["least"]):
        assert len({voice.account_id for voice in agreeing if voice.body == body}) >= least


@given(voices=VOICES, needed=NEEDED, again=st.integers(0, 9))
def test_saying_it_again_changes_nothing(voices, needed, again):
    repeated = [*voices, *voices[again : again + 1]]
    assert rules.outcome(repeated, **needed) == rules.outcome(voices, **needed)


@given(voices=VOICES, needed=NEEDED)
def test_more_agreement_never_takes_agreement_away(voices, needed):
    more = [*voices, Voice(7, 7, 0, "agree")]
    if rules.outcome(voices, **needed) == "agree":
        assert rules.outcome(more, **needed) == "agree"


PEOPLE = ("asker", "second", "third", "deputy", "robot", "stranger")
ACTS = st.one_of(
    st.tuples(st.sampled_from(PEOPLE), st.sampled_from(["agree", "disagree", "abstain"])),
    st.tuples(st.sampled_from(["asker", "second"]), st.just("withdraw")),
    st.tuples(st.just("clock"), st.sampled_from(["expire", "carry out"])),
)


@pytest.mark.django_db
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(ACTS, min_size=1, max_size=9), quorum=st.integers(1, 2), veto=st.booleans())
def test_no_story_carries_out_without_quorum_or_with_the_asker(zone, cast, acts, quorum, veto):
    with transaction.atomic():
        rule(zone, {"role": "hq_office"}, quorum=quorum, veto=veto)
        batch = ready(zone)
        found = asked(cast["asker"], batch)
        for who, what in acts:
            try:
                _act(zone, cast, found, who, what)
            except Refusal:
                continue
        _agrees_with_its_opinions(Consultation.objects.get(pk=found.pk), cast, batch)
        transaction.set_rollback(True)


def _act(zone, cast, found, who, what):
    if what == "withdraw":
        withdraw(cast[who], found)
    elif what == "carry out":
        consulted.carry_out(found, now=over())
    elif what == "expire":
        with acting(world.cli(zone)):
            given = OneConsultation(consultation_id=found.pk)
            services.expire_consultation(actor=world.cli(zone), given=given, now=found.lapses_at)
    else:
        say(cast[who], found, what, "" if what == "agree" else "理由如下")


def _agrees_with_its_opinions(found, cast, batch):
    said = list(found.opinions.all())
    people = [one.account_id for one in said]
    asker = cast["asker"].account_id
    assert len(people) == len(set(people))
    assert asker not in {*people, *(one.holder_id for one in said)}
    batch.refresh_from_db()
    assert (batch.state == "published") == (found.state == "carried_out")
    if found.state in ("agreed", "carried_out", "not_carried_out"):
        assert sum(one.stance == "agree" for one in said) >= found.quorum
        assert not (found.veto and any(one.stance == "disagree" for one in said))


@pytest.fixture
def cast(zone):
    """Who takes part: two colleagues, the asker's deputy, a machine in the office, and somebody who was not asked."""
    people = {name: world.person(zone, "hq_office_clerk") for name in ("asker", "second", "third", "robot")}
    robot = people["robot"].account_id
    world.Account.objects.filter(pk=robot).update(is_machine=True)
    people["stranger"] = world.person(zone, "hq_commander")
    people["deputy"] = stands_in(people["asker"], people["third"])
    return people
