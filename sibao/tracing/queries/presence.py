"""Words of the kinds of places."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sibao.tracing.rules.places import NUMBERS, ROOM, SHIFT, SITE, SITTING, TEAM, VENUE

KIND_WORDS: dict[int, str | Promise] = {
    NUMBERS[ROOM]: _("同宿舍"),
    NUMBERS[TEAM]: _("同班组"),
    NUMBERS[SHIFT]: _("同班次"),
    NUMBERS[SITTING]: _("同批就餐"),
    NUMBERS[VENUE]: _("同场所"),
    NUMBERS[SITE]: _("同厂区"),
}


def name_kind(number: int, word: str | Promise) -> None:
    """Say in words what a kind of place of a context above is."""
    KIND_WORDS[number] = word


def kind_word(number: int) -> str | Promise:
    """Return how two people were together at a kind of place."""
    return KIND_WORDS.get(number, "")
