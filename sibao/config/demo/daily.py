"""What sites have said of the demo's morning: sections, most of them disinfected, and reports of which some lack a line."""

from sibao.config.demo.world import World
from sibao.kernel.access import Actor
from sibao.routine import services
from sibao.routine.inputs import EditSection, RecordDisinfection, SubmitReport

SITES = 60
FORGOTTEN, HALF = 5, 3
"""One site in so many disinfected nothing yet; of one in so many only the line of production has reported."""
SECTIONS = (("一车间（示例）", "closed", "production"), ("食堂（示例）", "semi_closed", "canteen"))
PRODUCTION = {"attendance": 96, "output_share": 92, "stock_days": 7, "lines_running": 2}


def load_daily(actor: Actor, world: World) -> None:
    """Register sections of the first sites, disinfect most of them, and report the production of most."""
    for number, site in enumerate(world.sites[:SITES]):
        made = [
            services.edit_section(
                actor=actor, given=EditSection(site_id=site.id, name=name, klass=klass, use=use), now=world.now
            )
            for name, klass, use in SECTIONS
        ]
        if number % FORGOTTEN:
            given = RecordDisinfection(
                site_id=site.id,
                section_ids=tuple(one.pk for one in made),
                means="含氯消毒剂（示例）",
                key=f"demo-{site.id}",
            )
            services.record_disinfection(actor=actor, given=given, now=world.now)
        if number % HALF != 1:
            said = SubmitReport(site_id=site.id, day=world.now.date(), part="production", values=PRODUCTION)
            services.submit_report(actor=actor, given=said, now=world.now)
