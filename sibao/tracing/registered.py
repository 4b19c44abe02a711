"""What tracing gives to the shell."""

from django.utils.translation import gettext_lazy as _

from sibao.kernel import merging, subjects
from sibao.kernel.consultation import explain
from sibao.kernel.lists.exports import explained
from sibao.kernel.slots import MenuEntry, RuleSet, menu, rule_sets
from sibao.tracing import queries
from sibao.tracing.web import lists

GROUP, READ = _("监测预警"), lists.SCREENINGS.may
explain("tracing:screening:export", explained)
subjects.add(queries.SITE, "tracing:screened-site", queries.reached_sites)
merging.stay(queries.STAYING)
menu.add(
    MenuEntry("screenings", 370, READ, GROUP, lists.SCREENINGS.title, "zoom-scan", "tracing:screenings"),
    MenuEntry("screened-people", 372, READ, GROUP, lists.PEOPLE.title, "user-search", "tracing:people"),
)
rule_sets.add(RuleSet("contacts", 45, "directory:source:read", _("密接判定"), queries.sourced_rules))
