"""What coming in gives to the shell."""

from django.utils.translation import gettext_lazy as _

from sibao.entry import queries
from sibao.entry.web import lists
from sibao.kernel import merging
from sibao.kernel.personal.kept import tell
from sibao.kernel.slots import MenuEntry, RuleSet, menu, rule_sets, unit_tabs

GROUP = _("入口管控")
merging.follow(*queries.FOLLOWERS)
tell("arrivals", queries.own_arrivals)
menu.add(
    MenuEntry("arrivals", 360, lists.ARRIVALS.may, GROUP, lists.ARRIVALS.title, "plane-arrival", "entry:arrivals"),
    MenuEntry("arrival-codes", 362, lists.CODES.may, GROUP, lists.CODES.title, "qrcode", "entry:codes"),
    MenuEntry("gate", 358, "entry:gate:read", GROUP, _("门岗核验"), "shield-check", "entry:gate"),
    MenuEntry("origin-areas", 364, lists.AREAS.may, GROUP, lists.AREAS.title, "map-2", "entry:areas"),
)
unit_tabs.add(MenuEntry("arrivals", 59, lists.ARRIVALS.may, "", _("入济报备"), "plane-arrival", "entry:unit"))
rule_sets.add(RuleSet("origin-classes", 45, "directory:source:read", _("来源地类别与赋码"), queries.sourced_classes))
