"""What the record gives to the shell."""

from django.utils.translation import gettext_lazy as _

from sibao.audit.services.rotations import is_anything_sealed
from sibao.audit.web.lists import LINES
from sibao.kernel.doors import SIGNED_IN
from sibao.kernel.secrets import keyring
from sibao.kernel.slots import MenuEntry, menu, own

keyring.needed.append(is_anything_sealed)
menu.add(
    MenuEntry("audit", 750, LINES.may, _("查证"), LINES.title, "history", "audit:lines"),
    MenuEntry("seals", 755, "audit:seal:read", _("查证"), _("记录封存"), "lock-check", "audit:seals"),
    MenuEntry("inquire", 760, "audit:look:inquire", _("查证"), _("为本人查询"), "user-search", "audit:inquire"),
    MenuEntry("register", 765, "audit:processing:read", _("查证"), _("个人信息处理登记"), "book-2", "audit:register"),
    MenuEntry("holds", 768, "audit:hold:read", _("查证"), _("个人信息保全"), "lock-pause", "audit:holds"),
    MenuEntry("privacy-keys", 770, "audit:key:read", _("查证"), _("个人信息密钥"), "key", "audit:keys"),
)
own.add(MenuEntry("own-looks", 18, SIGNED_IN, "", _("我的个人信息"), "eye-check", "audit:own-looks"))
