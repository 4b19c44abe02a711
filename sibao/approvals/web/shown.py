"""How consultations are shown, in one place."""

from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sibao.approvals import queries, rules, states
from sibao.kernel.lists.definition import Tag
from sibao.kernel.standing import in_words

TAGS = {state.code: Tag(state.label, state.tone, state.icon) for state in states.CONSULTATION.states.values()}
STANCES = {
    rules.AGREE: Tag(_("同意"), "ok", "circle-check"),
    rules.DISAGREE: Tag(_("不同意"), "danger", "circle-x"),
    rules.ABSTAIN: Tag(_("弃权"), "muted", "circle-minus"),
}


def title(row: Any) -> str:
    """Return what is asked, in the reader's language."""
    return str(row.title_en if get_language() == "en" else row.title)


def url(row: Any) -> str:
    """Return the page of a consultation."""
    return reverse("approvals:consultation", args=[row.pk])


def line(row: Any) -> dict[str, Any]:
    """Return a consultation as a row of a card."""
    return {"row": row, "number": queries.number(row), "title": title(row), "url": url(row), "state": TAGS[row.state]}


def parties(asked: Any, said: Any) -> list[dict[str, Any]]:
    """Return who is asked, each with the opinions given for it and how many are still needed."""
    return [
        {
            "label": body.label,
            "least": body.least,
            "agreed": sum(one.body_id == body.pk and one.stance == rules.AGREE for one in said),
            "said": sum(one.body_id == body.pk for one in said),
        }
        for body in asked
    ]


def opinion(one: Any) -> dict[str, Any]:
    """Return an opinion as an entry of a timeline."""
    tag = STANCES[one.stance]
    note = " · ".join(filter(None, (one.body.label, one.reason)))
    return {
        "at": one.recorded_at,
        "icon": tag.icon,
        "tone": tag.tone,
        "title": f"{in_words(one.by)} · {tag.label}",
        "note": note,
    }
