"""What the whitelist gives to the shell and to the pages below it."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sibao.duty.queries import needs_officer
from sibao.facts.queries import asks_by_criteria
from sibao.kernel import merging, quality, subjects
from sibao.kernel.access import Actor, may
from sibao.kernel.attaching.hanging import hang_on
from sibao.kernel.consultation import explain
from sibao.kernel.slots import MenuEntry, Panel, RuleSet, Tile, menu, rule_sets, unit_sections, unit_tabs, workbench
from sibao.kernel.slots import tiles as screen
from sibao.whitelist import queries, rules, states
from sibao.whitelist.web import (
    application_lists,
    asked,
    by_place,
    chain_lists,
    list_rules,
    lists,
    objection_lists,
    proposal_lists,
    tiles,
)

GROUP = _("名单")
merging.follow(*queries.FOLLOWERS)
merging.stay(queries.STAYING)
needs_officer("whitelist", queries.listed_units)
quality.look_at(*queries.CHECKS)
asks_by_criteria(queries.STANDARD)
menu.add(
    MenuEntry("whitelist", 210, "whitelist:listing:read", GROUP, _("白名单"), "list-check", "whitelist:listings"),
    MenuEntry(
        "applications",
        215,
        "whitelist:application:read",
        GROUP,
        application_lists.APPLICATIONS.title,
        "file-check",
        "whitelist:applications",
    ),
    MenuEntry("candidates", 220, "whitelist:batch:fill", GROUP, _("未列入"), "list-search", "whitelist:candidates"),
    MenuEntry("enrolment", 222, "whitelist:enrolment:read", GROUP, _("应入尽入"), "user-check", "whitelist:enrolment"),
    MenuEntry("review", 223, "whitelist:enrolment:read", GROUP, _("名单复核"), "list-details", "whitelist:review"),
    MenuEntry(
        "proposals",
        224,
        "whitelist:proposal:read",
        GROUP,
        proposal_lists.PROPOSALS.title,
        "bulb",
        "whitelist:proposals",
    ),
    MenuEntry("points", 225, "whitelist:chain:read", GROUP, _("断点"), "affiliate", "whitelist:points"),
    MenuEntry("batches", 230, "whitelist:batch:read", GROUP, _("批次与公告"), "stack-2", "whitelist:batches"),
    MenuEntry(
        "objections",
        232,
        "whitelist:objection:read",
        GROUP,
        objection_lists.OBJECTIONS.title,
        "message-circle",
        "whitelist:objections",
    ),
    MenuEntry("rules", 235, "whitelist:listing:read", GROUP, _("管理办法"), "gavel", "whitelist:rules"),
    MenuEntry("coverage", 240, "whitelist:coverage:read", GROUP, _("覆盖率"), "chart-bar", "whitelist:coverage"),
)


def _of_unit(actor: Actor, unit_id: int) -> Mapping[str, Any]:
    listing = queries.listing_of_unit(actor, unit_id)
    if listing is None:
        may_apply = may(actor, "whitelist:application:start")
        return {"listing": None, "apply_url": reverse("whitelist:self-check", args=[unit_id]) if may_apply else ""}
    steps = [
        step for step in states.LISTING.steps(listing.state, actor) if step.move.may.startswith("whitelist:listing")
    ]
    return {
        "listing": listing,
        "state": states.LISTING.states[listing.state],
        "number": rules.list_number(listing.zone.list_prefix, listing.number),
        "batch": queries.batch_label(listing.batch.number),
        "causes": [
            {"word": rules.CAUSES[one.cause], "reason": one.reason, "clauses": clauses, "at": one.begun_at}
            for one, clauses in queries.causes_of_unit(actor, unit_id)
        ],
        "entries": [
            {
                "at": change.at,
                "icon": states.LISTING.states[change.to_state].icon,
                "tone": states.LISTING.states[change.to_state].tone,
                "title": states.LISTING.states[change.to_state].label,
                "note": change.reason,
            }
            for change in queries.changes(actor, unit_id)
        ],
        "steps": [
            {
                "move": step.move,
                "open": step.open,
                "url": reverse(f"whitelist:listing-{step.move.action}", args=[listing.id]),
            }
            for step in steps
        ],
    }


unit_tabs.add(
    MenuEntry("standard", 50, "whitelist:application:read", "", _("申报条件"), "checklist", "whitelist:self-check"),
    MenuEntry("together", 55, "whitelist:chain:read", "", _("链式保障"), "sitemap", "whitelist:unit-chain"),
)
unit_sections.add(
    Panel("whitelist", 10, "whitelist:listing:read", _("白名单"), "whitelist/unit_section.html", _of_unit)
)
workbench.add(
    Panel(
        "batches",
        10,
        "whitelist:batch:read",
        _("等待中的批次"),
        "whitelist/panels/batches.html",
        tiles.waiting_batches,
        ("batches",),
        "wide",
    ),
    Panel(
        "listing-changes",
        30,
        "whitelist:listing:read",
        _("名单变动"),
        "whitelist/panels/changes.html",
        tiles.recent_changes,
        ("listings",),
    ),
)
COVERAGE, BATCHES = "whitelist:coverage:read", "whitelist:batch:read"
TOPICS = ("coverage", "listings")
screen.add(
    Tile(
        "economy",
        100,
        COVERAGE,
        _("经济"),
        "chart-bar",
        "whitelist/tiles/economy.html",
        tiles.economy,
        TOPICS,
        line="economy",
        size="s4",
    ),
    Tile(
        "coverage",
        200,
        COVERAGE,
        _("白名单覆盖率"),
        "target-arrow",
        "whitelist/tiles/coverage.html",
        tiles.coverage,
        ("coverage",),
    ),
    Tile(
        "towns",
        210,
        COVERAGE,
        _("镇（街道）"),
        "map-pin",
        "whitelist/tiles/towns.html",
        by_place.town_map,
        ("coverage",),
    ),
    Tile(
        "batches",
        300,
        BATCHES,
        _("批次与公告"),
        "stack-2",
        "whitelist/tiles/batches.html",
        tiles.batches,
        ("batches",),
        size="s5",
    ),
    Tile(
        "marginal",
        310,
        COVERAGE,
        _("临门名单"),
        "list-check",
        "whitelist/tiles/marginal.html",
        tiles.marginal,
        ("coverage",),
        size="s4",
        lazy=True,
    ),
    Tile(
        "grid",
        900,
        COVERAGE,
        _("各领域各镇（街道）"),
        "table",
        "whitelist/tiles/grid.html",
        by_place.grid,
        TOPICS,
        size="s12",
        big_screen=False,
    ),
)

__all__ = ["application_lists", "chain_lists", "lists"]

explain("whitelist:batch:publish", asked.publication)
explain("whitelist:rules:publish", list_rules.publication)
subjects.add("list_rules", "whitelist:rules-version", queries.reached_rules)
explain("whitelist:application:override", asked.exception)
subjects.add("list_proposal", "whitelist:proposal", queries.reached_list_proposals)
subjects.add("objection", "whitelist:objection", queries.reached_objections)
hang_on("objection", queries.takes_objection_proof)
subjects.add("application", "whitelist:application", queries.reached_applications)
subjects.add("coverage_cell", "whitelist:enrolment-town", queries.reached_cells)
hang_on("application", queries.takes_proof)
rule_sets.add(RuleSet("targets", 30, "directory:source:read", _("名单目标"), queries.sourced_targets))
