"""The seven monitored streams on one page and in one tile, and what monitoring tells of three of them (R17)."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from sibao.kernel import clock
from sibao.kernel.access import Actor
from sibao.kernel.doors import actor_of
from sibao.kernel.monitored import STREAMS, UNKNOWN, Figure, Observed, Part, streams
from sibao.prevention import queries
from sibao.prevention.rules.words import SEVERITIES
from sibao.prevention.states import RESOLVED

JUDGED_WITHIN = timedelta(minutes=2)
LOOKS = {
    "danger": ("danger", "alert-triangle"),
    "warn": ("warn", "alert-circle"),
    "ok": ("ok", "circle-check"),
    UNKNOWN: ("unknown", "help-circle"),
}


def fed_by_sources(stream: str) -> Callable[[Actor, datetime], Observed]:
    """Return how a stream that signals feed is read: its sources, and whom its rules warn of."""

    def read(actor: Actor, now: datetime) -> Observed:
        url = f"{reverse('prevention:alerts')}?applied=1&open=1&rule="
        watching = [one for one in queries.standing(actor) if one["rule"].stream == stream]
        figures = (
            Figure(queries.rule_name(rule), one["count"], f"{url}{rule.pk}", SEVERITIES[rule.severity][1])
            for one in watching
            for rule in [one["rule"]]
        )
        parts = (Part(one.name, one.last_seen_at, one.may_be_silent) for one in queries.sources(actor, stream))
        return Observed(tuple(parts), tuple(figures), len(watching))

    return read


def risks(actor: Actor, now: datetime) -> Observed:
    """Return how open risks stand; what feeds this stream is the judging itself, which has to have run just now."""
    url = f"{reverse('prevention:alerts')}?applied=1"
    found = queries.risk_tally(actor, now)
    figures = (
        Figure(_("超时未接收"), found.late, f"{url}&overdue=1", "danger"),
        Figure(_("未销号"), found.open, reverse("prevention:risks"), "warn"),
        Figure(_("待销号"), found.resolved, f"{url}&state={RESOLVED}", "info"),
    )
    return Observed((Part(_("自动判定"), queries.judged_at(now), JUDGED_WITHIN),), figures, found.rules)


def shown(actor: Actor, now: datetime) -> list[dict[str, Any]]:
    """Return all seven, each as it is now; one that nobody feeds yet, or that the asker may not see, says so."""
    there, open_ = {one.key for one in streams.all()}, {one.key: one for one in streams.open_to(actor)}
    return [
        _shown(title, open_[key].read(actor, now), now)
        if key in open_
        else {
            "title": title,
            "tone": UNKNOWN,
            "icon": LOOKS[UNKNOWN][1],
            "closed": key in there,
            "absent": key not in there,
        }
        for key, title in STREAMS.items()
    ]


def _shown(title: Any, observed: Observed, now: datetime) -> dict[str, Any]:
    tone = observed.tone(now)
    return {
        "title": title,
        "tone": LOOKS[tone][0],
        "icon": LOOKS[tone][1],
        "last_seen": observed.last_seen,
        "silent": observed.silent(now),
        "figures": [one for one in observed.figures if one.number],
        "parts": observed.parts,
        "rules": observed.rules,
    }


@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """All seven streams: who feeds each, when it was last heard, what it counts, and how many rules watch it."""
    rows = shown(actor_of(request), clock.now())
    return render(request, "prevention/streams.html", {"streams": rows})


def tile(actor: Actor, now: datetime) -> Mapping[str, Any]:
    """The seven in one tile, each in a word."""
    rows = shown(actor, now)
    return {
        "as_of": now,
        "rows": rows,
        "all_url": reverse("prevention:streams"),
        "all": _("全部"),
        "tone": "danger" if any(row["tone"] == "danger" for row in rows) else "",
    }
