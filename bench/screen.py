"""The one screen of a province: the page as it opens, and the tiles that fetch themselves afterwards."""

from functools import partial

from django.db.models import Count
from django.urls import reverse

from bench.province import province
from bench.readers import look_at, queries_of
from bench.tables import Line, Table, compare
from sibao.kernel import slots
from sibao.whitelist.models import Listing
from tests import world

OFFICER = "hq_duty_officer"
WHOLE = 1.0
"""Seconds until all of it stands."""


def run() -> Table:
    """Measure the screen for an officer of headquarters, its lazy tiles one by one, and all of it in turn."""
    with province() as zone:
        actor = world.person(zone, OFFICER)
        screen = look_at(actor, reverse("dashboard:screen"))
        lazy = [one for one in slots.tiles.open_to(actor) if one.lazy]
        tiles = [look_at(actor, reverse("dashboard:tile", args=[one.key])) for one in lazy]
        everything = [screen, *tiles]
        spent = [queries_of(look) for look in everything]
        measured = compare(
            "The one screen of a province of 15,000 units",
            [
                ("listed units per town and sector, counted from rows", partial(_counted, zone.pk), None),
                ("the page as it opens", screen, None),
                *(
                    (f"a tile that fetches itself: {one.title}", look, None)
                    for one, look in zip(lazy, tiles, strict=True)
                ),
                ("all of it, one after the other", lambda: [look() for look in everything], None),
            ],
        )
    *pieces, whole = measured.lines
    return Table(
        measured.title,
        (*pieces, Line(whole.what, whole.seconds, whole.ratio, within=WHOLE)),
        (f"whole pages without a network; {' + '.join(map(str, spent))} queries",),
    )


def _counted(zone_id: int) -> object:
    rows = Listing.objects.filter(zone_id=zone_id).exclude(state="removed")
    return list(rows.values_list("unit__area_id", "unit__sector_id", "state").annotate(units=Count("pk")).order_by())
