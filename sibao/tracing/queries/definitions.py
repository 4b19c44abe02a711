"""What counts as a contact now."""

from django.utils.translation import get_language

from sibao.directory import queries as directory
from sibao.kernel.slots import SourcedRule
from sibao.tracing.models import ContactDefinition


def latest_definition(zone_id: int) -> ContactDefinition | None:
    """Return the definition that a new screening goes by; None where no pack of the zone has one."""
    rows = ContactDefinition.objects.filter(zone_id=zone_id).select_related("document")
    return rows.order_by("-recorded_at", "-id").first()


def definition_name(row: ContactDefinition) -> str:
    """Return a definition's name in the reader's language."""
    return row.name_en if (get_language() or "").startswith("en") else row.name


def sourced_rules(zone_id: int) -> list[SourcedRule]:
    """Return what counts as a contact and where that comes from (R01)."""
    found = latest_definition(zone_id)
    return directory.sourced([found] if found else [])
