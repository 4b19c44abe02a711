"""Commands of a zone's own settings."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from sibao.kernel.access import Actor
from sibao.kernel.commands import Done, Subject, command
from sibao.kernel.models import Code, CodeList, FeatureSwitch
from sibao.kernel.refusals import Conflict, Invalid, NotFound, WrongMove
from sibao.kernel.zoned.codes import USES
from sibao.kernel.zoned.inputs import CodeListRow, CreateCodeList, EditCode, SwitchRow, TurnSwitch, ZonedPack
from sibao.kernel.zoned.switches import SWITCHES

MOST_LISTS = 100
MOST_CODES = 500


def _by(actor: Actor) -> str:
    return f"{actor.name} · {actor.position}"[:160]


@command("kernel:switch:turn")
def turn_switch(*, actor: Actor, now: datetime, given: TurnSwitch) -> Done[FeatureSwitch]:
    """Switch a feature of the zone on or off.

    Raises:
        NotFound: there is no such feature.
        Conflict: somebody has turned it meanwhile.
        WrongMove: it is so already.
    """
    if given.key not in SWITCHES:
        raise NotFound
    first = {"on": SWITCHES[given.key].on, "version": 0, "turned_at": now}
    FeatureSwitch.objects.bulk_create(
        [FeatureSwitch(zone_id=actor.zone_id, key=given.key, **first)], ignore_conflicts=True
    )
    row = FeatureSwitch.objects.select_for_update().get(zone_id=actor.zone_id, key=given.key)
    if row.version != given.version:
        raise Conflict(yours=given.version, current=row.version)
    if row.on is given.on:
        raise WrongMove(_("这项功能已经是这样"))
    row.on, row.reason, row.turned_at = given.on, given.reason, now
    row.by, row.version = _by(actor), row.version + 1
    row.save()
    label = str(SWITCHES[given.key].label)
    return Done(row, Subject("switch", row.pk, label), details={"key": row.key, "on": row.on, "reason": row.reason})


@command("kernel:codelist:create")
def create_code_list(*, actor: Actor, now: datetime, given: CreateCodeList) -> Done[CodeList]:
    """Begin a code list of the zone's own.

    Raises:
        Invalid: the key is taken.
        Conflict: the zone has as many lists as it may have.
    """
    own = CodeList.objects.filter(zone_id=actor.zone_id)
    if own.filter(key=given.key).exists():
        raise Invalid(fields={"key": _("已有这个标识")})
    if own.count() >= MOST_LISTS:
        raise Conflict(_("代码表最多 100 张"))
    made = CodeList.objects.create(zone_id=actor.zone_id, **given.model_dump())
    return Done(made, Subject("code_list", made.pk, made.name), details={"key": made.key})


@command("kernel:code:edit")
def edit_code(*, actor: Actor, now: datetime, given: EditCode) -> Done[Code]:
    """Add a code, or change its words, its place, and from when to when it is offered; never the code itself.

    Raises:
        NotFound: the zone has no such list, or the list no such code.
        Invalid: a new code is taken.
        Conflict: somebody has edited it meanwhile, or the list is full.
    """
    found = CodeList.objects.select_for_update().filter(zone_id=actor.zone_id, key=given.list_key).first()
    if found is None:
        raise NotFound
    row = _new_code(found, given) if given.version is None else _held_code(found, given, given.version)
    for name, value in given.model_dump(include={"name", "name_en", "order", "started_on", "ended_on"}).items():
        setattr(row, name, value)
    row.reason, row.by, row.recorded_at, row.version = given.reason, _by(actor), now, row.version + 1
    row.save()
    told: dict[str, object] = {"list": found.key, "code": row.code, "reason": row.reason}
    return Done(row, Subject("code", row.pk, f"{found.name} {row.name}"), details=told)


def _new_code(found: CodeList, given: EditCode) -> Code:
    if found.codes.filter(code=given.code).exists():
        raise Invalid(fields={"code": _("这张表里已有这个代码；停用的代码不能另作他用")})
    if found.codes.count() >= MOST_CODES:
        raise Conflict(_("一张代码表最多 500 个代码"))
    return Code(zone_id=found.zone_id, list=found, code=given.code, version=0)


def _held_code(found: CodeList, given: EditCode, version: int) -> Code:
    row = found.codes.filter(code=given.code).first()
    if row is None:
        raise NotFound
    if row.version != version:
        raise Conflict(yours=version, current=row.version)
    return row


@command("kernel:pack:load")
def load_pack(*, actor: Actor, now: datetime, given: ZonedPack) -> Done[int]:
    """Write a pack's own settings; what the zone has settled for itself stays.

    Raises:
        Invalid: the pack names a feature that is not there, or a code list that a context works with is missing.
    """
    _switches(actor, now, given.switches)
    _code_lists(actor, now, given.code_lists)
    missing = USES.keys() - set(CodeList.objects.filter(zone_id=actor.zone_id).values_list("key", flat=True))
    if missing:
        raise Invalid(f"数据包缺这些代码表：{'、'.join(sorted(missing))}")
    return Done(len(given.switches) + len(given.code_lists), Subject("pack", None, "the zone's own settings"))


def _switches(actor: Actor, now: datetime, rows: list[SwitchRow]) -> None:
    unknown = [row.key for row in rows if row.key not in SWITCHES]
    if unknown:
        raise Invalid(f"没有这些功能：{'、'.join(unknown)}")
    told = {"zone_id": actor.zone_id, "by": actor.position, "turned_at": now, "version": 0}
    FeatureSwitch.objects.bulk_create(
        [FeatureSwitch(**told, **row.model_dump()) for row in rows], ignore_conflicts=True
    )


def _code_lists(actor: Actor, now: datetime, rows: list[CodeListRow]) -> None:
    for row in rows:
        names = {"name": row.zh, "name_en": row.en}
        found, _made = CodeList.objects.get_or_create(zone_id=actor.zone_id, key=row.key, defaults=names)
        told = {"zone_id": actor.zone_id, "list": found, "by": actor.position, "recorded_at": now, "version": 0}
        Code.objects.bulk_create(
            [
                Code(**told, code=one.code, name=one.zh, name_en=one.en, order=order * 10)
                for order, one in enumerate(row.codes, start=1)
            ],
            ignore_conflicts=True,
        )
