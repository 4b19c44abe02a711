"""Lifecycles: what is not in the table cannot happen, in the product and in the database."""

import itertools

import pytest
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st

from sibao.kernel import clock
from sibao.kernel.lifecycle import Lifecycle, Move, State
from sibao.kernel.refusals import WrongMove
from sibao.whitelist.models import Batch, Listing, Suspension
from sibao.whitelist.states import BATCH, LISTING
from tests import world

TABLES = (BATCH, LISTING)


@given(table=st.sampled_from(TABLES), data=st.data())
def test_a_move_leads_where_the_table_says_and_any_other_is_refused(table, data):
    state = data.draw(st.sampled_from(sorted(table.states)))
    action = data.draw(st.sampled_from(sorted({move.action for move in table.moves})) | st.text(max_size=9))
    expected = {(move.frm, move.action): move.to for move in table.moves}.get((state, action))
    if expected:
        assert table.move(state, action) == expected
    else:
        with pytest.raises(WrongMove):
            table.move(state, action)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.noun)
def test_every_state_is_reached_and_the_ends_have_no_way_out(table):
    reached = {next(iter(table.states))} | {move.to for move in table.moves}
    assert reached == set(table.states)
    ends = set(table.states) - {move.frm for move in table.moves}
    assert ends <= {"published", "withdrawn", "removed"}


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.noun)
def test_a_step_is_open_to_who_may_and_says_why_not_to_others(table, zone):
    able, unable = world.cli(zone), world.person(zone, "clerk_zhicheng")
    for state in table.states:
        moves = [move for move in table.moves if move.frm == state]
        assert [step.move for step in table.steps(state, able)] == moves
        assert all(step.open for step in table.steps(state, able, "请由指挥部办公室办理"))
        for step in table.steps(state, unable, "请由指挥部办公室办理"):
            assert (step.open, step.why_not) == (False, "请由指挥部办公室办理")


def test_a_table_with_a_state_it_does_not_know_or_a_move_twice_does_not_load():
    states = (State("a", "甲"), State("b", "乙"))
    move = Move("a", "go", "b", "whitelist:batch:publish", "走")
    with pytest.raises(RuntimeError, match="unknown states"):
        Lifecycle("x", states, (Move("a", "go", "c", "whitelist:batch:publish", "走"),))
    with pytest.raises(RuntimeError, match="declared twice"):
        Lifecycle("x", states, (move, move))


def whole(zone, model, state):
    """A row in a state, with all that the state asks for."""
    now = clock.now()
    batch = {
        "zone": zone,
        "number": 1,
        "created_by": 0,
        "created_at": now,
        "objection_until": now,
        "published_at": now,
        "notice_number": "济四保办〔2022〕1号",
        "withdrawn_reason": "材料不全",
    }
    if model is Batch:
        return Batch.objects.create(state=state, **batch)
    return Listing.objects.create(
        zone=zone,
        unit=world.unit(zone),
        batch=Batch.objects.create(state="published", **batch),
        number=1,
        state=state,
        state_reason="核查后决定",
        updated_at=now,
    )


PAIRS = [
    (model, frm, to)
    for model, table in ((Batch, BATCH), (Listing, LISTING))
    for frm, to in itertools.permutations(table.states, 2)
]


@pytest.mark.django_db
@pytest.mark.parametrize(("model", "frm", "to"), PAIRS, ids=lambda one: getattr(one, "__name__", one))
def test_the_database_lets_through_the_moves_of_the_table_and_no_other(zone, model, frm, to):
    table = BATCH if model is Batch else LISTING
    row = whole(zone, model, frm)
    allowed = any((move.frm, move.to) == (frm, to) for move in table.moves)
    if allowed:
        assert model.objects.filter(pk=row.pk).update(state=to) == 1
    else:
        with pytest.raises(DatabaseError), transaction.atomic():
            model.objects.filter(pk=row.pk).update(state=to)
    row.refresh_from_db()
    assert row.state == (to if allowed else frm)
    if row.state == "suspended":
        pause(row)


def pause(listing):
    """The cause without which nothing is left suspended when a transaction ends."""
    begun = {"reason": "核查", "begun_at": clock.now(), "begun_by": ""}
    Suspension.objects.create(zone=listing.zone, listing=listing, cause="pause", **begun)


@pytest.mark.django_db
@pytest.mark.parametrize("model", [Batch, Listing])
def test_the_database_knows_no_state_of_another_name(zone, model):
    with pytest.raises(DatabaseError), transaction.atomic():
        whole(zone, model, "nonsense")
