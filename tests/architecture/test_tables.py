"""What every table keeps to."""

import pghistory.models
import pytest
from django.apps import apps
from django.db import models

from sibao.kernel import clock
from tests.architecture.source import CONTEXTS, rank

ZONELESS = {
    "kernel.ClockMove": "one clock for the whole installation",
    "kernel.ClockOffset": "one clock for the whole installation",
    "directory.Zone": "the zone itself",
    "directory.Industry": "the national classification GB/T 4754",
    "directory.SizeBound": "the national size classes",
    "audit.UnsealedLine": "the one chain of the installation",
    "audit.Seal": "the one chain of the installation",
    "audit.Checkpoint": "attests the one chain of the installation",
}


def tables():
    return [model for model in apps.get_models() if model._meta.app_label in CONTEXTS]


def is_history(model):
    return issubclass(model, pghistory.models.Event)


def relations(model):
    return [field for field in model._meta.get_fields() if field.concrete and field.is_relation and field.related_model]


def test_the_contexts_have_tables():
    assert {model._meta.app_label for model in tables()} >= {"kernel", "directory", "accounts", "audit", "whitelist"}


def test_foreign_keys_point_down_the_river():
    order = rank()
    up = [
        f"{model._meta.label}.{field.name} points up to {field.related_model._meta.label}"
        for model in tables()
        for field in relations(model)
        if (theirs := field.related_model._meta.app_label) in order and order[theirs] > order[model._meta.app_label]
    ]
    assert up == []


def test_foreign_keys_across_contexts_leave_no_way_back_up():
    open_ways = [
        f"{model._meta.label}.{field.name} needs related_name='+'"
        for model in tables()
        for field in relations(model)
        if field.related_model._meta.app_label != model._meta.app_label and not field.remote_field.hidden
    ]
    assert open_ways == []


def test_neighbours_on_one_floor_do_not_point_at_each_other():
    order = rank()
    sideways = [
        f"{model._meta.label}.{field.name}"
        for model in tables()
        for field in relations(model)
        if (theirs := field.related_model._meta.app_label) in order
        and theirs != model._meta.app_label
        and order[theirs] == order[model._meta.app_label]
    ]
    assert sideways == []


@pytest.mark.parametrize("model", tables(), ids=lambda model: model._meta.label)
def test_every_row_belongs_to_a_zone(model):
    zone = next((field for field in model._meta.concrete_fields if field.attname == "zone_id"), None)
    if zone is None:
        assert model._meta.label in ZONELESS, "add zone_id, or a reason to ZONELESS"
    else:
        assert model._meta.label not in ZONELESS
        target = zone.target_field if zone.is_relation else zone
        assert isinstance(target, models.BigIntegerField | models.BigAutoField), "one integer type for zone_id"


@pytest.mark.parametrize("model", tables(), ids=lambda model: model._meta.label)
def test_no_column_reads_the_real_clock_by_itself(model):
    for field in model._meta.concrete_fields:
        if is_history(model) and field.name.startswith("pgh_"):
            continue
        if isinstance(field, models.DateField):
            by_itself = field.auto_now or field.auto_now_add
            assert not by_itself, f"{field.name}: `now` comes in through the command"
            assert field.default in {models.NOT_PROVIDED, None, clock.now, clock.today}, field.name


@pytest.mark.parametrize("model", [m for m in tables() if not is_history(m)], ids=lambda model: model._meta.label)
def test_every_table_says_what_a_row_is(model):
    assert model.__doc__, model
    assert not model.__doc__.startswith(f"{model.__name__}("), "a docstring, please: what one row is"
