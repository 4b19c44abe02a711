"""`sibao admin create` and `sibao permissions`."""

import argparse
import json
import tomllib

import pytest
from django.test import Client, override_settings

from sibao.accounts import cli, queries
from sibao.accounts.models import Account
from sibao.config.demo.accounts import load_accounts, read_accounts
from sibao.directory import queries as directory
from sibao.kernel import clock
from sibao.kernel.permissions import ALL
from sibao.kernel.refusals import Invalid
from tests import world
from tests.accounts.people import sign_in

pytestmark = pytest.mark.django_db
DEMO = world.PACK / "demo-accounts.toml"


def run(*words):
    parser = argparse.ArgumentParser()
    cli.register(parser.add_subparsers(required=True))
    arguments = parser.parse_args(words)
    return arguments.run(arguments)


def test_the_first_administrator_is_made_once(zone, capsys):
    assert run("admin", "create", "root-1") == 0
    out = capsys.readouterr().out
    account = Account.objects.get(username="root-1")
    assert account.check_password(out.split()[-1])
    assert account.must_change_password
    [held] = queries.running_appointments(account.pk, clock.now())
    assert held.position.code == "system_administrator"
    assert run("admin", "create", "root-2") == 1
    assert "--force" in capsys.readouterr().err
    assert run("admin", "create", "root-2", "--force") == 0


def test_each_of_the_three_duties_has_its_first_administrator_made_here(zone):
    for duty in ("security", "audit"):
        assert run("admin", "create", f"first-{duty}", "--duty", duty) == 0
        [held] = queries.running_appointments(Account.objects.get(username=f"first-{duty}").pk, clock.now())
        assert held.position.code == f"{duty}_administrator"


def test_the_name_is_asked_for_when_left_out(zone, monkeypatch):
    monkeypatch.setattr("builtins.input", lambda words: "root-3")
    assert run("admin", "create") == 0
    assert Account.objects.filter(username="root-3").exists()


@pytest.mark.parametrize("name", ["x", "根", "a b"])
def test_a_bad_name_is_refused_in_words(zone, capsys, name):
    assert run("admin", "create", name) == 1
    assert "登录名须为" in capsys.readouterr().err


def test_a_taken_name_is_refused_and_makes_no_second_account(zone, capsys):
    run("admin", "create", "root-1")
    assert run("admin", "create", "root-1", "--force") == 1
    assert "已有人使用" in capsys.readouterr().err


def test_the_matrix_as_json_is_stable_and_whole(zone, capsys):
    assert run("permissions", "--json") == 0
    first = capsys.readouterr().out
    run("permissions", "--json")
    assert capsys.readouterr().out == first
    data = json.loads(first)
    names = [row["name"] for row in data["permissions"]]
    assert names == sorted(names)
    assert set(names) < set(ALL)
    row = next(row for row in data["permissions"] if row["name"] == "accounts:account:read")
    assert row["roles"] == ["system_administrator", "security_administrator"]
    assert row["opens"]["list"] == ["accounts:accounts"]
    assert next(role for role in data["roles"] if role["code"] == "town_clerk")["scopes"] == ["area"]


def test_the_matrix_is_shown_to_people_too(zone, capsys):
    assert run("permissions") == 0
    assert "查看权限矩阵" in capsys.readouterr().out


@pytest.fixture
def demo(zone):
    """A demo zone with the units that the demo accounts name, and its accounts."""
    given = read_accounts(DEMO)
    unit = world.unit(zone)
    accounts = [one.model_copy(update={"unit": unit.pk if one.unit else None}) for one in given.accounts]
    return given.model_copy(update={"accounts": accounts})


def test_demo_accounts_sign_in_with_the_password_of_the_page(zone, demo, client):
    from_page = tomllib.loads(DEMO.read_text(encoding="utf-8"))["password"]
    made = cli.services.load_demo(actor=world.cli(zone), given=demo)
    assert len(made) == len(demo.accounts) >= 25
    assert len({account.password for account in made}) == len(made)
    assert cli.services.load_demo(actor=world.cli(zone), given=demo) == []
    assert sign_in(client, made[0], from_page).status_code == 302


def test_the_sign_in_page_of_a_demo_lists_its_accounts_and_fills_in_the_chosen_one(zone, demo):
    cli.services.load_demo(
        actor=world.cli(zone), given=demo.model_copy(update={"ended_at": None, "accounts": demo.accounts[:2]})
    )
    with override_settings(DEMO=True, DEMO_PASSWORD="shown-on-the-page"):
        page = Client().get("/accounts/login/?as=gongxin").content.decode()
    assert "工业生产名单经办" in page
    assert 'value="gongxin"' in page
    assert 'value="shown-on-the-page"' in page
    with override_settings(DEMO=False):
        assert "工业生产名单经办" not in Client().get("/accounts/login/?as=gongxin").content.decode()


def test_real_accounts_are_never_listed_on_the_page(zone, demo):
    clerk = world.person(zone, "clerk_industry")
    with override_settings(DEMO=True, DEMO_PASSWORD="x"):
        assert clerk.name not in Client().get("/accounts/login/").content.decode()


def test_demo_accounts_are_refused_outside_a_demo_zone(zone):
    type(zone).objects.filter(pk=zone.pk).update(demo=False)
    directory.zone.cache_clear()
    with pytest.raises(Invalid, match="只能装入演示示范区"):
        load_accounts(world.cli(zone), DEMO)
    directory.zone.cache_clear()


def test_a_demo_account_of_a_unit_that_is_not_there_is_refused_and_none_is_made(zone):
    before = Account.objects.count()
    with pytest.raises(Invalid, match="单位 1 不存在"):
        load_accounts(world.cli(zone), DEMO)
    assert Account.objects.count() == before
