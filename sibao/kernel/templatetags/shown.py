"""How numbers, money and times are shown everywhere."""

from datetime import datetime
from urllib.parse import urlencode

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from sibao.kernel import clock, standing

register = template.Library()
register.filter("standing", standing.in_words)
FEN_PER_WAN = 1_000_000


@register.filter
def wan(fen: int | None) -> str:
    """Money in 分 as 万元 with thousands separators; unknown as an empty string."""
    return "" if fen is None else number_format(round(fen / FEN_PER_WAN), use_l10n=True, force_grouping=True)


@register.filter
def percent(basis_points: int | None) -> str:
    """Basis points as a percentage with one digit, rounded towards zero so that 69.99 never shows as 70.0."""
    return "" if basis_points is None else f"{basis_points // 10 / 10:.1f}%"


@register.filter
def moment(at: datetime | None) -> str:
    """A time in Shanghai as people write it: today 08:12, this year 06-02 17:46, else with the year."""
    if at is None:
        return ""
    local, today = at.astimezone(clock.SHANGHAI), clock.today()
    if local.date() == today:
        return f"{local:%H:%M}"
    return f"{local:%m-%d %H:%M}" if local.year == today.year else f"{local:%Y-%m-%d %H:%M}"


@register.filter
def full_moment(at: datetime | None) -> str:
    """A time in Shanghai in full, for hovering."""
    return "" if at is None else f"{at.astimezone(clock.SHANGHAI):%Y-%m-%d %H:%M:%S}"


@register.filter
def measured(value: int | None, dimension: str) -> str:
    """A measure's value with its unit: money in 万元, freight turnover in 万吨公里; unknown as an empty string."""
    if value is None:
        return ""
    if dimension == "money":
        return _("%(amount)s 万元") % {"amount": wan(value)}
    if dimension == "tonne_km":
        amount = number_format(round(value / 10_000), use_l10n=True, force_grouping=True)
        return _("%(amount)s 万吨公里") % {"amount": amount}
    return number_format(value, use_l10n=True, force_grouping=True)


@register.filter
def as_query(values: dict[str, list[str]]) -> str:
    """A saved filter as a query string."""
    return "?" + urlencode(values, doseq=True)
