"""Words of severities (预警级别), gravest first, each with tone and icon; of levels, and of layers of rules (R38)."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise
SEVERITIES: dict[int, tuple[Text, str, str]] = {
    1: (_("特别重大"), "danger", "alert-octagon"),
    2: (_("重大"), "danger", "alert-triangle"),
    3: (_("较大"), "warn", "alert-circle"),
    4: (_("一般"), "info", "info-circle"),
}
ZONE = "zone"
LAYERS: dict[str, Text] = {"nation": _("国家"), "province": _("省"), ZONE: _("本区")}
LEVEL_WORDS: dict[str, Text] = {
    "normal": _("平时"),
    "watch": _("警戒"),
    "emergency": _("应急"),
    "transition": _("过渡"),
}
