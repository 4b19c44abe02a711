"""How rules, their drafts and what a draft would do are put on a page."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from sibao.directory import queries as directory
from sibao.facts.queries import in_language
from sibao.kernel.access import Actor, may
from sibao.prevention import queries
from sibao.prevention.rules.subjects import PERSON
from sibao.prevention.rules.words import LAYERS, LEVEL_WORDS, SEVERITIES
from sibao.prevention.states import RULE_DRAFT


def said_shown(actor: Actor, subject: str, trees: Mapping[str, Any]) -> list[tuple[Any, str]]:
    """Return level and sentence of each criterion of a rule."""
    words = queries.rule_words(actor.zone_id, subject, trees)
    return [(LEVEL_WORDS[level], in_language(said)) for level, said in words.items()]


def handling_shown(actor: Actor, row: Any) -> dict[str, Any]:
    """Return how a rule, or a draft of one, has its alerts dealt with."""
    roles = queries.role_words(actor.zone_id)
    return {
        "severity": dict(zip(("word", "tone", "icon"), SEVERITIES[row.severity], strict=True)),
        "limit": row.limit_minutes,
        "asks": roles.get(row.asks, row.asks),
        "document": f"{row.document.number} {row.article}".strip() if row.document else row.article,
    }


def rule_shown(actor: Actor, row: Any) -> dict[str, Any]:
    """Return what a page shows of a rule."""
    return {
        "rule": row,
        "name_of_rule": queries.rule_name(row),
        "layer": LAYERS[row.layer],
        "said": said_shown(actor, row.subject, row.trees),
        **handling_shown(actor, row),
    }


def compared(actor: Actor, before: Any, after: Any) -> list[tuple[str, str, str]]:
    """Return what differs between two readings of a rule: what it is, before, after; `before` names its subject."""
    old, new = (dict(said_shown(actor, before.subject, one.trees)) for one in (before, after))
    one, other = handling_shown(actor, before), handling_shown(actor, after)
    rows = [
        *((f"{_('条件')} · {level}", old.get(level, ""), new.get(level, "")) for level in {**old, **new}),
        (_("级别"), str(one["severity"]["word"]), str(other["severity"]["word"])),
        (_("接收时限（分钟）"), str(one["limit"]), str(other["limit"])),
        (_("交给哪个角色"), one["asks"], other["asks"]),
        (_("依据"), one["document"], other["document"]),
    ]
    return [row for row in rows if row[1] != row[2]]


def history_shown(events: list[Any]) -> list[dict[str, Any]]:
    """Return a rule's history as entries of a timeline."""
    labels = {"insert": _("新建"), "update": _("修改"), "delete": _("删除")}
    return [
        {
            "at": one.pgh_created_at,
            "icon": "point",
            "title": labels.get(one.pgh_label, one.pgh_label),
            "note": _("本区自定") if one.settled_here else _("数据包"),
        }
        for one in events
    ]


def draft_state(row: Any) -> Any:
    """Return a draft's state with its look."""
    return RULE_DRAFT.states[row.state]


def effect_shown(actor: Actor, rule: Any, found: queries.Effect) -> dict[str, Any]:
    """Return what a draft would do, with the names of places and, masked, of the first people that the actor may see."""
    sectors = dict(directory.sectors(actor).values_list("pk", "name"))
    sites = dict(directory.sites(actor).filter(pk__in=[one.id for one in found.sites]).values_list("pk", "name"))
    units = directory.units(actor).in_bulk([one.unit_id for one in found.first])
    about = {(one.unit_id, one.subject_id) for one in found.first} if rule.subject == PERSON else set()
    people = directory.employments_at(actor, about) if about and may(actor, "directory:person:read") else {}
    first = [
        {
            "unit": units[one.unit_id],
            "name": directory.name_of(person, masked=True) if person else "",
            "opens": one.opens,
        }
        for one in found.first
        if one.unit_id in units
        for person in (people.get((one.unit_id, one.subject_id)),)
    ]
    return {
        "opens": found.opens,
        "ends": found.ends,
        "sectors": [(sectors.get(one.id, ""), one) for one in found.sectors],
        "sites": [(sites[one.id], one) for one in found.sites if one.id in sites],
        "first": first,
    }
