"""The page on which somebody chooses how she is told."""

from datetime import time
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from sibao.inbox import queries, services
from sibao.inbox.inputs import SetPreferences
from sibao.inbox.web import delivery_shown
from sibao.inbox.web.forms import DIGEST, Known, PreferencesForm
from sibao.inbox.web.tasks import get_or_post
from sibao.kernel.access import Actor
from sibao.kernel.doors import actor_of
from sibao.kernel.message_kinds import KINDS
from sibao.kernel.secrets import open_shown
from sibao.kernel.secrets.masks import mask_phone
from sibao.kernel.web.inputs import carry_out


@get_or_post
def preferences(request: HttpRequest) -> HttpResponse:
    """Choose channels by kind, quiet hours, and where SMS and robot go."""
    actor = actor_of(request)
    where = queries.reception(actor)
    form = PreferencesForm(
        _known(where), request.POST if request.method == "POST" else None, initial=_initial(actor, where)
    )
    if request.method == "POST":
        made = carry_out(form, SetPreferences, lambda given: services.set_preferences(actor=actor, given=given))
        if made is not None:
            messages.success(request, _("已保存"))
            return HttpResponseRedirect(reverse("inbox:preferences"))
    context = {"form": form, "mail": queries.mail_of(actor), "secret": queries.robot_secret(where)}
    return render(request, "inbox/preferences.html", context, status=422 if form.errors else 200)


def _known(where: Any) -> Known:
    ways = queries.ways()
    phone = open_shown(where.sealed_phone, mask_phone) if where else ""
    robot = _("已设置") if where and where.sealed_robot else ""
    return Known(
        kinds={_field(code): (kind.label, code) for code, kind in KINDS.items()},
        ways=[*((code, delivery_shown.CHANNELS[code]) for code in ways), (DIGEST, _("并入每日汇总"))],
        robots="robot" in ways,
        phone=" ".join(filter(None, (_now(phone), _("不填则不变")))),
        robot=" ".join(filter(None, (_now(robot), _("不填则不变；只向系统管理员设定的主机发送")))),
    )


def _now(words: str) -> str:
    return _("现为 %(what)s。") % {"what": words} if words else ""


def _field(code: str) -> str:
    return f"kind-{code.replace(':', '-')}"


def _initial(actor: Actor, where: Any) -> dict[str, Any]:
    chosen = queries.preferences(actor)
    quiet = queries.quiet_of(where)
    found: dict[str, Any] = {}
    for code, kind in KINDS.items():
        row = chosen.get(code)
        found[_field(code)] = [*row.channels, *([DIGEST] if row.digest else [])] if row else list(kind.channels)
    if quiet:
        found |= {"quiet_from": _time(quiet[0]), "quiet_to": _time(quiet[1])}
    return found


def _time(minute: int) -> time:
    return time(minute // 60, minute % 60)
