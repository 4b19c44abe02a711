"""What every public page shows around its content, and how things are named in its language."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

MENU = (
    ("listings", gettext_lazy("白名单")),
    ("standards", gettext_lazy("标准")),
    ("notices", gettext_lazy("公告")),
    ("verify", gettext_lazy("核验")),
)
OTHER = {"zh": ("en", "English"), "en": ("zh", "中文")}


def named(thing: Any, language: str) -> str:
    """Return the name of a zone, area, sector or measure in the page's language; Chinese where there is no other."""
    return str((language == "en" and thing.name_en) or thing.name)


def frame(request: HttpRequest, language: str, zone: Any) -> dict[str, Any]:
    """Return the context of the public frame: title, menu, the same page in the other language, the line below."""
    other, label = OTHER[language]
    elsewhere = f"/{other}{request.get_full_path()[len(language) + 1 :]}"
    menu = [
        {"label": word, "url": url, "current": request.path.startswith(url)}
        for name, word in MENU
        for url in [reverse(f"portal:{name}", args=[language])]
    ]
    return {
        "language_part": language,
        "zone_name": named(zone, language),
        "portal": {
            "title": _("%(zone)s“四保”公开查询")
            % {"zone": named(zone, language) if language == "en" else zone.short_name},
            "home_url": reverse("portal:home", args=[language]),
            "menu": [
                *menu,
                {"label": _("企业申请开通"), "url": reverse("accounts:ask-unit"), "current": False},
                {"label": _("工作人员登录"), "url": settings.LOGIN_URL, "current": False},
            ],
            "other_language": {"url": elsewhere, "code": "zh-Hans" if other == "zh" else other, "label": label},
            "foot": _foot(zone),
        },
    }


def _foot(zone: Any) -> str:
    said = [_("本页不含个人信息，可以转载，请注明来源和时间。")]
    if zone.hotline:
        said.append(_("咨询电话 %(number)s") % {"number": zone.hotline})
    if zone.demo:
        said.append(_("演示数据，单位名称和数字均为虚构。"))
    return " · ".join(said)
