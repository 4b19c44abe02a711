"""Tables of arrivals and codes."""

from sibao.entry.models.arrivals import ArrivalRegistration
from sibao.entry.models.codes import CodeAppeal, CodeAssignment
from sibao.entry.models.origins import EntryRules, OriginArea, OriginClass

__all__ = ["ArrivalRegistration", "CodeAppeal", "CodeAssignment", "EntryRules", "OriginArea", "OriginClass"]
