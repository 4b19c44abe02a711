"""How a unit's standing and an application are put on a page."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from sibao.criteria import Words
from sibao.facts.queries import ReadFact, in_language
from sibao.kernel.access import Actor, may
from sibao.whitelist import queries, rules, states

ANSWERS = {True: ("ok", _("符合")), False: ("danger", _("不符合")), None: ("unknown", _("不知道"))}
ROUTES = {
    "meet": "application-fill",
    "accept": "application-decide",
    "return": "application-return",
    "admit": "application-override",
    "bar": "application-override",
    "withdraw": "application-withdraw",
}
"""The page of each kind of move; those that are taken together with another have none."""
VERBS = {
    "meet": _("继续填写"),
    "accept": _("审核"),
    "return": _("退回"),
    "admit": _("例外决定"),
    "bar": _("例外决定"),
    "withdraw": _("撤回"),
}


def check_shown(actor: Actor, unit: Any, check: queries.Check) -> dict[str, Any]:
    """Return what a page needs of a unit's standing: clauses with reasons, the least that would turn them, the prefill rate."""
    found = check.explained
    clauses = [] if found is None else [_clause(one) for one in found.clauses]
    held = [there for _name, there in queries.known_already(actor, unit, found)]
    return {
        "check": check,
        "explained": found,
        "title": in_language(Words(found.version.title, found.version.title_en)) if found else "",
        "clauses": clauses,
        "met": sum(one["answer"] is True for one in clauses),
        "rate": rules.prefill_rate(sum(held), len(held) - sum(held) + len(rules.ASKED)),
        "may_record": may(actor, "facts:value:record"),
    }


def _clause(one: Any) -> dict[str, Any]:
    tone, word = ANSWERS[one.answer]
    facts = [_fact(fact) for fact in one.facts]
    return {"words": in_language(one.words), "answer": one.answer, "tone": tone, "word": word, "eyes": one.eyes} | {
        "facts": facts
    }


def _fact(one: ReadFact) -> dict[str, Any]:
    origin = _("底册") if one.definition.origin else _("系统推算") if one.definition.rule else ""
    return {
        "words": in_language(one.words),
        "source": origin or one.source or _("单位自己"),
        "at": one.at,
        "mine": one.mine,
        "turns": one.turns and one.answer is not True,
        "wanted": in_language(one.wanted) if one.wanted else "",
        "known": one.answer is not None,
    }


def kept_clauses(found: Any) -> list[dict[str, Any]]:
    """Return the clauses of the verdict that an application was last judged by, as they were kept."""
    rows = found.verdict.clauses if found.verdict else []
    return [
        {"words": in_language(Words(row["zh"], row["en"])), "tone": ANSWERS[row["answer"]][0]}
        | {"word": ANSWERS[row["answer"]][1]}
        for row in rows
    ]


def steps_of(actor: Actor, found: Any) -> list[dict[str, str]]:
    """Return the steps that are the actor's to take, each with its page, none twice."""
    shown: dict[str, dict[str, str]] = {}
    for step in states.APPLICATION.steps(found.state, actor):
        route = ROUTES.get(step.move.action)
        if step.open and route and route not in shown:
            url = reverse(f"whitelist:{route}", args=[found.pk])
            shown[route] = {"url": url, "verb": str(VERBS[step.move.action]), "action": step.move.action}
    if found.state == "refused" and may(actor, "whitelist:appeal:lodge") and not queries.appealed(found):
        url = reverse("whitelist:appeal-lodge", args=[found.pk])
        shown["appeal"] = {"url": url, "verb": _now("申诉"), "action": "appeal"}
    return list(shown.values())
