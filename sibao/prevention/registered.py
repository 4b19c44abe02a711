"""What monitoring gives to the shell."""

from django.utils.translation import gettext_lazy as _

from sibao.kernel import merging, monitored, subjects
from sibao.kernel.imports.importers import register
from sibao.kernel.slots import MenuEntry, RuleSet, Tile, menu, rule_sets, unit_tabs
from sibao.kernel.slots import tiles as screen
from sibao.prevention import queries
from sibao.prevention.services.workbook import SignalsWorkbook
from sibao.prevention.web import deletion_lists, lists, rule_lists, streams, tiles

GROUP, READ = _("监测预警"), lists.ALERTS.may
subjects.add(queries.KIND, "prevention:alert", queries.reached_alerts)
subjects.add(queries.OPINION, "prevention:alerts", queries.reached_opinions)
subjects.add(queries.DELETION, "prevention:deletion", queries.reached_deletions)
subjects.add(queries.DRAFT, "prevention:rule-change", queries.reached_drafts)
merging.stay(queries.STAYING)
register(SignalsWorkbook())
menu.add(
    MenuEntry("alerts", 350, READ, GROUP, lists.ALERTS.title, "bell-ringing", "prevention:alerts"),
    MenuEntry("risks", 345, READ, GROUP, lists.RISKS.title, "eye-exclamation", "prevention:risks"),
    MenuEntry("streams", 340, READ, GROUP, _("全程监测"), "activity-heartbeat", "prevention:streams"),
    MenuEntry("alert-subjects", 355, READ, GROUP, lists.SUBJECTS.title, "users", "prevention:subjects"),
    MenuEntry(
        "deletions", 362, queries.READ_DELETIONS, GROUP, deletion_lists.DELETIONS.title, "trash", "prevention:deletions"
    ),
    MenuEntry("alert-rules", 358, queries.READ_RULES, GROUP, rule_lists.RULES.title, "gavel", "prevention:rules"),
)
unit_tabs.add(MenuEntry("alerts", 58, READ, "", _("预警"), "bell-ringing", "prevention:unit"))
rule_sets.add(RuleSet("alerts", 40, "directory:source:read", _("预警规则"), queries.sourced_rules))
monitored.streams.add(
    monitored.Stream("epidemic", READ, streams.fed_by_sources("epidemic")),
    monitored.Stream("codes", READ, streams.fed_by_sources("codes")),
    monitored.Stream("risks", READ, streams.risks),
)
screen.add(
    Tile(
        "streams",
        305,
        READ,
        _("全程监测"),
        "activity-heartbeat",
        "prevention/streams_tile.html",
        streams.tile,
        ("alerts",),
        size="s4",
        lazy=True,
    ),
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
    ),
)
