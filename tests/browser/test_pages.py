"""Every page of the menu, at a desk and on a phone: no complaint of the browser, no breach of WCAG, nothing wider than the screen."""

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.urls import resolve
from playwright.sync_api import Page, expect

PAGES = {
    "gongxin": (
        "/",
        "/directory/units/?applied=1",
        "/directory/units/1/",
        "/directory/units/register/",
        "/directory/units/1/edit/",
        "/directory/units/1/contacts/",
        "/directory/units/1/measure/",
        "/directory/units/1/places/",
        "/directory/units/1/people/",
        "/directory/units/1/vehicles/",
        "/directory/units/1/chain/",
        "/directory/units/1/links/new/",
        "/directory/units/1/vehicles/new/",
        "/directory/units/1/sites/new/",
        "/directory/sites/?applied=1",
        "/directory/sites/1/",
        "/directory/sites/1/parts/sitting/new/",
        "/directory/parts/gate/1/",
        "/directory/teams/1/",
        "/directory/teams/1/turn/",
        "/directory/rooms/1/",
        "/directory/rooms/1/stay/",
        "/directory/vehicles/?applied=1",
        "/directory/staff/?applied=1",
        "/directory/staff/1/",
        "/directory/staff/find/",
        "/directory/quality/",
        "/directory/likenesses/?applied=1",
        "/directory/units/1/merge/",
        "/directory/units/1/merge/2/",
        "/imports/",
        "/exports/",
        "/messages/?applied=1",
        "/messages/preferences/",
        "/announcements/?applied=1",
        "/whitelist/candidates/?applied=1",
        "/whitelist/units/1/outreach/",
        "/whitelist/applications/?applied=1",
        "/whitelist/applications/1/",
        "/whitelist/applications/1/decide/",
        "/whitelist/applications/1/override/",
        "/whitelist/batches/create/",
        "/tasks/?applied=1",
        "/tasks/assign/",
        "/tasks/calendar/?applied=1",
        "/accounts/2fa/",
        "/accounts/sessions/",
        "/accounts/delegations/",
        "/accounts/delegations/new/",
        "/accounts/access/?applied=1",
        "/accounts/invitations/?applied=1",
        "/accounts/invitations/new/",
        "/audit/privacy/mine/",
        "/facts/units/1/record/",
        "/facts/corrections/1/",
        "/facts/corrections/1/accept/",
        "/facts/corrections/1/decline/",
        "/facts/criteria/new/",
        "/facts/criteria/1/draft/",
        "/facts/criteria/1/withdraw/",
    ),
    "weijian": (
        "/tracing/screenings/?applied=1",
        "/tracing/screenings/new/",
        "/tracing/people/?applied=1",
    ),
    "hqoffice": (
        "/",
        "/screen/",
        "/whitelist/?applied=1",
        "/whitelist/batches/?applied=1",
        "/whitelist/proposals/?applied=1",
        "/whitelist/objections/?applied=1",
        "/whitelist/objections/1/",
        "/whitelist/objections/1/answer/",
        "/whitelist/batches/4/object/1/",
        "/whitelist/proposals/1/",
        "/whitelist/proposals/1/accept/",
        "/whitelist/proposals/1/decline/",
        "/whitelist/chain/?applied=1",
        "/whitelist/units/1/chain/",
        "/whitelist/units/1/admit/",
        "/whitelist/enrolment/",
        "/whitelist/review/",
        "/whitelist/enrolment/units/?group=near",
        "/whitelist/units/1/providers/designate/",
        "/whitelist/batches/3/",
        "/whitelist/rules/",
        "/whitelist/rules/1/",
        "/whitelist/rules/new/",
        "/whitelist/coverage/",
        "/whitelist/coverage/denominator/",
        "/whitelist/listings/1/suspend/",
        "/tasks/calendar/edit/",
        "/announcements/publish/",
        "/announcements/1/",
        "/announcements/1/readers/",
        "/announcements/1/withdraw/",
        "/tasks/calendar/publish/",
        "/directory/vehicles/1/",
        "/facts/",
        "/facts/12/",
        "/facts/12/ask/",
        "/facts/corrections/?applied=1",
        "/facts/criteria/?applied=1",
        "/facts/criteria/1/",
        "/facts/units/?applied=1",
        "/facts/units/1/",
        "/guidance/",
        "/guidance/documents/?applied=1",
        "/guidance/documents/new/",
        "/guidance/documents/4/",
        "/guidance/documents/6/edit/",
        "/guidance/documents/6/enforce/",
        "/guidance/documents/6/withdraw/",
        "/guidance/sectors/1/",
        "/guidance/checks/?applied=1",
        "/guidance/readiness/?applied=1",
        "/guidance/checks/1/",
        "/guidance/answers/1/",
        "/guidance/units/2/",
        "/guidance/rectifications/?applied=1",
        "/guidance/rectifications/1/",
        "/guidance/rectifications/1/cancel/",
        "/prevention/alerts/?applied=1",
        "/prevention/alerts/1/",
        "/prevention/alerts/1/acknowledge/",
        "/prevention/deletions/?applied=1",
        "/prevention/risks/",
        "/prevention/rules/?applied=1",
        "/prevention/rules/1/",
        "/prevention/rules/1/draft/",
        "/prevention/streams/",
        "/prevention/subjects/?applied=1",
        "/prevention/subjects/1/",
        "/prevention/subjects/1/dismiss/",
        "/prevention/units/1/",
        "/routine/day/",
        "/routine/sections/?applied=1",
        "/routine/reports/?applied=1",
        "/routine/sections/1/",
        "/routine/sites/1/",
        "/routine/sites/1/reports/2022-06-03/",
        "/entry/arrivals/?applied=1",
        "/entry/codes/?applied=1",
        "/entry/areas/?applied=1",
        "/entry/units/1/",
        "/duty/?applied=1",
        "/duty/units/1/",
        "/duty/distribute/",
        "/duty/officers/?applied=1",
        "/duty/officers/new/",
        "/duty/officers/1/",
        "/duty/obligations/?applied=1",
        "/duty/units/1/responsibles/",
        "/duty/units/1/responsibles/reveal/",
        "/duty/responsibles/1/end/",
        "/duty/groups/?applied=1",
        "/duty/groups/43/",
        "/duty/groups/43/appoint/",
        "/duty/groups/43/confirm/",
        "/duty/groups/members/1/release/",
        "/revisions/?applied=1",
        "/directory/organisations/",
        "/directory/sources/",
        "/directory/merges/?applied=1",
        "/audit/?applied=1",
        "/consultations/?applied=1",
        "/accounts/headquarters/",
        "/accounts/rights/",
    ),
    "sysadmin": (
        "/switches/",
        "/switches/portal_search/",
        "/directory/fields/",
        "/directory/fields/add/",
        "/directory/fields/power/edit/",
        "/directory/boundaries/",
        "/directory/boundaries/import/",
        "/directory/boundaries/withdraw/",
        "/codes/",
        "/codes/create/",
        "/codes/vehicle_kind/",
        "/codes/vehicle_kind/add/",
        "/codes/vehicle_kind/lorry/",
        "/accounts/?applied=1",
        "/accounts/new/",
        "/accounts/1/",
        "/accounts/1/reset/",
        "/accounts/1/close/",
        "/accounts/1/appoint/",
        "/accounts/1/sign-out/",
        "/accounts/appointments/1/end/",
        "/accounts/positions/",
        "/accounts/roles/",
        "/accounts/keys/?applied=1",
        "/accounts/machines/new/",
        "/messages/deliveries/?applied=1",
    ),
    "secadmin": (
        "/accounts/matrix/",
        "/accounts/1/factors/",
        "/audit/privacy/register/",
        "/audit/privacy/keys/",
        "/audit/privacy/keys/due/",
    ),
    "auditadmin": ("/audit/?applied=1", "/audit/seals/", "/audit/privacy/inquire/", "/audit/privacy/holds/"),
}
ELSEWHERE = {
    "tests/browser/test_pages.py, at the wall": {"dashboard:big", "dashboard:clock"},
    "parts of a page that fetch themselves": {"dashboard:panel", "dashboard:tile", "inbox:bell", "kernel:picker"},
    "it leads to another page": {"whitelist:enrolment-town"},
    "files": {
        *("kernel:import-template", "kernel:import-returned", "kernel:export-file"),
        *("approvals:decision", "prevention:deletion-document"),
    },
    "tests/browser/test_attachments.py": {
        *("kernel:attachment", "kernel:attachment-look", "kernel:attachment-remove"),
    },
    "tests/browser/test_help.py": {"kernel:help"},
    "tests/browser/test_gate.py": {"entry:gate", "entry:gate-record", "entry:gate-answers", "entry:cards"},
    "tests/browser/test_daily.py": {"routine:section-new", "routine:section-edit", "routine:report-part"},
    "tests/browser/test_main_job.py": {
        *("kernel:import", "whitelist:batch-publicise", "whitelist:batch-publish", "approvals:consultation"),
    },
    "tests/browser/test_checks.py": {
        *("guidance:plan", "guidance:plan-new", "guidance:rectification-report", "guidance:rectification-confirm"),
    },
    "tests/browser/test_applying.py": {
        *("whitelist:self-check", "whitelist:application-start", "whitelist:application-fill"),
    },
    "tests/browser/test_criteria.py": {"facts:criterion-effect", "facts:criterion-rows"},
    "tests/browser/test_corrections.py": {
        "facts:correction-ask",
    },
    "tests/browser/test_tasks.py": {
        *("inbox:message", "inbox:task", "inbox:task-accept", "inbox:task-complete", "inbox:task-transfer"),
    },
    "tests/accounts/test_matrix.py, for the demo zone holds no doubled units and no change of many at once": {
        *("tracing:screening", "tracing:screening-again", "tracing:screening-assign", "tracing:screened-site"),
        "directory:likeness",
        "directory:merge",
        "kernel:revision",
    },
    "the form of a step, whose twin is opened here, for a row at a stage that the demo zone does not have": {
        *(f"inbox:task-{step}" for step in ("cancel", "decline", "pause", "reopen", "resume")),
        *(f"whitelist:{step}" for step in ("batch-drop", "batch-withdraw", "listing-remove", "listing-resume")),
        *("whitelist:provider-end", *(f"whitelist:rules-{step}" for step in ("edit", "publish", "withdraw"))),
        *("whitelist:application-return", "whitelist:application-withdraw"),
        *("whitelist:appeal-answer", "whitelist:appeal-lodge"),
        *(f"approvals:{step}" for step in ("opinion", "withdraw")),
        *(f"accounts:{step}" for step in ("invitation", "key", "key-revoke", "unbind")),
        *(f"accounts:access-{step}" for step in ("approve", "decline", "grant", "request")),
        *("directory:link-edit", "directory:person-reveal", "directory:stay-end"),
        *("inbox:holiday-clear", "guidance:rectification-return", "guidance:plan-return"),
        *("facts:criterion-edit", "facts:criterion-publish", "facts:correction-withdraw"),
        *(f"prevention:rule-{step}" for step in ("change", "publish", "withdraw")),
        "prevention:deletion",
        *(f"prevention:alert-{step}" for step in ("assess", "consult", "act", "resolve", "close", "dismiss")),
        *("inbox:delivery", "inbox:delivery-confirm", "inbox:delivery-resend"),
        *(f"entry:arrival{step}" for step in ("", "-receive", "-cancel", "-close")),
        *("entry:code-assign", "entry:code-release", "entry:code-appeal", "entry:appeal-decide"),
        *("entry:arrival-register", "entry:area-grade"),
    },
}
"""Pages and parts of pages that nobody opens by their address alone, or that another test opens."""
BUDGET = Path(__file__).parents[1] / "accounts" / "query_budget.toml"


def looked_at(page: Page, path: str, axe: Callable[[Page], None]) -> None:
    answer = page.goto(path)
    assert answer is not None
    assert answer.status == 200, f"{path} answered {answer.status}"
    axe(page)
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 1, f"{path} is {wide} px wider than the screen"


@pytest.mark.parametrize("login", PAGES)
def test_every_page_is_usable_at_a_desk(page: Page, sign_in: Any, axe: Any, login: str) -> None:
    sign_in(page, login)
    for path in PAGES[login]:
        looked_at(page, path, axe)


@pytest.mark.parametrize("login", PAGES)
def test_every_page_is_usable_on_a_phone(phone: Page, sign_in: Any, axe: Any, login: str) -> None:
    sign_in(phone, login)
    for path in PAGES[login]:
        looked_at(phone, path, axe)


def test_the_wall_is_usable_and_shows_nothing_personal(page: Page, sign_in: Any, axe: Any) -> None:
    sign_in(page, "zhiban")
    page.set_viewport_size({"width": 1920, "height": 1080})
    looked_at(page, "/screen/big/", axe)
    assert "演示）" not in page.locator(".sb-head").inner_text()


def test_a_demo_account_is_chosen_by_keyboard(page: Page, axe: Any) -> None:
    """The list of demo people fills the form in, and Enter signs in."""
    looked_at(page, "/accounts/login/", axe)
    chosen = page.locator("a[href^='?as=kejing']")
    for _step in range(120):
        page.keyboard.press("Tab")
        if chosen.evaluate("element => element === document.activeElement"):
            break
    page.keyboard.press("Enter")
    expect(page.locator("input[name=login]")).to_have_value("kejing")
    page.locator("input[name=password]").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/accounts/login/" not in url)
    expect(page.locator("body")).to_contain_text("克井镇")


def test_no_page_is_left_out() -> None:
    known = set(tomllib.loads(BUDGET.read_text(encoding="utf-8")))
    opened = {resolve(urlsplit(path).path).view_name for paths in PAGES.values() for path in paths}
    assert known - opened - set().union(*ELSEWHERE.values()) == set()
