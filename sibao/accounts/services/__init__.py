"""Every change accounts allow."""

from sibao.accounts.services.access import (
    Asker,
    approve_access,
    ask_for_access,
    decline_access,
    grant_access,
    reveal_access,
)
from sibao.accounts.services.accounts import (
    FirstPassword,
    close_account,
    create_account,
    reset_password,
    unlock_account,
)
from sibao.accounts.services.appointments import appoint, end_appointment
from sibao.accounts.services.delegations import end_delegation, grant_delegation
from sibao.accounts.services.demo import load_demo
from sibao.accounts.services.factors import (
    add_authenticator_app,
    add_passkey,
    remove_factor,
    renew_codes,
    reseal_factors,
    reset_factors,
)
from sibao.accounts.services.identities import bind_identity, unbind_identity
from sibao.accounts.services.invitations import Invited, answer_invitation, invite, withdraw_invitation
from sibao.accounts.services.keys import IssuedKey, create_machine, issue_key, revoke_key, use_key
from sibao.accounts.services.own import (
    act_in,
    change_password,
    choose_language,
    close_session,
    open_session,
)
from sibao.accounts.services.packs import load_pack
from sibao.accounts.services.sessions import end_sessions, sign_out
from sibao.accounts.sql import count_use

__all__ = [
    "Asker",
    "FirstPassword",
    "Invited",
    "IssuedKey",
    "act_in",
    "add_authenticator_app",
    "add_passkey",
    "answer_invitation",
    "appoint",
    "approve_access",
    "ask_for_access",
    "bind_identity",
    "change_password",
    "choose_language",
    "close_account",
    "close_session",
    "count_use",
    "create_account",
    "create_machine",
    "decline_access",
    "end_appointment",
    "end_delegation",
    "end_sessions",
    "grant_access",
    "grant_delegation",
    "invite",
    "issue_key",
    "load_demo",
    "load_pack",
    "open_session",
    "remove_factor",
    "renew_codes",
    "reseal_factors",
    "reset_factors",
    "reset_password",
    "reveal_access",
    "revoke_key",
    "sign_out",
    "unbind_identity",
    "unlock_account",
    "use_key",
    "withdraw_invitation",
]
