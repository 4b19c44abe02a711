"""As what somebody acts (以何身份): kept in the words of the record, shown in the reader's language."""

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

SYSTEM = gettext_noop("系统")
PUBLIC = gettext_noop("公众")
ONESELF = gettext_noop("本人")
NOT_SIGNED_IN = gettext_noop("未登录")
NO_POSITION = {SYSTEM, PUBLIC, ONESELF, NOT_SIGNED_IN}
"""What the record says of whoever acts in no position."""
_DEPUTY = re.compile(r"（代(?:理| (.+))）$")


def deputy(name: str = "") -> str:
    """Return what the record says behind the position of a deputy: for whom she stands in, or that she is acting (代理)."""
    return f"（代 {name}）" if name else "（代理）"


def in_words(kept: str) -> str:
    """Return what the record says of who acted in the reader's language; names and titles stay as they are."""
    found = _DEPUTY.search(kept)
    said = kept[: found.start()] if found else kept
    said = " · ".join(_(part) if part in NO_POSITION else part for part in said.split(" · "))
    if not found:
        return said
    return said + (_("（代 %(name)s）") % {"name": found[1]} if found[1] else _("（代理）"))
