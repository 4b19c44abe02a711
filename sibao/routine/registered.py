"""What daily work gives to the shell."""

from django.utils.translation import gettext_lazy as _

from sibao.kernel import merging
from sibao.kernel.slots import MenuEntry, Tile, menu
from sibao.kernel.slots import tiles as screen
from sibao.routine import queries
from sibao.routine.web import lists, tiles

GROUP, READ = _("日常防控"), "routine:day:read"
merging.follow(*queries.FOLLOWERS)
merging.stay(queries.STAYING)
menu.add(
    MenuEntry("routine-day", 360, READ, GROUP, _("今日防控"), "calendar-check", "routine:day"),
    MenuEntry("sections", 365, READ, GROUP, lists.SECTIONS.title, "spray", "routine:sections"),
    MenuEntry("daily-reports", 370, READ, GROUP, lists.REPORTS.title, "report", "routine:reports"),
)
screen.add(
    Tile(
        "routine",
        310,
        READ,
        _("日常防控"),
        "calendar-check",
        "routine/tile.html",
        tiles.today,
        (),
        line="epidemic",
        size="s4",
    )
)
