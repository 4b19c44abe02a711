"""What facts give to the shell."""

from django.utils.translation import gettext_lazy as _

from sibao.facts import queries, services
from sibao.facts.web import asked, lists, streams
from sibao.facts.web.correction_lists import CORRECTIONS
from sibao.facts.web.criteria.lists import CRITERIA
from sibao.kernel import merging, monitored, subjects
from sibao.kernel.attaching.hanging import hang_on
from sibao.kernel.consultation import explain
from sibao.kernel.imports.importers import register
from sibao.kernel.slots import MenuEntry, menu, unit_tabs

merging.stay(queries.STAYING)
register(services.FactsWorkbook())
subjects.add(queries.FACT_KIND, "facts:fact", queries.reached_facts)
subjects.add(queries.CORRECTION_KIND, "facts:correction", queries.reached_corrections)
hang_on(queries.CORRECTION_KIND, queries.takes_correction_proof)
menu.add(
    MenuEntry("criteria", 207, CRITERIA.may, _("名单"), _("条件"), "filter-check", "facts:criteria"),
    MenuEntry("facts", 208, "facts:definition:read", _("名单"), _("事实目录"), "list-details", "facts:catalogue"),
    MenuEntry(
        "corrections", 209, CORRECTIONS.may, _("名单"), CORRECTIONS.title, "message-question", "facts:corrections"
    ),
)
monitored.streams.add(monitored.Stream("production", "facts:definition:read", streams.production))
unit_tabs.add(MenuEntry("facts", 60, lists.UNITS.may, "", _("事实"), "list-details", "facts:unit"))
explain("facts:criterion:publish", asked.publication)
subjects.add("criterion", "facts:criterion", queries.reached_criteria)
