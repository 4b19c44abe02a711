"""One way to change anything: commands, and nobody beside them."""

import ast
import importlib
import inspect
from importlib import util

import pytest

from sibao.kernel.commands import COMMANDS
from sibao.kernel.permissions import ALL
from tests.architecture.source import (
    CONTEXTS,
    FREE,
    calls,
    context,
    imported_names,
    in_rooms,
    modules,
    outside_rooms,
    tree,
    where,
)

BULK_WRITES = {"bulk_create", "bulk_update", "get_or_create", "update_or_create", "abulk_create"}
ROW_WRITES = {"create", "update", "delete", "save", "insert"}
READS_OF_A_TABLE = {"objects", "filter", "exclude", "narrow", "select_for_update", "order_by"}
DATABASE_HANDLES = {"django.db.connection", "django.db.connections", "django.db.models.expressions.RawSQL"}


def test_every_command_has_the_permission_of_its_name():
    assert COMMANDS, "no command is registered"
    assert sorted(set(COMMANDS) - set(ALL)) == []


def test_every_command_is_named_after_its_own_context():
    strangers = [
        f"{name} is a command of {function.__module__}"
        for name, function in COMMANDS.items()
        if not function.__module__.startswith(f"sibao.{name.partition(':')[0]}.")
    ]
    assert strangers == []


def services():
    """What each context offers to be called: context → the functions that its services room shows."""
    rooms = [name for name in CONTEXTS if name not in FREE and util.find_spec(f"sibao.{name}.services")]
    found = {name: vars(importlib.import_module(f"sibao.{name}.services")) for name in rooms}
    return {name: shown(f"sibao.{name}.services", names) for name, names in found.items()}


def shown(module, names):
    public = names.get("__all__") or [name for name in names if not name.startswith("_")]
    functions = ((name, names[name]) for name in public if inspect.isfunction(names[name]))
    return {name: function for name, function in functions if function.__module__.startswith(module)}


SERVICES = services()
OFFERED = [(context, name) for context, functions in SERVICES.items() for name in functions]


@pytest.mark.parametrize(("context", "name"), OFFERED)
def test_every_function_that_services_offer_is_a_command(context, name):
    assert SERVICES[context][name] in COMMANDS.values()


@pytest.mark.parametrize(("context", "name"), OFFERED)
def test_commands_take_keywords_only_and_the_actor_first(context, name):
    parameters = list(inspect.signature(SERVICES[context][name]).parameters.values())
    assert [p.name for p in parameters if p.kind is not p.KEYWORD_ONLY] == []
    assert parameters[0].name == "actor"


def test_every_command_is_offered():
    offered = {function for functions in SERVICES.values() for function in functions.values()}
    assert sorted(name for name, function in COMMANDS.items() if function not in offered and ours(function)) == []


def ours(function):
    return function.__module__.split(".")[1] not in FREE


def test_every_command_says_what_it_does():
    assert sorted(name for name, function in COMMANDS.items() if not inspect.getdoc(function)) == []


def reads_a_table(node):
    """Whether an expression such as `Unit.objects.filter(…)` or `narrow(…)` stands left of the method called."""
    names = {n.attr for n in ast.walk(node) if isinstance(n, ast.Attribute)}
    names |= {n.func.id for n in ast.walk(node) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)}
    return bool(names & READS_OF_A_TABLE)


def writes(call, method):
    if method in BULK_WRITES:
        return True
    return method in ROW_WRITES and reads_a_table(call.func.value)


def test_only_services_handlers_sql_and_tasks_write():
    assert outside_rooms("services", "handlers", "sql", "tasks")
    found = [
        f"{where(path, call)} {method}()"
        for path in outside_rooms("services", "handlers", "sql", "tasks")
        for call, method in calls(path)
        if writes(call, method)
    ]
    assert found == []


def test_no_door_saves_a_row():
    found = [
        f"{where(path, call)} save()"
        for path in in_rooms("web", "api", "cli", "queries")
        for call, method in calls(path)
        if method == "save" and not (isinstance(call.func.value, ast.Attribute) and call.func.value.attr == "session")
    ]
    assert found == []


@pytest.mark.parametrize("read", ["role", "roles", "role_id", "role_ids", "permissions"])
def test_only_kernel_and_accounts_ask_an_actor_for(read):
    found = []
    for path in modules():
        if context(path) in {"kernel", "accounts", "config", ""}:
            continue
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Attribute) and node.attr == read:
                owner = node.value
                if getattr(owner, "id", getattr(owner, "attr", "")) == "actor":
                    found.append(f"{where(path, node)} actor.{read}: use may, require or narrow")
    assert found == []


def test_raw_sql_is_written_only_in_sql_rooms_the_kernel_and_migrations():
    found = []
    for path in outside_rooms("sql", "migrations"):
        found += [f"{where(path, node)} {name}" for node, name in imported_names(path) if handles_database(name)]
        found += [
            f"{where(path, call)} {method}()"
            for call, method in calls(path)
            if method in {"raw", "extra"} and reads_a_table(call.func.value)
        ]
    assert found == []


def handles_database(name):
    return name in DATABASE_HANDLES or name.partition(".")[0] == "psycopg"


def test_nothing_is_imported_from_inside_a_function():
    late = []
    for path in modules():
        if path.name == "apps.py":
            continue
        for function in ast.walk(tree(path)):
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                inside = (node for node in ast.walk(function) if isinstance(node, ast.Import | ast.ImportFrom))
                late += [where(path, node) for node in inside]
    assert late == []


def test_the_checks_above_would_notice_a_write():
    seen = ast.parse("Unit.objects.filter(id=1).update(name='x')", mode="eval").body
    unseen = ast.parse("counts.update(new=1)", mode="eval").body
    assert writes(seen, "update")
    assert not writes(unseen, "update")
