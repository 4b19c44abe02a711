"""What the record gives to the shell."""

from django.utils.translation import gettext_lazy as _

from sibao.audit.web.lists import LINES
from sibao.kernel.slots import MenuEntry, menu

menu.add(
    MenuEntry("audit", 750, LINES.may, _("查证"), LINES.title, "history", "audit:lines"),
    MenuEntry("seals", 755, "audit:seal:read", _("查证"), _("记录封存"), "lock-check", "audit:seals"),
)
