"""Who keeps accounts and how people come in: three administrators apart, a deputy for a clerk, an app and a passkey."""

import time
from datetime import datetime, timedelta
from typing import Any

from allauth.mfa.totp.internal import auth
from playwright.sync_api import Page, expect

from tests.browser import job
from tests.browser.pages import allow

PERIOD = 30
NEW_PASSWORD = "Yun-shan-2022-ji"
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def refused(page: Page, path: str) -> None:
    allow(page, "status of 403")
    answer = page.goto(path)
    assert answer is not None
    assert answer.status == 403


def prove_again(page: Page, password: str) -> None:
    """Give the password once more where the page asks for it."""
    if "/reauthenticate/" in page.url:
        page.fill("[name=password]", password)
        page.get_by_role("button", name="继续").click()


def switch_to(page: Page, label: str) -> None:
    page.locator("details.sb-menu summary").last.click()
    page.locator("button[name=appointment]", has_text=label).click()
    expect(page.locator(".sb-actor")).to_contain_text(label)


def test_three_administrators_keep_accounts_rights_and_the_record_apart(new_page: Any, sign_in: Any, axe: Any) -> None:
    system, security, audit, newcomer = (new_page() for _ in range(4))
    sign_in(system, "sysadmin")
    system.goto("/accounts/new/")
    system.fill("[name=username]", "lin.shian")
    system.fill("[name=name]", "林时安（演示）")
    system.locator("form.sb-form button.btn-primary").click()
    first_password = system.locator("code.sb-strong").inner_text()
    axe(system)
    system.get_by_role("link", name="记下了，去看账号").click()
    account = system.url
    system.get_by_role("link", name="任命", exact=True).click()
    system.select_option("[name=position_id]", label="克井镇 · 克井镇经办")
    system.get_by_role("button", name="任命", exact=True).click()
    job.ask(system, "任职文件已到")
    sign_in(security, "secadmin")
    job.agree(security, "任命：lin.shian")
    expect(system.get_by_text("已同意并办理").first).to_be_visible(timeout=job.SECONDS)
    system.goto(account)
    expect(system.get_by_text("克井镇经办").first).to_be_visible()

    sign_in(newcomer, "lin.shian", first_password)
    expect(newcomer.get_by_text("请先修改首次登录密码")).to_be_visible()
    newcomer.fill("[name=oldpassword]", first_password)
    newcomer.fill("[name=password1]", NEW_PASSWORD)
    newcomer.fill("[name=password2]", NEW_PASSWORD)
    newcomer.get_by_role("button", name="保存新密码").click()
    expect(newcomer.locator(".sb-actor")).to_contain_text("林时安（演示）")

    security.goto("/accounts/matrix/")
    expect(security.get_by_role("columnheader").first).to_be_visible()
    security.goto(account)
    security.get_by_role("link", name="全部下线").click()
    security.fill("[name=reason]", "演练：账号外借")
    security.locator("form.sb-form button.btn-primary, form.sb-form button.btn-danger").first.click()
    newcomer.goto("/")
    expect(newcomer.locator(".sb-actor")).to_have_count(0)

    sign_in(audit, "auditadmin")
    for command, by in (("account:create", "赵理衡"), ("appointment:create", "赵理衡"), ("account:sign-out", "孔慎微")):
        audit.goto(f"/audit/?applied=1&command=accounts:{command}&q={by}")
        expect(audit.locator("#list tbody tr").first).to_contain_text("完成")
    audit.goto("/audit/seals/")
    audit.get_by_role("button", name="核验全部记录").click()
    expect(audit.locator("main")).to_contain_text("核验")

    refused(system, "/audit/")
    refused(system, "/accounts/matrix/")
    refused(security, "/accounts/new/")
    refused(audit, "/accounts/new/")


def test_a_clerk_goes_on_leave_and_her_deputy_acts_in_her_name(new_page: Any, sign_in: Any, axe: Any) -> None:
    clerk, deputy, audit = (new_page() for _ in range(3))
    sign_in(clerk, "gongxin")
    clerk.goto("/accounts/delegations/new/")
    now = datetime.fromisoformat(clerk.locator("body").get_attribute("data-now"))
    clerk.select_option("[name=deputy_id]", label="苗砚秋（演示）（gongxin-head）")
    clerk.fill("[name=ended_at]", (now + timedelta(days=3)).strftime("%Y-%m-%dT%H:%M"))
    clerk.fill("[name=reason]", "外出培训三天")
    clerk.get_by_role("button", name="委托", exact=True).click()
    expect(clerk.get_by_text("外出培训三天")).to_be_visible()
    axe(clerk)

    sign_in(deputy, "gongxin-head")
    deputy.goto("/accounts/delegations/")
    expect(deputy.get_by_text("外出培训三天")).to_be_visible()
    switch_to(deputy, "代 卫晓棠（演示）")
    deputy.goto("/directory/units/1/edit/")
    deputy.locator("form.sb-form button.btn-primary").click()
    deputy.wait_for_url("**/directory/units/1/")

    sign_in(audit, "auditadmin")
    audit.goto("/audit/?applied=1&command=directory:unit:edit&q=苗砚秋")
    expect(audit.locator("#list")).to_contain_text("（代 卫晓棠（演示））")

    clerk.get_by_role("button", name="收回").click()
    expect(clerk.get_by_text("委托已终止")).to_be_visible()
    deputy.goto("/")
    expect(deputy.locator(".sb-actor")).not_to_contain_text("代 卫晓棠")


def test_an_official_comes_back_with_a_recovery_code_and_with_a_passkey(
    new_page: Any, sign_in: Any, demo_password: str, axe: Any
) -> None:
    desk, other = new_page(), new_page()
    sign_in(desk, "wenlv")
    desk.goto("/accounts/2fa/")
    desk.get_by_role("link", name="登记验证器").click()
    prove_again(desk, demo_password)
    axe(desk)
    secret = desk.locator(".sb-dl code").inner_text()
    desk.fill("[name=code]", auth.format_hotp_value(auth.hotp_value(secret, int(time.time()) // PERIOD)))
    desk.get_by_role("button", name="登记", exact=True).click()
    recovery = desk.locator("ol code").first.inner_text()
    axe(desk)

    sign_in(other, "wenlv")
    expect(other.get_by_role("heading", name="第二步登录")).to_be_visible()
    axe(other)
    other.fill("[name=code]", recovery)
    other.get_by_role("button", name="登录", exact=True).click()
    expect(other.locator(".sb-actor")).to_contain_text("卢听澜（演示）")

    browser = other.context.new_cdp_session(other)
    browser.send("WebAuthn.enable")
    device = browser.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})["authenticatorId"]
    other.goto("/accounts/2fa/passkeys/add/")
    prove_again(other, demo_password)
    axe(other)
    other.fill("[name=name]", "办公室电脑")
    other.check("[name=passwordless]")
    other.get_by_role("button", name="登记", exact=True).click()
    expect(other.get_by_text("办公室电脑")).to_be_visible()
    other.context.clear_cookies()
    sign_in(other, "wenlv")
    expect(other.get_by_role("heading", name="第二步登录")).to_be_visible()
    expect(other.locator(".sb-actor")).to_have_count(0)
    browser.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": False})
    other.get_by_role("button", name="用通行密钥").click()
    expect(other.locator("[data-passkey-failed]")).to_be_visible()
    expect(other.locator(".sb-actor")).to_have_count(0)
    browser.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": True})
    other.get_by_role("button", name="用通行密钥").click()
    expect(other.locator(".sb-actor")).to_contain_text("卢听澜（演示）")
    other.context.clear_cookies()
    other.goto("/accounts/login/")
    other.get_by_role("button", name="用通行密钥登录").click()
    expect(other.locator(".sb-actor")).to_contain_text("卢听澜（演示）")
