"""What a migration sees of models: its own as the step before left it, and all of them afresh where it runs Python."""

from typing import Any

from django.db import connection, migrations, models
from django.db.migrations.state import ModelState, ProjectState

from sibao.kernel.database.migrating import render_only_what_changed


def _state() -> ProjectState:
    key = ("id", models.BigAutoField(primary_key=True))
    state = ProjectState()
    state.add_model(ModelState("invented", "Place", [key]))
    state.add_model(
        ModelState("invented", "Person", [key, ("place", models.ForeignKey("invented.Place", models.CASCADE))])
    )
    assert state.apps
    return state


def test_a_step_renders_its_own_model_anew_and_leaves_the_others(monkeypatch: Any) -> None:
    monkeypatch.setattr(ProjectState, "_find_reload_model", ProjectState._find_reload_model)
    render_only_what_changed()
    state = _state()
    person = state.apps.get_model("invented", "person")
    state.add_field("invented", "place", "name", models.CharField(max_length=10, default=""), preserve_default=True)
    assert state.apps.get_model("invented", "place")._meta.get_field("name").max_length == 10
    assert state.apps.get_model("invented", "person") is person


def test_python_in_a_migration_sees_all_models_joined_as_they_are_now(monkeypatch: Any) -> None:
    monkeypatch.setattr(ProjectState, "_find_reload_model", ProjectState._find_reload_model)
    render_only_what_changed()
    state, seen = _state(), []
    state.add_field("invented", "place", "name", models.CharField(max_length=10, default=""), preserve_default=True)

    def look(apps: Any, editor: Any) -> None:
        place = apps.get_model("invented", "person")._meta.get_field("place").related_model
        seen.append((place is apps.get_model("invented", "place"), [field.name for field in place._meta.fields]))

    with connection.schema_editor(atomic=False) as editor:
        migrations.RunPython(look).database_forwards("invented", editor, state, state.clone())
    assert seen == [(True, ["id", "name"])]
