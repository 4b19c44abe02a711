"""Migrations that render anew, after each step, the one model that the step changed.

Django renders whatever is joined to it in any way, and here everything is joined to everything: a hundred thousand times
a model for a new installation, two minutes of the two and a quarter that it took. What a table is made of stands in its
own model; who asks for more than that, as Python code in a migration does, is given all models rendered afresh, for the
state is marked as what Django calls delayed.
"""

from django.db.migrations.state import ProjectState

Key = tuple[str, str]


def render_only_what_changed() -> None:
    """Have migrations of this process render only the model that a step changed."""
    ProjectState._find_reload_model = _itself  # type: ignore[attr-defined]


def _itself(state: ProjectState, app_label: str, model_name: str, delay: bool = False) -> set[Key]:
    state.is_delayed = True
    return {(app_label, model_name.lower())}
