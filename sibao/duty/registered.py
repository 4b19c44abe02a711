"""What duties give to the shell."""

from django.utils.translation import gettext_lazy as _

from sibao.duty import queries
from sibao.duty.services.responsible_workbook import ResponsibleWorkbook
from sibao.duty.web import group_lists, lists, responsible_lists, streams, tiles
from sibao.kernel import merging, monitored, quality
from sibao.kernel.imports.importers import register
from sibao.kernel.slots import MenuEntry, Panel, Tile, menu, unit_sections, workbench
from sibao.kernel.slots import tiles as screen

GROUP = _("指挥包保")
RESPONSIBLES, GROUPS = responsible_lists.OBLIGATIONS, group_lists.GROUPS
register(ResponsibleWorkbook())
merging.follow(*queries.FOLLOWERS)
merging.stay(queries.STAYING)
quality.look_at(*queries.CHECKS)
menu.add(
    MenuEntry("liaisons", 410, "duty:liaison:read", GROUP, lists.LIAISONS.title, "heart-handshake", "duty:liaisons"),
    MenuEntry("own-units", 400, "duty:liaison:own", GROUP, _("我包保的单位"), "building-community", "duty:mine"),
    MenuEntry("officers", 420, "duty:officer:read", GROUP, lists.OFFICERS.title, "users-group", "duty:officers"),
    MenuEntry("responsibles", 430, RESPONSIBLES.may, GROUP, RESPONSIBLES.title, "user-shield", "duty:obligations"),
    MenuEntry("groups", 440, GROUPS.may, GROUP, GROUPS.title, "briefcase", "duty:groups"),
)
unit_sections.add(
    Panel("responsibles", 20, RESPONSIBLES.may, RESPONSIBLES.title, "duty/unit_section.html", tiles.of_unit)
)
workbench.add(
    Panel("own-units", 40, "duty:liaison:own", _("我包保的单位"), "duty/my_units.html", tiles.mine, ("liaisons",))
)
monitored.streams.add(monitored.Stream("liaison", "duty:liaison:read", streams.liaison))
screen.add(
    Tile(
        "liaisons",
        330,
        "duty:liaison:read",
        _("包保"),
        "heart-handshake",
        "duty/tile.html",
        tiles.covered,
        ("liaisons", "listings"),
        size="s3",
    ),
    Tile(
        "responsibles",
        335,
        RESPONSIBLES.may,
        RESPONSIBLES.title,
        "user-shield",
        "duty/responsibles_tile.html",
        tiles.answered,
        ("responsibles", "listings"),
        size="s3",
    ),
)
