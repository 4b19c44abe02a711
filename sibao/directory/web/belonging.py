"""Pages of one team and one room: who belongs there, from when to when."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from sibao.directory import queries, services
from sibao.directory.inputs import EndStay, PlanStay, PlanTurn
from sibao.directory.web.frames import Editing, edit_page, get_or_post
from sibao.directory.web.place_forms import EndForm, StayForm, TurnForm
from sibao.directory.web.places import tab
from sibao.kernel import clock
from sibao.kernel.access import may
from sibao.kernel.doors import actor_of
from sibao.kernel.sheets.text import compact
from sibao.kernel.web.inputs import carry_out


@require_GET
def team(request: HttpRequest, team_id: int) -> HttpResponse:
    """A team with its shifts and sittings."""
    found = queries.part(actor_of(request), "team", team_id)
    return _team(request, found, TurnForm(queries.targets_of(found)))


@get_or_post
def turn(request: HttpRequest, team_id: int) -> HttpResponse:
    """Plan a team's shift or sitting."""
    actor = actor_of(request)
    found = queries.part(actor, "team", team_id)
    form = TurnForm(queries.targets_of(found), request.POST or None)
    if request.method == "POST" and carry_out(
        form, PlanTurn, lambda given: services.plan_turn(actor=actor, given=given), team_id=team_id
    ):
        return HttpResponseRedirect(reverse("directory:team", args=[team_id]))
    return _team(request, found, form)


def _team(request: HttpRequest, found: Any, form: TurnForm) -> HttpResponse:
    shown = {
        "team": found,
        "turns": queries.turns_of(found),
        "people": queries.people_in("team", found.pk, clock.today()),
        "form": form,
        "may_plan": may(actor_of(request), "directory:turn:plan"),
        "back": tab(found.unit.pk),
    }
    return render(request, "directory/team.html", shown, status=422 if form.errors else 200)


@require_GET
def room(request: HttpRequest, room_id: int) -> HttpResponse:
    """A room with who sleeps there."""
    return _room(request, queries.part(actor_of(request), "room", room_id), StayForm())


@get_or_post
def stay(request: HttpRequest, room_id: int) -> HttpResponse:
    """Give someone a place in a room; she is found by her identity number."""
    actor = actor_of(request)
    found = queries.part(actor, "room", room_id)
    form = StayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        number = compact(form.cleaned_data.pop("number")).upper()
        employed = queries.employed_as(actor, number)
        if employed is None or employed.unit_id != found.unit.pk:
            form.add_error("number", _("本单位没有这个证件号码的人员，请核对"))
        elif carry_out(form, PlanStay, lambda given: services.plan_stay(actor=actor, given=given), room_id=room_id, employment_id=employed.pk):  # fmt: skip
            return HttpResponseRedirect(reverse("directory:room", args=[room_id]))
    return _room(request, found, form)


def _room(request: HttpRequest, found: Any, form: StayForm) -> HttpResponse:
    actor, today = actor_of(request), clock.today()
    stays: list[dict[str, Any]] = [
        {"row": row, "name": queries.name_of(row, masked=True), "now": row.ended_on is None or row.ended_on >= today}
        for row in queries.stays_of(actor, found)[:200]
    ]
    shown = {
        "room": found,
        "stays": stays,
        "taken": sum(bool(one["now"]) for one in stays),
        "form": form,
        "may_plan": may(actor, "directory:stay:plan"),
        "may_end": may(actor, "directory:stay:end"),
        "back": tab(found.unit.pk),
    }
    return render(request, "directory/room.html", shown, status=422 if form.errors else 200)


@get_or_post
def stay_end(request: HttpRequest, stay_id: int) -> HttpResponse:
    """End a stay."""
    found = queries.stay(actor_of(request), stay_id)
    page = Editing(_("%(name)s：结束住宿") % {"name": found.room.name}, reverse("directory:room", args=[found.room_id]))
    return edit_page(request, EndForm(request.POST or None), EndStay, services.end_stay, page, stay_id=stay_id)
