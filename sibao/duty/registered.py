"""What duties give to the shell."""

from django.utils.translation import gettext_lazy as _

from sibao.duty import queries
from sibao.duty.web import lists, tiles
from sibao.kernel import merging
from sibao.kernel.slots import MenuEntry, Panel, Tile, menu, workbench
from sibao.kernel.slots import tiles as screen

GROUP = _("指挥包保")
merging.follow(*queries.FOLLOWERS)
menu.add(
    MenuEntry("liaisons", 410, "duty:liaison:read", GROUP, lists.LIAISONS.title, "heart-handshake", "duty:liaisons"),
    MenuEntry("own-units", 400, "duty:liaison:own", GROUP, _("我包保的单位"), "building-community", "duty:mine"),
    MenuEntry("officers", 420, "duty:officer:read", GROUP, lists.OFFICERS.title, "users-group", "duty:officers"),
)
workbench.add(
    Panel("own-units", 40, "duty:liaison:own", _("我包保的单位"), "duty/my_units.html", tiles.mine, ("liaisons",))
)
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
    )
)
