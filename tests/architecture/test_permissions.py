"""Permissions and the roles that hold them."""

import tomllib

from sibao.accounts.permissions import OWN
from sibao.kernel.permissions import ALL
from tests.architecture.source import CONTEXTS, ROOT

ROLES = ROOT / "packs/jiyuan/roles.toml"

BY_THE_SYSTEM = {
    "accounts:pack:load": "positions and roles come with a pack, by the command line",
    "accounts:access:ask": "who has no account asks for one, on a public page",
    "accounts:invitation:answer": "who was invited answers on a public page, by the secret of her link",
    "accounts:factor:reseal": "seeds are sealed anew with the rest, after a key was renewed",
    "accounts:demo:load": "demo accounts come with the demo zone, by the command line",
    "approvals:pack:load": "rules of consultations come with a pack, by the command line",
    "approvals:consultation:expire": "the clock lets what nobody answers expire",
    "approvals:consultation:conclude": "what was agreed to is carried out by itself",
    "approvals:decision:issue": "the decision is issued as soon as there is one",
    "audit:key:clear": "what a destroyed key leaves is cleared by itself",
    "audit:key:finish": "the system has counted that no former key is needed",
    "audit:pack:load": "the register of processing comes with a pack, by the command line",
    "directory:pack:load": "places and organisations come with a pack, by the command line",
    "directory:reference:load": "national tables come with the product, by the command line",
    "facts:criterion:load": "example criteria come with a pack, by the command line",
    "facts:owed:follow": "every morning, and when facts have come",
    "facts:verdict:record": "contexts keep a verdict when they act on it, as the system",
    "facts:verdict:keep": "contexts keep the verdicts that they propose by, as the system",
    "facts:pack:load": "the catalogue of facts comes with a pack, by the command line",
    "guidance:pack:load": "the items of guides come with a hazard's pack, by the command line",
    "guidance:rectification:open": "contexts ask a unit to put right what they found, as the system",
    "duty:responsible:lapse": "what somebody answers for ends when a roster lets her go",
    "duty:opening:notice": "the clock tells units where nobody answers any more",
    "duty:pack:load": "matters and leads of groups come with a pack, by the command line",
    "inbox:pack:load": "kinds of tasks and the calendar come with a pack, by the command line",
    "inbox:message:send": "contexts tell people what happened, as the system",
    "inbox:task:remind": "the clock reminds",
    "inbox:task:escalate": "the clock lets silence go up",
    "inbox:task:release": "a task comes back by itself when its holder has left the seat",
    "kernel:pack:load": "switches and code lists come with a pack, by the command line",
    "prevention:deletion:issue": "the certificate is issued as soon as something was deleted",
    "prevention:pack:load": "kinds of signals and rules come with a hazard's pack, by the command line",
    "entry:pack:load": "classes of origin come with a hazard's pack, by the command line",
    "prevention:people:follow": "who is followed comes from the directory, by itself",
    "prevention:people:loop": "contexts that keep closed loops say who is in one, as the system",
    "tracing:pack:load": "what counts as a contact comes with a hazard's pack, by the command line",
    "routine:pack:load": "words of daily work come with a hazard's pack, by the command line",
    "whitelist:application:recheck": "an accepted application that no longer holds goes back to review by itself",
    "whitelist:proposal:renew": "whom a change touches is judged again by itself; a person decides what comes of it",
    "whitelist:pack:load": "targets and their citations come with a pack, by the command line",
}


def roles():
    """The pack's roles: key → permission names."""
    entries = tomllib.loads(ROLES.read_text(encoding="utf-8"))["roles"]
    return {entry["key"]: entry["permissions"] for entry in entries}


def held():
    return {permission for permissions in roles().values() for permission in permissions}


def test_every_permission_is_held_by_a_role():
    assert len(ALL) > 20
    assert sorted(set(ALL) - held() - set(BY_THE_SYSTEM) - OWN) == []


def test_what_everyone_may_do_for_herself_is_in_no_role():
    assert sorted(held() & OWN) == []


def test_what_only_the_system_does_is_in_no_role():
    assert sorted(held() & set(BY_THE_SYSTEM)) == []
    assert sorted(set(BY_THE_SYSTEM) - set(ALL)) == []


def test_roles_name_no_unknown_permission():
    assert len(roles()) > 5
    assert sorted(held() - set(ALL)) == []


def test_no_role_names_a_permission_twice():
    assert [name for name, permissions in roles().items() if len(permissions) != len(set(permissions))] == []


def test_permissions_are_named_after_contexts():
    assert sorted({name.partition(":")[0] for name in ALL} - set(CONTEXTS)) == []


def test_every_permission_says_in_both_languages_what_it_allows():
    assert [name for name, permission in ALL.items() if not (permission.zh and permission.en)] == []


def test_a_permission_says_chinese_in_chinese_and_english_in_english():
    wrong = [p.name for p in ALL.values() if not any("\u4e00" <= c <= "\u9fff" for c in p.zh) or not p.en.isascii()]
    assert wrong == []
