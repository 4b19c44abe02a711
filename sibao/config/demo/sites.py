"""Sites and what is inside them: gates, posts, teams."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from sibao.config.demo.naming import address
from sibao.config.demo.places import Places
from sibao.config.demo.sources import words
from sibao.config.demo.streams import stream
from sibao.config.demo.world import Gate, Post, Site, Team, Unit

STAFF_PER_TEAM = 40
STAFF_FOR_SITES = (50, 220, 700)
STAFF_FOR_GATES = (120, 400, 1000)
MAIN_SHARE = 0.64


@dataclass(slots=True)
class Grounds:
    """All sites with their gates, posts and teams, in the order of the units."""

    sites: list[Site] = field(default_factory=list)
    gates: list[Gate] = field(default_factory=list)
    posts: list[Post] = field(default_factory=list)
    teams: list[Team] = field(default_factory=list)


def make_grounds(seed: int, units: tuple[Unit, ...], where: Places) -> Grounds:
    """Return one to four sites for each unit, each with at least one gate and one team."""
    grounds = Grounds()
    for unit in units:
        for name, _, exposure in words()["posts"][unit.sector]:
            grounds.posts.append(Post(len(grounds.posts) + 1, unit.id, name, exposure))
        for site in _sites(seed, unit, where, len(grounds.sites)):
            grounds.sites.append(site)
            _gates(grounds, site)
            _teams(grounds, site)
    return grounds


def _sites(seed: int, unit: Unit, where: Places, before: int) -> Iterator[Site]:
    random = stream(seed, "sites", unit.id)
    number = 1 + sum(unit.staff >= bound and random.random() < 0.7 for bound in STAFF_FOR_SITES)
    names = words()["site_names"][unit.sector]
    rest = unit.staff
    for place in range(number):
        staff = rest if place == number - 1 else round(rest * MAIN_SHARE)
        rest -= staff
        area = unit.area if place == 0 or random.random() < 0.7 else where.draw(random, unit.sector).code
        at = unit.address if place == 0 else address(random, where.by_code[area].name)
        yield Site(before + place + 1, unit.id, place + 1, names[place], area, at, staff)


def _gates(grounds: Grounds, site: Site) -> None:
    number = 1 + sum(site.staff >= bound for bound in STAFF_FOR_GATES)
    for name in words()["gates"][:number]:
        grounds.gates.append(Gate(len(grounds.gates) + 1, site.id, site.unit_id, name))


def _teams(grounds: Grounds, site: Site) -> None:
    names = words()["team_names"]
    for place in range(max(1, -(-site.staff // STAFF_PER_TEAM))):
        group, shift = divmod(place, len(names))
        name = f"{group + 1}组{names[shift]}" if site.staff > STAFF_PER_TEAM * len(names) else names[shift]
        grounds.teams.append(Team(len(grounds.teams) + 1, site.id, site.unit_id, name))
