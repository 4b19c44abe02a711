"""Every change accounts allow."""

from sibao.accounts.services.accounts import (
    close_account,
    create_account,
    reset_password,
    unlock_account,
)
from sibao.accounts.services.appointments import appoint, end_appointment
from sibao.accounts.services.packs import load_pack

__all__ = [
    "appoint",
    "close_account",
    "create_account",
    "end_appointment",
    "load_pack",
    "reset_password",
    "unlock_account",
]
