"""Reads of the directory, narrowed to the asker."""

from functools import cache

from sibao.directory.models import Zone


@cache
def zone(zone_id: int) -> Zone:
    """Return a zone; zones never change while a process runs."""
    return Zone.objects.get(pk=zone_id)
