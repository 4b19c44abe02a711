"""What the dashboard gives to the shell."""

from django.utils.translation import gettext_lazy as _

from sibao.kernel.doors import SIGNED_IN
from sibao.kernel.slots import MenuEntry, menu

menu.add(
    MenuEntry("home", 10, SIGNED_IN, "", _("工作台"), "home", "dashboard:home"),
    MenuEntry("screen", 20, "dashboard:screen:read", "", _("一屏掌控"), "layout-dashboard", "dashboard:screen"),
)
