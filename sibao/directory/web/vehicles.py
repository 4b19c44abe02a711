"""The tab of a unit's vehicles and their form."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from sibao.directory import queries, services
from sibao.directory.inputs import EditVehicle
from sibao.directory.web.frames import Editing, edit_page, get_or_post
from sibao.directory.web.place_forms import VehicleForm
from sibao.kernel import clock
from sibao.kernel.access import may
from sibao.kernel.doors import actor_of
from sibao.kernel.web.tabs import unit_page


def tab(unit_id: int) -> str:
    """Return the address of the tab."""
    return reverse("directory:unit-vehicles", args=[unit_id])


@require_GET
def vehicles(request: HttpRequest, unit_id: int) -> HttpResponse:
    """The vehicles that serve a unit, and those that did."""
    actor = actor_of(request)
    shown = {
        "uses": queries.vehicles(actor).filter(unit_id=unit_id).order_by("ended_on", "vehicle__plate")[:500],
        "today": clock.today(),
        "may_edit": may(actor, "directory:vehicle:edit"),
    }
    return unit_page(request, queries.unit(actor, unit_id), "vehicles", "directory/vehicles.html", shown)


@get_or_post
def vehicle_new(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Register a vehicle of a unit."""
    actor = actor_of(request)
    unit = queries.unit(actor, unit_id)
    form = VehicleForm(actor, request.POST or None)
    page = Editing(_("%(name)s：登记车辆") % {"name": unit.name}, tab(unit_id), draft=f"vehicle-new-{unit_id}")
    return edit_page(request, form, EditVehicle, services.edit_vehicle, page, unit_id=unit_id)


@get_or_post
def vehicle_edit(request: HttpRequest, use_id: int) -> HttpResponse:
    """Change how a vehicle serves a unit."""
    actor = actor_of(request)
    use = queries.vehicle(actor, use_id)
    own = {name: getattr(use.vehicle, name) for name in ("plate", "colour", "kind")}
    form = VehicleForm(
        actor,
        request.POST or None,
        initial=own | {"tenure": use.tenure, "started_on": use.started_on, "ended_on": use.ended_on},
    )
    page = Editing(use.vehicle.plate, tab(use.unit_id), use.version)
    return edit_page(request, form, EditVehicle, services.edit_vehicle, page, use_id=use_id)
