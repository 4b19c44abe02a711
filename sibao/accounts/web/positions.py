"""Pages of positions, roles, the headquarters and the permission matrix."""

from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from sibao.accounts import queries
from sibao.kernel import clock
from sibao.kernel.context import context_word
from sibao.kernel.doors import actor_of
from sibao.kernel.permissions import ALL


@require_GET
def positions(request: HttpRequest) -> HttpResponse:
    """Every position by organisation, with role, scope and who holds it."""
    seats = queries.seats(queries.positions(actor_of(request)), clock.now())
    bodies = [{"organisation": body, "seats": list(run)} for body, run in groupby(seats, key=_organisation)]
    return render(request, "accounts/positions.html", {"bodies": bodies, "count": len(seats)})


@require_GET
def roles(request: HttpRequest) -> HttpResponse:
    """Every role with its permissions in words."""
    rows = [
        {"role": role, "permissions": [ALL[name] for name in role.permissions if name in ALL]}
        for role in queries.roles(actor_of(request))
    ]
    return render(request, "accounts/roles.html", {"rows": rows})


@require_GET
def headquarters(request: HttpRequest) -> HttpResponse:
    """The headquarters by position (R118)."""
    return render(
        request, "accounts/headquarters.html", {"bodies": queries.headquarters(actor_of(request), clock.now())}
    )


@require_GET
def matrix(request: HttpRequest) -> HttpResponse:
    """Role × permission × scope, with what each permission opens."""
    found = queries.matrix(actor_of(request))
    groups = [
        {"context": context, "word": context_word(context), "rows": list(run)}
        for context, run in groupby(found.permissions, key=lambda row: row.name.partition(":")[0])
    ]
    return render(request, "accounts/matrix.html", {"roles": found.roles, "groups": groups})


def _organisation(seat: Any) -> Any:
    return seat.position.organisation
