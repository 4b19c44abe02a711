"""What facts give to the shell."""

from django.utils.translation import gettext_lazy as _

from sibao.facts import queries, services
from sibao.facts.web import asked, lists
from sibao.facts.web.criteria.lists import CRITERIA
from sibao.kernel import merging, subjects
from sibao.kernel.consultation import explain
from sibao.kernel.imports.importers import register
from sibao.kernel.slots import MenuEntry, menu, unit_tabs

merging.stay(queries.STAYING)
register(services.FactsWorkbook())
menu.add(
    MenuEntry("criteria", 207, CRITERIA.may, _("名单"), _("条件"), "filter-check", "facts:criteria"),
    MenuEntry("facts", 208, "facts:definition:read", _("名单"), _("事实目录"), "list-details", "facts:catalogue"),
)
unit_tabs.add(MenuEntry("facts", 60, lists.UNITS.may, "", _("事实"), "list-details", "facts:unit"))
explain("facts:criterion:publish", asked.publication)
subjects.add("criterion", "facts:criterion", queries.reached_criteria)
