"""Tables of accounts."""

from sibao.accounts.models.access import AccessRequest, Invitation
from sibao.accounts.models.accounts import Account, AccountLimit
from sibao.accounts.models.appointments import Appointment
from sibao.accounts.models.identities import Identity
from sibao.accounts.models.keys import KeyUse, MachineKey
from sibao.accounts.models.positions import Position, Role

__all__ = [
    "AccessRequest",
    "Account",
    "AccountLimit",
    "Appointment",
    "Identity",
    "Invitation",
    "KeyUse",
    "MachineKey",
    "Position",
    "Role",
]
