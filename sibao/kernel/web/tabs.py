"""The page of one unit with its tabs, which contexts fill."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from sibao.kernel import slots
from sibao.kernel.doors import actor_of


def unit_page(request: HttpRequest, unit: Any, tab: str, template: str, shown: Mapping[str, Any]) -> HttpResponse:
    """Return one tab of a unit's page.

    Args:
        unit: read within the asker's scope.
        tab: the key of the tab that is open.
        shown: what the template needs beside unit and tabs.
    """
    tabs = [
        {"label": one.label, "icon": one.icon, "url": reverse(one.route, args=[unit.pk]), "current": one.key == tab}
        for one in slots.unit_tabs.open_to(actor_of(request))
    ]
    return render(request, template, {"unit": unit, "tabs": tabs, **shown})
