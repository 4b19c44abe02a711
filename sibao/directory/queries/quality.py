"""What may be wrong with a unit (数据质量): conditions in which a unit is looked at, and how many each is true of."""

from collections.abc import Callable
from typing import Any

from django.db.models import BooleanField, Exists, F, Func, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from sibao.directory.models import Contact, Industry, Site, SupplyLink, Unit, UnitMeasure
from sibao.directory.queries.partitions import oversized, undivided, unmeasured, without_gate
from sibao.directory.queries.units import units
from sibao.directory.queries.zones import TOWNS
from sibao.kernel import clock, quality
from sibao.kernel.access import Actor
from sibao.kernel.quality import Check

LIST, READ = "directory:units", "directory:unit:read"
RUNNING = Q(ceased_on=None)
"""A unit that has ceased needs no contact any more: it is not looked at."""


class _CheckDigitRight(Func):
    function = "sibao_uscc_right"
    output_field = BooleanField()


def _without(table: Any, **more: Any) -> Q:
    return ~Q(Exists(table.objects.filter(unit=OuterRef("pk"), **more)))


WITH_CONTACT = Q(Exists(Contact.objects.filter(unit=OuterRef("pk"))))
"""Of units: there is somebody to call; no contact is kept without a phone."""


def _no_contact() -> Q:
    return ~WITH_CONTACT


def _shared_phone() -> Q:
    others = Contact.objects.filter(phone_hash=OuterRef("phone_hash"), unit__merged_into=None)
    other = others.exclude(unit=OuterRef("unit"))
    return Q(Exists(Contact.objects.filter(Exists(other), unit=OuterRef("pk"))))


def _no_owner() -> Q:
    return Q(kind=Unit.Kind.PROJECT, owner_code="")


def _wrong_digit() -> Q:
    own = Q(kind=Unit.Kind.ENTERPRISE) & ~Q(_CheckDigitRight(F("code")))
    return own | ~Q(owner_code="") & ~Q(_CheckDigitRight(F("owner_code")))


def _unknown_industry() -> Q:
    return ~Q(Exists(Industry.objects.filter(pk=OuterRef("industry_code"))))


def _unknown_size() -> Q:
    return Q(size_class=Unit.SizeClass.UNKNOWN)


def _no_town() -> Q:
    return ~Q(area__kind__in=TOWNS)


def _no_address() -> Q:
    return Q(address="")


def _no_site() -> Q:
    return _without(Site, ended_on=None)


def _no_figure() -> Q:
    last = UnitMeasure.objects.filter(unit=OuterRef("pk"), measure=OuterRef("sector__measure"))
    return ~Q(Exists(last.filter(year=clock.today().year - 1)))


def _supplier_gone() -> Q:
    gone = Q(supplier__ceased_on__isnull=False) | Q(supplier__merged_into__isnull=False)
    return Q(Exists(SupplyLink.objects.filter(gone, customer=OuterRef("pk"), ended_on=None)))


def _check(
    key: str, order: int, severity: str, title: Any, sentence: Any, condition: Callable[[], Q], may: str = READ
) -> Check:
    return Check(key, order, LIST, may, severity, title, sentence, lambda: RUNNING & condition())


CHECKS = (
    _check(
        "contactless",
        10,
        "danger",
        _("没有联系人"),
        _("有事找不到人：请补登联系人和电话，或随名单导入。"),
        _no_contact,
    ),
    _check("digit", 20, "danger", _("信用代码校验位不符"), _("多半是早先导入时抄错：请对照证照更正。"), _wrong_digit),
    _check(
        "ownerless", 30, "warn", _("项目没有建设单位代码"), _("项目由谁建设查不到：请补填建设单位信用代码。"), _no_owner
    ),
    _check(
        "townless", 40, "warn", _("没有落到镇（街道）"), _("属地看不到这家单位：请改到所在的镇（街道）。"), _no_town
    ),
    _check("phone", 50, "warn", _("联系电话与别家相同"), _("可能是代账公司或登记错误：请逐家核实。"), _shared_phone),
    _check("siteless", 60, "warn", _("没有登记场所"), _("闭环和物资都按场所落实：请登记至少一处。"), _no_site),
    _check("gateless", 70, "warn", _("有场所没有门岗"), _("出入无从登记：请为在用的场所登记门岗。"), without_gate),
    _check(
        "undivided", 72, "warn", _("有场所没有划分班组"), _("人员没有划成小单元：请登记班组，把人员编进去。"), undivided
    ),
    _check(
        "unmeasured",
        74,
        "warn",
        _("班组没有人员或部位没有核定人数"),
        _("单元有多大不知道：请把人员编进班组，给食堂、车间等部位写上核定人数。"),
        unmeasured,
        may="directory:person:read",
    ),
    _check(
        "oversized",
        76,
        "warn",
        _("班组人数超过上限"),
        _("一人出事牵连太多：请把班组划小，上限由本区规定。"),
        oversized,
        may="directory:person:read",
    ),
    _check(
        "figure", 80, "warn", _("没有上一年度指标"), _("不计入覆盖率的分子：请登记或导入上一年度数值。"), _no_figure
    ),
    _check(
        "supplier",
        90,
        "warn",
        _("供应方已注销或并入别家"),
        _("上游已经变了：请结束旧的供应关系，登记新的。"),
        _supplier_gone,
    ),
    _check(
        "industry", 100, "info", _("国标行业未知"), _("规模和条件判断会缺依据：请补填行业代码。"), _unknown_industry
    ),
    _check("size", 110, "info", _("规模算不出"), _("缺人数、营业收入或资产总额：请补齐。"), _unknown_size),
    _check("address", 120, "info", _("没有地址"), _("上门和送达不便：请补填地址。"), _no_address),
)


def quality_of_units(actor: Actor) -> dict[str, Any]:
    """Return how many of the units in reach each check is true of, beside how many there are."""
    found, rows = quality.checks(actor, LIST), units(actor)
    counted = quality.counts(rows, found)
    return {
        "all": rows.filter(RUNNING).count(),
        "checks": [{"check": one, "count": counted[one.key]} for one in found],
    }
