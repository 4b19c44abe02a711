"""How alerts, their steps and their reasons are put on a page."""

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from sibao.criteria import Words
from sibao.facts.queries import in_language
from sibao.inbox import queries as inbox
from sibao.kernel import clock
from sibao.kernel.access import Actor, may
from sibao.prevention import queries
from sibao.prevention.rules.words import LAYERS, LEVEL_WORDS, SEVERITIES
from sibao.prevention.states import ALERT, RAISED

ANSWERS = {True: ("danger", _("是")), False: ("ok", _("否")), None: ("unknown", _("不知道"))}


def group_shown(row: Any) -> dict[str, Any]:
    """Return what a page shows of an alert: its rule, severity, state, and until when somebody has to receive it."""
    due = row.opened_at + timedelta(minutes=row.rule.limit_minutes)
    return {
        "group": row,
        "name_of_rule": queries.rule_name(row.rule),
        "severity": dict(zip(("word", "tone", "icon"), SEVERITIES[row.rule.severity], strict=True)),
        "state": ALERT.states[row.state],
        "layer": LAYERS[row.rule.layer],
        "others": [f"{queries.rule_name(one)}（{LAYERS[one.layer]}）" for one in queries.same_matter(row.rule)],
        "cure": in_language(Words(row.rule.cure, row.rule.cure_en)),
        "due": due if row.state == RAISED else None,
        "late": row.state == RAISED and due < clock.now(),
    }


def step_shown(one: Any) -> dict[str, Any]:
    """Return one step as an entry of a timeline."""
    label = next(move.label for move in ALERT.moves if move.action == one.action)
    return {"at": one.at, "icon": "point", "title": f"{label} · {one.by_as}", "note": one.reason}


def opinion_shown(actor: Actor, one: Any) -> dict[str, Any]:
    """Return who was asked for an opinion, and her task where the asker may see it."""
    seen = may(actor, "inbox:task:read")
    task = inbox.tasks_of_subject(actor, queries.OPINION, one.pk).first() if seen else None
    return {"seat": f"{one.position.organisation or ''} {one.position.title}".strip(), "row": one, "task": task}


def why_shown(found: Any) -> dict[str, Any] | None:
    """Return a judgement in the reader's language; None where there is none."""
    if found is None:
        return None
    ways = [{"words": in_language(way.words), "tag": ANSWERS[way.answer]} for way in found.ways]
    facts = [
        {
            "name": in_language(fact.name),
            "value": in_language(fact.value) if fact.value else "",
            "at": fact.at,
            "source": fact.source,
            "wanted": in_language(fact.wanted) if fact.wanted else "",
        }
        for fact in found.facts
    ]
    return {"level": LEVEL_WORDS[found.level], "ways": ways, "facts": facts}
