"""How arrivals, codes and appeals are put on a page."""

from datetime import datetime
from typing import Any

from django.urls import reverse

from sibao.criteria import Words
from sibao.entry import queries
from sibao.entry.states import APPEAL, ARRIVAL
from sibao.entry.web.words import ANSWERS, COLOURS, CONDITIONS, HOW, SOURCES, WHY
from sibao.facts.queries import in_language
from sibao.kernel.access import Actor, may


def arrival_shown(row: Any) -> dict[str, Any]:
    """Return what a page shows of an arrival."""
    return {"row": row, "state": ARRIVAL.states[row.state], "url": reverse("entry:arrival", args=[row.pk])}


def code_shown(actor: Actor, row: Any) -> dict[str, Any]:
    """Return what a page shows of a code: colour, why, what was looked at, what has to be done, and what may be."""
    of_class = row.origin_class
    runs = row.released_at is None
    return {
        "row": row,
        "colour": COLOURS[row.colour],
        "why": row.reason or WHY[row.why],
        "class": queries.class_name(of_class) if of_class else "",
        "measures": in_language(Words(of_class.measures, of_class.measures_en)) if of_class else "",
        "source": (of_class.follows or of_class.article) if of_class else "",
        "days": "、".join(str(day) for day in of_class.test_days) if of_class else "",
        "conditions": [_condition(one) for one in row.conditions],
        "how": HOW.get(row.released_how, ""),
        "release_url": _page(actor, "entry:code:release", "entry:code-release", row.pk) if runs else "",
        "appeal_url": (
            _page(actor, "entry:appeal:lodge", "entry:code-appeal", row.pk) if runs and row.colour != "green" else ""
        ),
    }


def _condition(one: dict[str, Any]) -> dict[str, Any]:
    return {
        "word": CONDITIONS[one["key"]],
        "answer": ANSWERS[one["holds"]],
        "source": SOURCES.get(one["source"], ""),
        "at": datetime.fromisoformat(one["at"]) if one["at"] else None,
    }


def _page(actor: Actor, permission: str, name: str, pk: int) -> str:
    return reverse(name, args=[pk]) if may(actor, permission) else ""


def appeal_shown(actor: Actor, row: Any) -> dict[str, Any]:
    """Return what a page shows of an appeal, with its form for who may decide it: neither who lodged nor who issued."""
    decides = row.decided_at is None and actor.account_id not in (row.lodged_by, row.issued_by)
    url = _page(actor, "entry:appeal:decide", "entry:appeal-decide", row.pk) if decides else ""
    return {"row": row, "state": APPEAL.states[row.state], "url": url}
