"""What the kernel's own pages give to the shell."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from sibao.kernel.access import Actor
from sibao.kernel.help import add_help
from sibao.kernel.imports import queries, shown
from sibao.kernel.imports.importers import IMPORTERS
from sibao.kernel.slots import MenuEntry, Panel, Tile, menu, tiles, workbench
from sibao.kernel.web.help import PAGES
from sibao.kernel.zoned import switches
from sibao.kernel.zoned.switches import Switch

add_help("kernel", PAGES)
menu.add(
    MenuEntry("imports", 250, "kernel:import:start", _("名单"), _("导入"), "file-import", "kernel:imports"),
    MenuEntry("revisions", 255, "kernel:revision:read", _("名单"), _("批量修改"), "edit", "kernel:revisions"),
    MenuEntry("exports", 260, "kernel:export:read", _("名单"), _("导出"), "file-export", "kernel:exports"),
    MenuEntry("switches", 950, "kernel:switch:read", _("管理"), _("功能开关"), "toggle-right", "kernel:switches"),
    MenuEntry("codes", 952, "kernel:code:read", _("管理"), _("代码表"), "list-numbers", "kernel:code-lists"),
)
switches.add(
    Switch(
        "bulk_edit",
        _("批量修改"),
        _("关闭后，清单上不再有“批量修改”，没做完的停下；导入和逐行修改照常。"),
        frozenset(
            {
                *(f"kernel:revision:{verb}" for verb in ("read", "start", "preview", "apply", "cancel")),
                *("directory:unit:revise", "directory:site:revise"),
            }
        ),
    )
)


def _mine(actor: Actor) -> Mapping[str, Any]:
    runs = [shown.run_line(run, IMPORTERS) for run in queries.runs(actor)[:5]]
    return {"runs": runs, "parked": queries.parked(actor).count()}


workbench.add(
    Panel("imports", 20, "kernel:import:read", _("我的导入"), "kernel/imports/panel.html", _mine, ("imports",))
)


def _waiting(actor: Actor, now: datetime) -> Mapping[str, Any]:
    runs = [shown.run_line(run, IMPORTERS) for run in queries.runs(actor)[:3]]
    parked = queries.parked(actor).count()
    return {"as_of": now, "runs": runs, "parked": parked, "all_url": reverse("kernel:imports"), "all": _now("全部")}


tiles.add(
    Tile(
        "imports",
        320,
        "kernel:import:read",
        _("导入"),
        "file-import",
        "kernel/imports/tile.html",
        _waiting,
        ("imports",),
        size="s3",
        big_screen=False,
    )
)
