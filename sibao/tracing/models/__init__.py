"""Tables of presence and of screenings."""

from sibao.tracing.models.catalogue import ContactDefinition
from sibao.tracing.models.screenings import ScreenedPerson, ScreenedSite, Screening
from sibao.tracing.models.stays import Stay

__all__ = ["ContactDefinition", "ScreenedPerson", "ScreenedSite", "Screening", "Stay"]
