"""Routes of accounts, positions and roles."""

from sibao.accounts.web import access, accounts, delegations, invitations, keys, own, positions, sessions
from sibao.accounts.web.lists import ACCESS, ACCOUNTS, INVITATIONS, KEYS
from sibao.kernel.doors import PUBLIC, SIGNED_IN, door
from sibao.kernel.lists.page import list_view

app_name = "accounts"
urlpatterns = [
    door("", list_view(ACCOUNTS), may="accounts:account:read", name="accounts"),
    door("new/", accounts.create, may="accounts:account:create", name="new"),
    door("<int:account_id>/", accounts.detail, may="accounts:account:read", name="account"),
    door("<int:account_id>/reset/", accounts.reset, may="accounts:account:reset", name="reset"),
    door("<int:account_id>/unlock/", accounts.unlock, may="accounts:account:unlock", name="unlock"),
    door("<int:account_id>/close/", accounts.close, may="accounts:account:close", name="close"),
    door("<int:account_id>/appoint/", accounts.appoint, may="accounts:appointment:create", name="appoint"),
    door("appointments/<int:appointment_id>/end/", accounts.end, may="accounts:appointment:end", name="end"),
    door("positions/", positions.positions, may="accounts:role:read", name="positions"),
    door("roles/", positions.roles, may="accounts:role:read", name="roles"),
    door("headquarters/", positions.headquarters, may="directory:organisation:read", name="headquarters"),
    door("matrix/", positions.matrix, may="accounts:matrix:read", name="matrix"),
    door("rights/", own.rights, may=SIGNED_IN, name="rights"),
    door("delegations/", delegations.delegations, may=SIGNED_IN, name="delegations"),
    door("delegations/new/", delegations.grant, may="accounts:delegation:grant", name="delegate"),
    door("delegations/<int:appointment_id>/end/", delegations.end, may=SIGNED_IN, name="delegation-end"),
    door("ask/unit/", access.ask_unit, may=PUBLIC, name="ask-unit"),
    door("ask/official/", access.ask_official, may=PUBLIC, name="ask-official"),
    door("ask/done/", access.asked, may=PUBLIC, name="asked"),
    door("access/", list_view(ACCESS), may="accounts:access:read", name="access"),
    door("access/<int:request_id>/", access.detail, may="accounts:access:read", name="access-request"),
    door("access/<int:request_id>/reveal/", access.reveal, may="accounts:access:reveal", name="access-reveal"),
    door("access/<int:request_id>/approve/", access.approve, may="accounts:access:approve", name="access-approve"),
    door("access/<int:request_id>/grant/", access.grant, may="accounts:access:grant", name="access-grant"),
    door("access/<int:request_id>/decline/", access.decline, may="accounts:access:decline", name="access-decline"),
    door("invitations/", list_view(INVITATIONS), may="accounts:access:read", name="invitations"),
    door("invitations/new/", invitations.invite, may="accounts:invitation:create", name="invite"),
    door("invitations/<int:invitation_id>/", invitations.detail, may="accounts:access:read", name="invitation"),
    door(
        "invitations/<int:invitation_id>/withdraw/",
        invitations.withdraw,
        may="accounts:invitation:withdraw",
        name="invitation-withdraw",
    ),
    door("invited/<str:secret>/", invitations.answer, may=PUBLIC, name="invitation-answer"),
    door("keys/", list_view(KEYS), may="accounts:key:read", name="keys"),
    door("keys/<int:key_id>/", keys.detail, may="accounts:key:read", name="key"),
    door("keys/<int:key_id>/revoke/", keys.revoke, may="accounts:key:revoke", name="key-revoke"),
    door("machines/new/", keys.create, may="accounts:machine:create", name="machine-new"),
    door("<int:account_id>/keys/new/", keys.issue, may="accounts:key:issue", name="key-issue"),
    door("sessions/", sessions.sessions, may=SIGNED_IN, name="sessions"),
    door("sessions/others/end/", sessions.end_others, may=SIGNED_IN, name="sessions-end"),
    door("sessions/<int:session_id>/end/", sessions.end, may=SIGNED_IN, name="session-end"),
    door("<int:account_id>/sign-out/", accounts.sign_out, may="accounts:account:sign-out", name="sign-out"),
    door("<int:account_id>/factors/", accounts.reset_factors, may="accounts:factor:reset", name="factors-reset"),
    door("<int:account_id>/identity/", accounts.unbind, may="accounts:identity:unbind", name="unbind"),
    door("acting/", own.act, may=SIGNED_IN, name="act"),
]
