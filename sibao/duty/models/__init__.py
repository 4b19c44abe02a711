"""Tables of duties."""

from sibao.duty.models.groups import GroupMember
from sibao.duty.models.liaisons import Liaison, Officer
from sibao.duty.models.responsibles import Matter, Obligation, Responsible

__all__ = ["GroupMember", "Liaison", "Matter", "Obligation", "Officer", "Responsible"]
