"""The list of 15,000 units with its count, chips and filters: who reaches one town waits no longer than who reaches all."""

import statistics

from django.urls import reverse

from bench.province import province
from bench.readers import look_at, queries_of
from bench.tables import Line, Table, taken
from sibao.directory import queries
from tests import world

LOOKS = 60
RATIO, MOST = 1.2, 0.15
ALL, TOWN = "hq_office_clerk", "clerk_zhicheng"


def run() -> Table:
    """Measure the first page of the list of units by somebody who reaches the whole province, and by a town's clerk."""
    url = reverse("directory:units") + "?applied=1"
    with province() as zone:
        actors = [world.person(zone, position) for position in (ALL, TOWN)]
        counts = [queries.units(actor).count() for actor in actors]
        looks = [look_at(actor, url) for actor in actors]
        spent = [queries_of(look) for look in looks]
        seconds = taken(looks, LOOKS)
    everything, town = (statistics.median(one) for one in seconds)
    slow = [statistics.quantiles(one, n=20)[-1] for one in seconds]
    return Table(
        "A list page with its count, in a province",
        (
            Line(f"{counts[0]:,} units, for whoever reaches all", everything, 1.0),
            Line(f"{counts[1]:,} units, for a town's clerk", town, town / everything, RATIO),
            Line("95th percentile, for whoever reaches all", slow[0], slow[0] / everything, within=MOST),
            Line("95th percentile, for a town's clerk", slow[1], slow[1] / everything, within=MOST),
        ),
        (
            f"{LOOKS} looks by each in turn at the whole page, without a network, {spent[0]} and {spent[1]} queries a look",
        ),
    )
