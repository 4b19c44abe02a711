"""What the directory gives to the kernel and the shell."""

from django.utils.translation import gettext_lazy as _

from sibao.directory import queries
from sibao.directory.services.staff_workbook import StaffWorkbook
from sibao.directory.services.unit_workbook import UnitWorkbook
from sibao.directory.web import asked
from sibao.directory.web.lists import UNITS
from sibao.directory.web.merge_lists import LIKENESSES
from sibao.directory.web.place_lists import SITES, STAFF, VEHICLES
from sibao.kernel import merging, quality, subjects
from sibao.kernel.attaching.hanging import hang_on
from sibao.kernel.attaching.shown import panel
from sibao.kernel.consultation import explain
from sibao.kernel.imports.importers import register
from sibao.kernel.lists.exports import explained
from sibao.kernel.personal.kept import tell
from sibao.kernel.slots import MenuEntry, Panel, RuleSet, menu, rule_sets, search, unit_sections, unit_tabs
from sibao.kernel.zoned import codes

register(UnitWorkbook())
register(StaffWorkbook())
merging.follow(*queries.FOLLOWERS)
merging.stay(queries.STAYING)
tell("contacts", queries.own_contacts)
tell("staff", queries.own_staff)
quality.look_at(*queries.CHECKS)
explain("directory:person:export", explained)
explain("directory:unit:merge", asked.merging)
codes.use(
    codes.Use("vehicle_kind", _("登记车辆的“车型”，车辆清单的筛选")),
    codes.Use("venue_use", _("场所部位的“用途”")),
)
subjects.add("unit", "directory:unit", queries.reached_units)
hang_on("unit")
unit_sections.add(
    Panel(
        "attachments",
        90,
        "kernel:attachment:read",
        _("资料"),
        "kernel/attachments/panel.html",
        lambda actor, unit_id: panel(actor, "unit", unit_id),
    )
)
menu.add(
    MenuEntry("units", 200, UNITS.may, _("名单"), UNITS.title, "building-factory-2", "directory:units"),
    MenuEntry("sites", 202, SITES.may, _("名单"), SITES.title, "map-pin", "directory:sites"),
    MenuEntry("staff", 204, STAFF.may, _("名单"), STAFF.title, "users", "directory:staff"),
    MenuEntry("vehicles", 206, VEHICLES.may, _("名单"), VEHICLES.title, "truck", "directory:vehicles"),
    MenuEntry("quality", 265, UNITS.may, _("名单"), _("数据质量"), "checklist", "directory:quality"),
    MenuEntry(
        "likenesses",
        270,
        LIKENESSES.may,
        _("名单"),
        LIKENESSES.title,
        "arrows-join",
        "directory:likenesses",
    ),
    MenuEntry(
        "organisations",
        730,
        "directory:organisation:read",
        _("查证"),
        _("组织机构"),
        "sitemap",
        "directory:organisations",
    ),
    MenuEntry("fields", 953, "directory:field:read", _("管理"), _("选填字段"), "forms", "directory:fields"),
    MenuEntry("boundaries", 954, "directory:boundary:read", _("管理"), _("边界图"), "map-2", "directory:boundaries"),
    MenuEntry("sources", 740, "directory:source:read", _("查证"), _("规则依据"), "books", "directory:sources"),
)

rule_sets.add(
    RuleSet("sectors", 10, "directory:source:read", _("领域"), queries.sector_rules),
    RuleSet("organisations", 20, "directory:source:read", _("组织机构"), queries.organisation_rules),
)

search.add(MenuEntry("units", 10, UNITS.may, "", UNITS.title, "search", "directory:units"))
unit_tabs.add(
    MenuEntry("overview", 10, UNITS.may, "", _("概况"), "building-factory-2", "directory:unit"),
    MenuEntry("places", 20, SITES.may, "", _("场所"), "map-pin", "directory:unit-places"),
    MenuEntry("people", 30, STAFF.may, "", _("人员"), "users", "directory:unit-people"),
    MenuEntry("vehicles", 40, VEHICLES.may, "", _("车辆"), "truck", "directory:unit-vehicles"),
    MenuEntry("chain", 50, UNITS.may, "", _("上下游"), "affiliate", "directory:unit-chain"),
)
