"""Filters that components need: a tone's icon, plain numbers for drawings, figures and spans of time in words."""

from datetime import timedelta
from decimal import Decimal

from django import template
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sibao.kernel.permissions import ALL
from sibao.kernel.web.error_words import ErrorWords, words_of

register = template.Library()

ICONS = {
    "ok": "circle-check",
    "warn": "alert-triangle",
    "danger": "alert-octagon",
    "info": "info-circle",
    "primary": "circle-dot",
    "unknown": "help-hexagon",
    "muted": "minus",
}


@register.filter
def tone_icon(tone: str) -> str:
    """Return the icon that goes with a tone (语气) when no other is named, so that colour never stands alone."""
    return ICONS.get(tone, "circle")


@register.filter
def plain(value: float | Decimal | None) -> str:
    """Return a number as a drawing needs it: a point for decimals, no grouping, at most two places."""
    return "0" if value is None else f"{float(value):.2f}".rstrip("0").rstrip(".")


@register.filter
def share(value: float | Decimal) -> float:
    """Return a percentage as far as it can be drawn: never below 0 nor beyond 100."""
    return min(100.0, max(0.0, float(value)))


@register.filter
def figure(value: float | Decimal | None, places: int = 0) -> str:
    """Return a number for reading, grouped by thousands, with a fixed count of decimal places; unknown stays a word."""
    if value is None:
        return _("未知")
    return f"{value:,.{places}f}"


@register.filter
def span(value: timedelta) -> str:
    """Return a span of time in its two largest units, such as 2 小时 32 分."""
    minutes = int(abs(value).total_seconds()) // 60
    days, hours, rest = minutes // 1440, minutes % 1440 // 60, minutes % 60
    if days:
        return (
            _("%(days)d 天 %(hours)d 小时") % {"days": days, "hours": hours}
            if hours
            else _("%(days)d 天") % {"days": days}
        )
    if hours:
        return (
            _("%(hours)d 小时 %(minutes)d 分") % {"hours": hours, "minutes": rest}
            if rest
            else _("%(hours)d 小时") % {"hours": hours}
        )
    return _("%(minutes)d 分") % {"minutes": rest}


@register.filter
def error_words(status: int) -> ErrorWords:
    """Return what the page of an error status says beside its message."""
    return words_of(status)


@register.filter
def permission_word(name: str) -> str:
    """Return what a permission allows, in words."""
    permission = ALL[name]
    return permission.en if get_language() == "en" else permission.zh
