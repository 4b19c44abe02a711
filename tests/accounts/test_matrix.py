"""The permission matrix as a test: every role × every list, picker, panel, tile, page and API operation.

Without the permission the answer is 403; with it, exactly the rows of the scope; an object out of scope is not found,
in the same words as one that does not exist; and no answer behind the sign-in names a unit out of scope. New lists and
routes are covered by being registered; only a new kind of object needs a line in `small_world`.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from django.db import transaction
from django.test import Client, RequestFactory
from django.urls import resolve

from sibao.accounts.models import Account
from sibao.kernel import clock, files, live, slots, ways
from sibao.kernel.access import acting, covers, may
from sibao.kernel.doors import PUBLIC, SIGNED_IN
from sibao.kernel.lists.inputs import StartExport
from sibao.kernel.lists.pickers import SHOWN
from sibao.kernel.lists.registry import lists, pickers
from sibao.kernel.lists.working import run_export
from sibao.kernel.live_hub import Told
from sibao.kernel.refusals import Denied, Refusal
from tests import world
from tests.accounts import small_world
from tests.accounts.people import signed_in
from tests.accounts.small_world import ALSO, ARGUMENTS, NOTHING, WORDS, Small, example, reaches, row_of
from tests.accounts.small_writing import NAMES_NO_ROW, WRITES, body, by_kind

ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>")
NOT_HERE = {404, 405}
REFUSED_INPUT = {400, 404, 405, 409, 422}
OWN_PAGES = {  # tests/accounts/test_sign_in.py, test_factors.py
    "account_login",
    "account_logout",
    "account_change_password",
    "account_reauthenticate",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
}


ONE_SIDED = {
    "audit:checkpoint": "a checkpoint is of the whole installation",
    "audit:key-certificate": "no key of this zone is destroyed here; tests/audit/test_privacy.py does",
    **dict.fromkeys(
        (
            "directory:person-reveal",
            "duty:group-release",
            "whitelist:batch-publish",
            *(f"whitelist:rules-{step}" for step in ("edit", "publish", "withdraw")),
            "whitelist:batch-drop",
            "whitelist:objection-record",
            "whitelist:listing-remove",
            "whitelist:appeal-answer",
            "prevention:dismiss-one",
            *(f"tracing:{page}" for page in ("screening", "screening-again", "screening-assign", "screened-site")),
            *(f"entry:{step}" for step in ("code-assign", "code-release", "appeal-decide")),
            *(f"prevention:alert-{step}" for step in ("consult", "close", "dismiss")),
            "POST /api/v1/listings/<listing_id>/remove",
            "POST /api/v1/batches/<batch_id>/units",
            "POST /api/v1/batches/<batch_id>/units/<unit_id>/drop",
            "POST /api/v1/batches/<batch_id>/publish",
        ),
        "only those may who reach the whole zone",
    ),
}
"""Ways that take an id and are not tried with a row on either side of a scope, and why."""
OUTSIDE = {"directory:outline"}
"""Made for what lies outside one's scope: tests/directory/test_outline.py says how little it shows."""


@contextmanager
def undone() -> Iterator[None]:
    """Do something and undo it."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def small(django_db_setup: None, django_db_blocker) -> Iterator[Small]:
    with django_db_blocker.unblock(), undone():
        yield small_world.build()


@pytest.fixture(params=small_world.positions())
def actor(small, request):
    return small.actors[request.param]


@pytest.fixture
def browser(actor):
    with undone():
        yield signed_in(Client(), Account.objects.get(pk=actor.account_id))


@pytest.fixture(scope="module")
def of_nothing():
    """What is answered about an object that does not exist, by way and method: the same to everybody who may ask."""
    return {}


def gated(found):
    kept = [way for way in found if way.may != PUBLIC and way.name not in OWN_PAGES]
    return [one for way in kept for one in by_kind(way)]


def allowed(actor, way):
    return all(gate == SIGNED_IN or may(actor, gate) for gate in (way.may, ALSO.get(way.name, SIGNED_IN)))


def path_of(way, values):
    return ARGUMENT.sub(lambda match: str(values[match[1]]), way.path)


def word(way, name):
    """The word that stands for an argument which names no row, or None."""
    return WORDS.get(f"{way.name}:{name}") or WORDS.get(name)


def values(actor, way, *, inside):
    """A value for each argument of a way, or None when there is no such object."""
    names = ARGUMENT.findall(way.path)
    found = {name: word(way, name) or example(actor, way, name, inside=inside) for name in names}
    return None if None in found.values() else found


def method_of(way):
    return way.name.split()[0].lower() if way.kind == "operation" else "get"


def ask(browser, way, given, method):
    with undone():
        options = (
            {"content_type": "application/json"} if method in {"post", "put", "patch"} and way.kind != "route" else {}
        )
        data = {"data": "{}"} if options else {}
        return getattr(browser, method)(path_of(way, given), **data, **options)


def methods_of(way):
    return ("get", "post") if way.kind == "route" else (method_of(way),)


def named(answer, small, actor):
    """Units out of scope that an answer names."""
    if answer.streaming or not answer["Content-Type"].startswith(("text/", "application/json")):
        return []
    return [text for text in small.hidden_names(actor) if text in answer.content.decode()]


def is_helpless(answer):
    """Whether an answer is a page of ours without help on it (see tests/architecture/test_help.py)."""
    whole = answer.status_code == 200 and not answer.streaming and b'data-page="' in answer.content
    return whole and b'id="help"' not in answer.content


def test_there_is_something_to_try(small):
    kinds = {way.kind for way in ways.all_ways()}
    assert {"route", "list", "menu"} <= kinds
    assert len(small.actors) >= 20
    assert len({len(small.hidden_names(actor)) for actor in small.actors.values()}) >= 4


def is_refused(actor, way, browser):
    """Whether the gate of a way refuses the actor before anything else; what stands behind ALSO is asked as a whole."""
    given = {name: word(way, name) or 1 for name in ARGUMENT.findall(way.path)}
    if way.name in ALSO:
        return ask(browser, way, given, method_of(way)).status_code == 403
    path = path_of(way, given)
    request = getattr(RequestFactory(), method_of(way))(path)
    request.actor, request._dont_enforce_csrf_checks = actor, True
    view, args, given = resolve(path.split("?")[0])
    try:
        return view(request, *args, **given).status_code == 403
    except Denied:
        return True


def test_what_a_role_may_not_do_is_refused_everywhere(small, actor, browser):
    shut = [way for way in gated([*ways.routes(), *ways.operations()]) if not allowed(actor, way)]
    assert [way.name for way in shut if not is_refused(actor, way, browser)] == []


def test_what_a_gate_refuses_is_answered_with_403(small):
    wrong, browsers = [], {}
    with undone():
        for way in gated([*ways.routes(), *ways.operations()]):
            actor = next((one for one in small.actors.values() if not allowed(one, way)), None)
            if actor is not None:
                if actor not in browsers:
                    browsers[actor] = signed_in(Client(), Account.objects.get(pk=actor.account_id))
                given = {name: word(way, name) or 1 for name in ARGUMENT.findall(way.path)}
                answer = ask(browsers[actor], way, given, method_of(way))
                wrong += [] if answer.status_code == 403 else [(way.name, answer.status_code)]
    assert (wrong, len(browsers) > 1) == ([], True)


def test_what_a_role_may_open_opens_and_names_nothing_out_of_scope(small, actor, browser):
    wrong = []
    for way in gated([*ways.routes(), *ways.operations()]):
        given = values(actor, way, inside=True)
        if not allowed(actor, way) or given is None or method_of(way) != "get":
            continue
        answer = ask(browser, way, given, "get")
        if answer.status_code not in {200, 302, 405} or named(answer, small, actor) or is_helpless(answer):
            wrong.append((way.name, answer.status_code, named(answer, small, actor)[:1], is_helpless(answer)))
    assert wrong == []


def test_an_object_out_of_scope_is_not_found_and_not_told_apart_from_nothing(small, actor, browser, of_nothing):
    told_apart = []
    for way in gated([*ways.routes(), *ways.operations()]):
        names = rows_of(way)
        given = values(actor, way, inside=False)
        if not allowed(actor, way) or not names or given is None or way.name in OUTSIDE:
            continue
        nothing = {**given, **dict.fromkeys(names, NOTHING)}
        for method in methods_of(way):
            if (way.name, method) not in of_nothing:
                of_nothing[way.name, method] = ask(browser, way, nothing, method).status_code
            answer, other = ask(browser, way, given, method).status_code, of_nothing[way.name, method]
            good = NOT_HERE if method == "get" else REFUSED_INPUT
            if answer not in good or answer != other:
                told_apart.append((way.name, method, answer, other))
    assert told_apart == []


def rows_of(way):
    """The arguments of a way that name a row of somebody's."""
    return [name for name in ARGUMENT.findall(way.path) if word(way, name) is None]


def named_by(actor, write, way, *, inside):
    """The ids that an operation and its body name, each of a row inside, or of one outside; None where there is none."""
    tables = {**{name: ARGUMENTS.get(f"{way.name}:{name}") or ARGUMENTS[name] for name in rows_of(way)}, **write.rows}
    return {name: row_of(actor, table, inside=inside) for name, table in tables.items()}


def written(browser, small, way, write, ids):
    """The status of a write with these ids."""
    path = {name: ids[name] for name in rows_of(way)}
    given = body(small.zone, write, {name: ids[name] for name in write.rows})
    with undone():
        method = getattr(browser, method_of(way))
        return method(path_of(way, path), data=given, content_type="application/json").status_code


def test_what_the_api_writes_it_finds_in_the_scope_alone(small, actor, browser):
    wrong = []
    operations = {way.name: way for way in ways.operations()}
    for write in WRITES:
        way = operations[write.operation]
        if not allowed(actor, way):
            continue
        inside, outside = (named_by(actor, write, way, inside=side) for side in (True, False))
        for name in inside:
            others = {other: pk or NOTHING for other, pk in inside.items()}
            for pk in filter(None, (outside[name], NOTHING)):
                status = written(browser, small, way, write, {**others, name: pk})
                wrong += [] if status == write.otherwise.get(name, 404) else [(write.operation, name, pk, status)]
        if None not in inside.values() and (status := written(browser, small, way, write, inside)) == 404:
            wrong.append((write.operation, inside, status))
    assert wrong == []


def test_every_operation_that_writes_has_a_valid_body():
    writing = {way.name for way in ways.operations() if method_of(way) != "get"}
    assert {write.operation for write in WRITES} | set(NAMES_NO_ROW) == writing
    assert len(writing) > 20


def test_every_way_that_takes_an_id_is_tried_inside_and_outside(small):
    untried = []
    actors = sorted(small.actors.values(), key=lambda actor: actor.scope.whole_zone)
    for way in filter(rows_of, gated([*ways.routes(), *ways.operations()])):
        who = [actor for actor in actors if allowed(actor, way)]
        sides = [any(values(actor, way, inside=inside) for actor in who) for inside in (True, False)]
        untried += [] if all(sides) or way.name in ONE_SIDED else [(way.name, *sides)]
    operations = {way.name: way for way in ways.operations()}
    for write in WRITES:
        way = operations[write.operation]
        who = [actor for actor in actors if allowed(actor, way)]
        for side in (True, False):
            ids = [named_by(actor, write, way, inside=side) for actor in who]
            untried += [(write.operation, name, side) for name in write.rows if not any(one[name] for one in ids)]
    assert untried == []


def test_every_list_holds_exactly_the_rows_of_the_scope(small, actor):
    wrong = []
    for definition in lists.all():
        if not may(actor, definition.may):
            continue
        with acting(world.cli(small.zone)):
            everything = list(definition.rows(world.cli(small.zone)))
        expected = {row.pk for row in everything if reaches(actor, row)}
        with acting(actor):
            rows = definition.rows(actor)
            found, count = {row.pk for row in rows}, rows.count()
        if found != expected or count != len(expected):
            wrong.append((definition.key, sorted(found ^ expected), count))
    assert wrong == []


def test_every_export_holds_exactly_the_rows_of_the_scope(small, actor):
    for definition in lists.all():
        if not (definition.export and may(actor, definition.may)):
            continue
        given = StartExport(list_key=definition.key, format="csv")
        with undone(), acting(actor):
            if not may(actor, definition.export_may):
                with pytest.raises(Denied):
                    definition.export(actor=actor, given=given)
                continue
            run = definition.export(actor=actor, given=given)
            run_export(run.pk)
            run.refresh_from_db()
            text = files.content_of(actor, run.file_id).decode("utf-8-sig")
            expected = [row for row in definition.rows(world.cli(small.zone)) if reaches(actor, row)]
            assert run.rows == len(expected), definition.key
            assert [name for name in small.hidden_names(actor) if name in text] == [], definition.key


def test_every_picker_offers_exactly_the_rows_of_the_scope(small, actor):
    for picker in pickers.all():
        if not may(actor, picker.may):
            with pytest.raises(Denied):
                picker.find(actor)
            continue
        everything = list(picker.rows(world.cli(small.zone)))
        if picker.shared:
            assert [option.value for option in picker.find(actor)] == [
                str(getattr(row, picker.by)) for row in everything[:SHOWN]
            ]
            continue
        expected = {str(row.pk) for row in everything if reaches(actor, row)}
        with acting(actor):
            assert {option.value for option in picker.find(actor)} == expected, picker.key
            outside = [row for row in everything if not reaches(actor, row)]
            assert [row for row in outside if picker.one(actor, str(row.pk))] == [], picker.key


def test_every_choice_of_every_filter_stays_in_the_zone_and_names_no_unit_out_of_scope(small, actor):
    for definition in lists.all():
        if not may(actor, definition.may):
            continue
        for one in definition.filters:
            if options := getattr(one, "options", None):
                with acting(actor):
                    said = " ".join(str(option.label) for option in options(actor))
                assert [text for text in small.hidden_names(actor) if text in said] == [], definition.key


def test_tiles_and_panels_are_open_by_permission_and_name_nothing_out_of_scope(small, actor):
    groups = (slots.head, slots.workbench, slots.tiles, slots.unit_sections, slots.menu)
    for group in groups:
        expected = [one.key for one in group.all() if one.may == SIGNED_IN or may(actor, one.may)]
        assert [one.key for one in group.open_to(actor)] == expected
    with acting(actor):
        shown = [(tile.key, tile.data(actor, clock.now())) for tile in slots.tiles.open_to(actor)]
        shown += [(one.key, one.data(actor)) for group in (slots.head, slots.workbench) for one in group.open_to(actor)]
        leaks = [key for key, data in shown if any(text in repr(data) for text in small.hidden_names(actor))]
    assert leaks == []


def test_sections_of_a_unit_out_of_scope_show_nothing(small, actor):
    hidden = next((unit for unit in small.units if not reaches(actor, unit)), None)
    if hidden is None:
        return
    for panel in slots.unit_sections.open_to(actor):
        with acting(actor):
            try:
                shown = panel.data(actor, hidden.pk)
            except Refusal:
                continue
        assert hidden.name not in repr(shown), panel.key


def test_live_events_are_told_to_exactly_those_who_reach_the_unit(small, actor):
    for unit in small.units:
        place = {"zone_id": unit.zone_id, "area_path": unit.area.path, "sector_id": unit.sector_id, "unit_id": unit.pk}
        told = Told(id=1, topic="units", may="directory:unit:read", ids=[unit.pk], **place)
        assert live.reaches(actor, told, clock.now()) is (may(actor, told.may) and reaches(actor, unit))
        assert not live.reaches(actor, replace(told, zone_id=small.elsewhere.pk), clock.now())


def test_what_covers_a_row_in_hand_agrees_with_brute_force(small, actor):
    for unit in small.units:
        place = {"area_path": unit.area.path, "sector_id": unit.sector_id, "unit_id": unit.pk}
        assert covers(actor.scope, **place) is reaches(actor, unit)
