"""The tab of a unit's sites, and the forms of what is in them."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from sibao.directory import queries, services
from sibao.directory.inputs import PARTS, EditSite
from sibao.directory.web.frames import Editing, edit_page, get_or_post
from sibao.directory.web.place_forms import PART_FORMS, SiteForm
from sibao.kernel import clock
from sibao.kernel.access import may
from sibao.kernel.doors import actor_of
from sibao.kernel.refusals import NotFound
from sibao.kernel.web.tabs import unit_page

WORDS = {
    "gate": gettext_lazy("门岗"),
    "team": gettext_lazy("班组"),
    "shift": gettext_lazy("班次"),
    "room": gettext_lazy("宿舍"),
    "sitting": gettext_lazy("就餐批次"),
    "venue": gettext_lazy("场所部位"),
    "post": gettext_lazy("工作岗位"),
}


def tab(unit_id: int) -> str:
    """Return the address of the tab."""
    return reverse("directory:unit-places", args=[unit_id])


@require_GET
def places(request: HttpRequest, unit_id: int) -> HttpResponse:
    """A unit's sites with everything inside them."""
    actor, today = actor_of(request), clock.today()
    shown = {
        "sites": [_drawn(one) for one in queries.grounds(actor, unit_id, today)],
        "posts": queries.posts_of(actor, unit_id, today),
        "may_site": may(actor, "directory:site:edit"),
        "may_part": may(actor, "directory:part:edit"),
        "may_people": may(actor, "directory:person:read"),
    }
    return unit_page(request, queries.unit(actor, unit_id), "places", "directory/places.html", shown)


def _drawn(found: dict[str, Any]) -> dict[str, Any]:
    groups = [
        {"kind": kind, "word": word, "parts": found[f"{kind}s"]} for kind, word in WORDS.items() if kind != "post"
    ]
    return {"site": found["site"], "groups": groups}


@get_or_post
def site_new(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Register a site of a unit."""
    actor = actor_of(request)
    unit = queries.unit(actor, unit_id)
    form = SiteForm(actor, request.POST or None, initial={"area_id": unit.area_id})
    title = _("%(name)s：登记场所") % {"name": unit.name}
    page = Editing(title, tab(unit_id), draft=f"site-new-{unit_id}")
    return edit_page(request, form, EditSite, services.edit_site, page, unit_id=unit_id)


@get_or_post
def site_edit(request: HttpRequest, site_id: int) -> HttpResponse:
    """Change a site."""
    actor = actor_of(request)
    site = queries.site(actor, site_id)
    initial = {name: getattr(site, name) for name in SiteForm.base_fields}
    form = SiteForm(actor, request.POST or None, initial=initial)
    page = Editing(f"{site.unit.name} · {site.name}", tab(site.unit_id), site.version, f"site-{site_id}")
    return edit_page(request, form, EditSite, services.edit_site, page, site_id=site_id)


@get_or_post
def part_new(request: HttpRequest, site_id: int, kind: str) -> HttpResponse:
    """Register a gate, team, shift, room, sitting or venue of a site, or a post of its unit."""
    actor = actor_of(request)
    site = queries.site(actor, site_id)
    if kind not in PARTS:
        raise NotFound
    form = PART_FORMS[kind](actor, request.POST or None)
    where = {"name": site.name if kind != "post" else site.unit.name, "what": WORDS[kind]}
    title = _("%(name)s：登记%(what)s") % where
    page = Editing(title, tab(site.unit_id), draft=f"{kind}-new-{site_id}")
    home = {"unit_id": site.unit_id} if kind == "post" else {"site_id": site_id}
    return edit_page(request, form, PARTS[kind], services.edit_part, page, **home)


@get_or_post
def part_edit(request: HttpRequest, kind: str, part_id: int) -> HttpResponse:
    """Change a gate, team, shift, room, sitting, venue or post."""
    actor = actor_of(request)
    part = queries.part(actor, kind, part_id)
    initial = {name: getattr(part, name) for name in PART_FORMS[kind].base_fields}
    form = PART_FORMS[kind](actor, request.POST or None, initial=initial)
    page = Editing(f"{WORDS[kind]} {part.name}", tab(part.unit.pk), part.version, f"{kind}-{part_id}")
    return edit_page(request, form, PARTS[kind], services.edit_part, page, part_id=part_id)
