"""What the directory gives to the kernel and the shell."""

from django.utils.translation import gettext_lazy as _

from sibao.directory import queries
from sibao.directory.services.unit_workbook import UnitWorkbook
from sibao.directory.web.lists import UNITS
from sibao.kernel.imports.importers import register
from sibao.kernel.slots import MenuEntry, RuleSet, menu, rule_sets, search

register(UnitWorkbook())
menu.add(
    MenuEntry("units", 200, UNITS.may, _("名单"), UNITS.title, "building-factory-2", "directory:units"),
    MenuEntry(
        "organisations",
        730,
        "directory:organisation:read",
        _("查证"),
        _("组织机构"),
        "sitemap",
        "directory:organisations",
    ),
    MenuEntry("sources", 740, "directory:source:read", _("查证"), _("规则依据"), "books", "directory:sources"),
)

rule_sets.add(
    RuleSet("sectors", 10, "directory:source:read", _("领域"), queries.sector_rules),
    RuleSet("organisations", 20, "directory:source:read", _("组织机构"), queries.organisation_rules),
)

search.add(MenuEntry("units", 10, UNITS.may, "", UNITS.title, "search", "directory:units"))
