"""What monitoring gives to the shell."""

from django.utils.translation import gettext_lazy as _

from sibao.kernel import merging, subjects
from sibao.kernel.imports.importers import register
from sibao.kernel.slots import MenuEntry, RuleSet, Tile, menu, rule_sets, unit_tabs
from sibao.kernel.slots import tiles as screen
from sibao.prevention import queries
from sibao.prevention.services.workbook import SignalsWorkbook
from sibao.prevention.web import lists, tiles

GROUP, READ = _("监测预警"), lists.ALERTS.may
subjects.add(queries.KIND, "prevention:alert", queries.reached_alerts)
subjects.add(queries.OPINION, "prevention:alerts", queries.reached_opinions)
merging.stay(queries.STAYING)
register(SignalsWorkbook())
menu.add(
    MenuEntry("alerts", 350, READ, GROUP, lists.ALERTS.title, "bell-ringing", "prevention:alerts"),
    MenuEntry("alert-subjects", 355, READ, GROUP, lists.SUBJECTS.title, "users", "prevention:subjects"),
)
unit_tabs.add(MenuEntry("alerts", 58, READ, "", _("预警"), "bell-ringing", "prevention:unit"))
rule_sets.add(RuleSet("alerts", 40, "directory:source:read", _("预警规则"), queries.sourced_rules))
screen.add(
    Tile(
        "alerts",
        300,
        READ,
        _("疫情"),
        "virus",
        "prevention/tile.html",
        tiles.standing,
        ("alerts",),
        line="epidemic",
        size="s4",
    )
)
