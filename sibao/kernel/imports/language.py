"""The language in which an import is told about: that of the page, and in the queue that of the page it came from."""

from django.utils.translation import get_language

from sibao.kernel.sheets.words import Language


def spoken() -> Language:
    """Return which of the sheets' two languages is spoken now."""
    return "en" if (get_language() or "").startswith("en") else "zh"
