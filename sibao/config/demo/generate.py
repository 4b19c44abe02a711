"""Generates the demo world; nothing here touches a database or a clock."""

from sibao.config.demo.chain import make_supply_links
from sibao.config.demo.people import Workforce
from sibao.config.demo.places import places
from sibao.config.demo.sites import make_grounds
from sibao.config.demo.sources import Scale, local, plan
from sibao.config.demo.units import make_contacts, make_former_names, make_units
from sibao.config.demo.whitelist import make_register
from sibao.config.demo.world import World


def generate(seed: int, scale: Scale = "zone") -> World:
    """Return the world of a seed: 480 units and 60,000 staff, or 15,000 units and two million staff.

    The same seed gives the same rows in every process; the staff is a stream, see `World.staff`.
    """
    where = places(scale)
    units, newcomers = make_units(seed, scale, where)
    grounds = make_grounds(seed, units, where)
    register = make_register(seed, units)
    return World(
        seed=seed, scale=scale, zone_code=where.zone_code, zone_name=where.zone_name, now=local(plan()["now"]),
        areas=where.areas, units=units, newcomers=newcomers,
        former_names=tuple(make_former_names(seed, units, where)),
        contacts=tuple(make_contacts(seed, units)),
        sites=tuple(grounds.sites), gates=tuple(grounds.gates), posts=tuple(grounds.posts), teams=tuple(grounds.teams),
        supply_links=tuple(make_supply_links(seed, units)),
        batches=register.batches, listings=register.listings, listing_moves=register.moves,
        denominators=register.denominators, measures=register.measures,
        staff=Workforce(seed, units, grounds, where),
    )  # fmt: skip
