"""Whatever names a unit says what becomes of it when the unit is merged into another."""

import pghistory.models
from django.apps import apps

from sibao.directory.models import Unit
from sibao.kernel import merging
from tests.architecture.source import CONTEXTS


def naming():
    """Every column of a table of the present that names a unit: context.Table.field → its database column."""
    ours = [model for model in apps.get_models() if model._meta.app_label in CONTEXTS]
    tables = [model for model in ours if not issubclass(model, pghistory.models.Event)]
    fields = [(model, field) for model in tables for field in model._meta.concrete_fields]
    return {f"{m._meta.label}.{f.name}": (m, f.column) for m, f in fields if f.is_relation and f.related_model is Unit}


def test_every_column_that_names_a_unit_follows_a_merge_or_says_why_it_stays():
    following = {(one.model, one.column) for one in merging.followers("unit")}
    assert following
    silent = [name for name, there in naming().items() if there not in following and name not in merging.STAYING]
    assert silent == [], "register a Follower (sibao/kernel/merging.py) in registered.py, or say why it stays"


def test_what_stays_is_there_and_does_not_follow_too():
    following = {(one.model, one.column) for one in merging.followers("unit")}
    assert sorted(set(merging.STAYING) - set(naming())) == []
    assert [name for name in merging.STAYING if naming()[name] in following] == []
