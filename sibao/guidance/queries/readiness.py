"""Work plans of units, and how ready they are (R11, R12, R14)."""

from collections.abc import Collection

from django.db.models import Count, Q, QuerySet

from sibao.directory.queries import OF_UNIT
from sibao.guidance import rules
from sibao.guidance.models import Readiness, WorkPlan
from sibao.guidance.states import DRAFT, LIVING_PLANS
from sibao.kernel.access import Actor, may, narrow, require
from sibao.kernel.lists.pickers import Option
from sibao.kernel.refusals import NotFound

READ, READ_PLANS, EDIT = "guidance:readiness:read", "guidance:plan:read", "guidance:plan:edit"
PLAN_KIND = "work_plan"


def readiness(actor: Actor) -> QuerySet[Readiness]:
    """Return how ready the units within reach are; a unit that has ceased or was merged is not among them."""
    require(actor, READ)
    rows = Readiness.objects.filter(unit__merged_into=None, unit__ceased_on=None)
    return narrow(actor, rows, OF_UNIT).select_related("unit__area", "unit__sector")


def graded(actor: Actor) -> dict[str, int]:
    """Return how many units within reach are of each grade; a grade of none is left out."""
    rows = readiness(actor).order_by().values("grade").annotate(count=Count("pk"))
    return {row["grade"]: row["count"] for row in rows}


def readiness_of(actor: Actor, unit_id: int) -> Readiness | None:
    """Return how ready a unit within reach is; None before the first reckoning."""
    return readiness(actor).filter(unit_id=unit_id).first()


def count_of(row: Readiness) -> rules.Count:
    """Return what a row's grade is made of."""
    names = (
        "known",
        "normal_open",
        "emergency_open",
        "to_put_right",
        "overdue",
        "soon",
        "next_on",
        "plan",
        "stock_missing",
        "stock_old",
    )
    return rules.Count(*(getattr(row, name) for name in names))


def grade_options(actor: Actor) -> list[Option]:
    """Return the grades to choose from."""
    return [Option(one.code, one.word) for one in rules.GRADES.values()]


def plan_options(actor: Actor) -> list[Option]:
    """Return how a plan may stand to the guide."""
    return [Option(code, word) for code, word in rules.PLANS.items()]


def plans(actor: Actor) -> QuerySet[WorkPlan]:
    """Return the work plans of the units within reach; drafts only for who may draft them."""
    require(actor, READ_PLANS)
    rows = narrow(actor, WorkPlan.objects.all(), OF_UNIT).select_related("unit", "guide")
    return rows if may(actor, EDIT) else rows.exclude(state=DRAFT)


def plan(actor: Actor, plan_id: int) -> WorkPlan:
    """Return one work plan.

    Raises:
        NotFound: there is none of that id in the actor's scope.
    """
    found = plans(actor).filter(pk=plan_id).first()
    if found is None:
        raise NotFound
    return found


def access_plan(actor: Actor, plan_id: int) -> WorkPlan:
    """Return one work plan locked, the only way to hold it in order to change it; see `plan`."""
    held = WorkPlan.objects.select_for_update(of=("self",)).select_related("unit", "guide")
    found = held.filter(pk__in=plans(actor).order_by().values("pk"), pk=plan_id).first()
    if found is None:
        raise NotFound
    return found


def plans_of(actor: Actor, unit_id: int) -> QuerySet[WorkPlan]:
    """Return one unit's work plans, newest first."""
    return plans(actor).filter(unit_id=unit_id).order_by("-id")


def plan_under_way(unit_id: int) -> WorkPlan | None:
    """Return the plan of a unit that is drafted or waits to be approved."""
    return WorkPlan.objects.filter(unit_id=unit_id, state__in=LIVING_PLANS).first()


def approved_plan(unit_id: int) -> WorkPlan | None:
    """Return the approved plan of a unit, locked."""
    return WorkPlan.objects.select_for_update().filter(unit_id=unit_id, state="approved").first()


def reached_plans(actor: Actor, ids: Collection[int]) -> set[int]:
    """Return those of some work plans that the actor may see."""
    if not may(actor, READ_PLANS):
        return set()
    return set(plans(actor).filter(pk__in=ids).values_list("pk", flat=True))


def takes_plan_files(actor: Actor, plan_id: int) -> bool:
    """Return whether files may be hung on a work plan: while it is drafted, by who drafts it."""
    return may(actor, EDIT) and plans(actor).filter(pk=plan_id, state=DRAFT).exists()


def soon(actor: Actor) -> Q:
    """Return the condition that something of a unit runs out within thirty days."""
    return Q(soon__gt=0)


def lacks_stock(actor: Actor) -> Q:
    """Return the condition that something of what a unit is asked to keep ready is not known (R12)."""
    return Q(stock_missing__gt=0)


def has_old_stock(actor: Actor) -> Q:
    """Return the condition that something of what a unit keeps ready was said too long ago to count (R12)."""
    return Q(stock_old__gt=0)
