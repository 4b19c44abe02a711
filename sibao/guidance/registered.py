"""What guides and plans give to the shell."""

from django.utils.translation import gettext_lazy as _

from sibao.facts.queries import asks_by_criteria
from sibao.guidance import queries
from sibao.guidance.web import check_lists, lists, readiness_lists, tiles
from sibao.kernel import merging, subjects
from sibao.kernel.attaching.hanging import hang_on
from sibao.kernel.slots import MenuEntry, Tile, menu, unit_tabs
from sibao.kernel.slots import tiles as screen

GROUP, READ = _("指南预案"), lists.DOCUMENTS.may
subjects.add("guide_document", "guidance:document", queries.reached_documents)
subjects.add("guide_check", "guidance:check", queries.reached_checks)
subjects.add(queries.ANSWER_KIND, "guidance:answer", queries.reached_answers)
subjects.add(queries.RECTIFICATION_KIND, "guidance:rectification", queries.reached_rectifications)
hang_on("guide_document", queries.takes_files)
hang_on(queries.ANSWER_KIND, queries.takes_answer_files)
hang_on(queries.RECTIFICATION_KIND, queries.takes_proof)
subjects.add(queries.PLAN_KIND, "guidance:plan", queries.reached_plans)
hang_on(queries.PLAN_KIND, queries.takes_plan_files)
merging.follow(*queries.FOLLOWERS)
asks_by_criteria(queries.JUDGED)
merging.stay(queries.STAYING)
menu.add(
    MenuEntry("guides", 300, READ, GROUP, _("1+1+N 体系"), "books", "guidance:overview"),
    MenuEntry("guide-documents", 310, READ, GROUP, lists.DOCUMENTS.title, "file-text", "guidance:documents"),
    MenuEntry(
        "readiness",
        315,
        "guidance:readiness:read",
        GROUP,
        readiness_lists.READINESS.title,
        "shield-check",
        "guidance:readiness",
    ),
    MenuEntry("checks", 320, queries.READ_CHECKS, GROUP, check_lists.CHECKS.title, "checklist", "guidance:checks"),
    MenuEntry(
        "rectifications",
        330,
        "guidance:rectification:read",
        GROUP,
        check_lists.RECTIFICATIONS.title,
        "tool",
        "guidance:rectifications",
    ),
)
unit_tabs.add(MenuEntry("guide", 57, queries.READ_CHECKS, "", _("备战"), "checklist", "guidance:unit"))
screen.add(
    Tile("guides", 337, READ, GROUP, "books", "guidance/tile.html", tiles.shelf, ("guides",), size="s3"),
    Tile(
        "readiness",
        338,
        readiness_lists.READINESS.may,
        readiness_lists.READINESS.title,
        "shield-check",
        "guidance/readiness_tile.html",
        tiles.ready,
        ("readiness",),
        size="s3",
    ),
)
