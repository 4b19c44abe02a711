"""Who comes to the demo's units these days: most registered ahead, a few already there, two whom nobody had registered."""

from datetime import timedelta

from sibao.config.demo.identifiers import CitizenNumbers
from sibao.config.demo.naming import PersonNames
from sibao.config.demo.streams import stream
from sibao.config.demo.world import World
from sibao.entry import services
from sibao.entry.inputs import ReceiveArrival, RegisterArrival
from sibao.kernel.access import Actor

COMING = 36
"""People who come."""
ARRIVED, UNREGISTERED, CREW = 3, 18, 6
"""One in so many is there already; of one in so many nobody had said a word; one in so many drives a lorry of a listed unit."""
HOMES = ("410105", "310104", "140502")
ORIGINS = (("410100", "郑州市"), ("140500", "晋城市"), ("310100", "上海市"), ("410300", "洛阳市"), ("610100", "西安市"))


def load_arrivals(actor: Actor, world: World) -> None:
    """Register arrivals at the first sites and receive those who are there; the table gives them their codes."""
    numbers, name = CitizenNumbers(HOMES, stream(world.seed, "arrivals")), PersonNames()
    bits = stream(world.seed, "names of arrivals").getrandbits
    for place, site in enumerate(world.sites[:COMING]):
        identity, _born, male = numbers[place]
        code, origin = ORIGINS[place % len(ORIGINS)]
        crew, stranger = place % CREW == 1, place % UNREGISTERED == 0
        given = RegisterArrival(
            unit_id=site.unit_id,
            site_id=site.id,
            name=name(bits(24), male=male),
            identity=identity,
            origin_code=code,
            origin_name=f"{origin}（示例）",
            planned_at=world.now - timedelta(hours=2) if stranger else world.now + timedelta(days=place % 5),
            transport="lorry" if crew else "train",
            plate=f"豫U{place:05d}" if crew else "",
            crew=crew,
            arrived=stranger,
        )
        row = services.register_arrival(actor=actor, given=given, now=world.now)
        if place % ARRIVED == 0 and not stranger:
            seen = ReceiveArrival(arrival_id=row.pk, version=row.version)
            services.receive_arrival(actor=actor, given=seen, now=world.now)
