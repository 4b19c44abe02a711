"""How the directory's own rows follow when one unit is merged into another; what both have stays with the retired one."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from sibao.directory.models import (
    Contact,
    Employment,
    Post,
    RoomStay,
    Site,
    SupplyLink,
    UnitFieldValue,
    UnitMeasure,
    UnitName,
    VehicleUse,
)
from sibao.kernel.database.periods import running
from sibao.kernel.merging import Chosen, Follower
from sibao.kernel.models import Attachment

_NEXT_NUMBER = (
    "((select coalesce(max(site.number), 0) from directory_site site where site.unit_id = %(survivor)s)"
    " + row_number() over (order by row.number))::smallint"
)
_SAME_POST = (
    "coalesce((select twin.id from directory_post post join directory_post twin"
    " on twin.name = post.name and twin.unit_id = %(survivor)s where post.id = row.post_id), row.post_id)"
)


def unless_there(table: Any, *columns: str, unit: str = "unit") -> Chosen:
    """Return the rule that a row follows unless the survivor has one that agrees in the columns."""

    def chosen(retired: int, survivor: int) -> QuerySet[Any]:
        same = {column: OuterRef(column) for column in columns}
        rows: QuerySet[Any] = table.objects.filter(~Exists(table.objects.filter(**{unit: survivor}, **same)))
        return rows

    return chosen


def unless_at_the_same_time(table: Any, column: str) -> Chosen:
    """Return the rule that a row follows unless it would run beside one of the survivor's that agrees in a column."""

    def chosen(retired: int, survivor: int) -> QuerySet[Any]:
        theirs = table.objects.alias(days=running()).filter(
            unit=survivor, days__overlap=OuterRef("days"), **{column: OuterRef(column)}
        )
        rows: QuerySet[Any] = table.objects.alias(days=running()).filter(~Exists(theirs))
        return rows

    return chosen


def _links(mine: str, partner: str) -> Chosen:
    def chosen(retired: int, survivor: int) -> QuerySet[Any]:
        same = {partner: OuterRef(partner), "material": OuterRef("material"), mine: survivor}
        rows = SupplyLink.objects.exclude(**{partner: survivor})
        return rows.filter(~Exists(SupplyLink.objects.filter(**same)))

    return chosen


def _attachments(retired: int, survivor: int) -> QuerySet[Any]:
    """A file follows unless the survivor has the same one; those that were removed follow in any case."""
    same = Attachment.objects.filter(subject_kind="unit", subject_id=survivor, removed_at=None)
    return Attachment.objects.filter(Q(removed_at__isnull=False) | ~Exists(same.filter(sha256=OuterRef("sha256"))))


FOLLOWERS = (
    Follower(
        "directory:former-names", 110, "unit", _("曾用名"), UnitName, chosen=unless_there(UnitName, "name", "code")
    ),
    Follower(
        "directory:measures",
        120,
        "unit",
        _("年度指标"),
        UnitMeasure,
        chosen=unless_there(UnitMeasure, "measure", "year"),
    ),
    Follower(
        "directory:own-values",
        125,
        "unit",
        _("选填信息"),
        UnitFieldValue,
        chosen=unless_there(UnitFieldValue, "field"),
    ),
    Follower("directory:contacts", 130, "unit", _("联系人"), Contact, chosen=unless_there(Contact, "duty")),
    Follower("directory:sites", 140, "unit", _("场所"), Site, also={"number": _NEXT_NUMBER}),
    Follower(
        "directory:employments",
        150,
        "unit",
        _("人员任用"),
        Employment,
        chosen=unless_at_the_same_time(Employment, "person"),
        also={"post_id": _SAME_POST},
        derived=("sector_id", "reach"),
    ),
    Follower("directory:posts", 160, "unit", _("工作岗位"), Post, chosen=unless_there(Post, "name")),
    Follower("directory:stays", 170, "unit", _("住宿"), RoomStay),
    Follower(
        "directory:vehicles",
        180,
        "unit",
        _("车辆"),
        VehicleUse,
        chosen=unless_at_the_same_time(VehicleUse, "vehicle"),
    ),
    Follower(
        "directory:supplies",
        190,
        "unit",
        _("供应关系（供应方）"),
        SupplyLink,
        "supplier_id",
        chosen=_links("supplier", "customer"),
    ),
    Follower(
        "directory:supplied",
        191,
        "unit",
        _("供应关系（使用方）"),
        SupplyLink,
        "customer_id",
        chosen=_links("customer", "supplier"),
    ),
    Follower(
        "directory:attachments",
        195,
        "unit",
        _("资料"),
        Attachment,
        "subject_id",
        only=Q(subject_kind="unit"),
        chosen=_attachments,
    ),
)
STAYING = {
    "directory.Unit.merged_into": "points to the unit that goes on",
    "directory.Merge.retired": "says which unit was merged",
    "directory.Merge.survivor": "says into which unit",
    "directory.Likeness.first": "a pair is found anew whenever units change",
    "directory.Likeness.second": "a pair is found anew whenever units change",
}
