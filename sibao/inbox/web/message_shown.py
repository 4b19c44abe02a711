"""How messages look."""

from typing import Any

from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from sibao.inbox import queries
from sibao.kernel import subjects
from sibao.kernel.access import Actor
from sibao.kernel.lists.definition import Tag
from sibao.kernel.message_kinds import KINDS
from sibao.kernel.standing import in_words

READ = Tag(gettext_lazy("已读"), "muted", "mail-opened")
UNREAD = Tag(gettext_lazy("未读"), "primary", "mail")
URGENT = Tag(gettext_lazy("未读 · 紧急"), "danger", "urgent")
GUARANTEES = dict(queries.GUARANTEES)


def said(message: Any) -> str:
    """Return a message's sentence in the reader's language."""
    return str(_(message.words) % _in_language(message.values))


def _in_language(values: dict[str, Any]) -> dict[str, Any]:
    """What a sentence holds: in English where English is kept beside it, and who acted in no position in words."""
    english = (get_language() or "").startswith("en")
    kept = {name: (english and values.get(f"{name}_en")) or value for name, value in values.items()}
    return kept | {"by": in_words(str(kept["by"]))} if "by" in kept else kept


def label(message: Any) -> str:
    """Return the name of a message's kind; of one that no context declares any more, its code."""
    kind = KINDS.get(message.kind)
    return str(kind.label if kind else message.kind)


def tag(message: Any) -> Tag:
    """Return whether a message is read, and urgent."""
    return READ if message.read_at else URGENT if message.urgent else UNREAD


def url(message: Any) -> str:
    """Return a message's page."""
    return reverse("inbox:message", args=[message.pk])


def subject_url(actor: Actor, message: Any) -> str:
    """Return the page of what a message is about; empty when the actor does not reach it (any more)."""
    return subjects.url_for(actor, message.subject_kind, message.subject_id)


def row(message: Any) -> dict[str, Any]:
    """Return a message as its page shows it."""
    return {
        "label": label(message),
        "said": said(message),
        "guarantee": GUARANTEES.get(message.guarantee, ""),
    }
