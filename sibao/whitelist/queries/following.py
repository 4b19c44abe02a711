"""How entries of the list and places in batches follow when one unit is merged into another."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from sibao.kernel.merging import Chosen, Follower
from sibao.kernel.refusals import Text
from sibao.whitelist.models import BatchMember, Listing, Provider


def _two_places(retired: int, survivor: int) -> Text:
    """Two entries that run cannot become one by themselves: whoever keeps the list decides which one goes."""
    pair = [retired, survivor]
    running = Listing.objects.filter(unit__in=pair).exclude(state="removed").values_list("unit", flat=True)
    waiting = BatchMember.objects.filter(unit__in=pair, batch__state="draft").values_list("unit", flat=True)
    if len({*running, *waiting}) == 2:
        return _("两家都在白名单或批次里，请先移出或撤出其中一家")
    if Listing.objects.filter(unit=retired, state="pending").exists():
        return _("要并入的一家正在公示，请等发布后再合并，或先撤出批次")
    return ""


def _not_in_the_same_batch(retired: int, survivor: int) -> QuerySet[Any]:
    theirs = BatchMember.objects.filter(unit=survivor, batch=OuterRef("batch"))
    return BatchMember.objects.filter(~Exists(theirs))


def _not_for_itself(other: str) -> Chosen:
    def chosen(retired: int, survivor: int) -> QuerySet[Any]:
        mine = "customer" if other == "unit" else "unit"
        same = {other: OuterRef(other), "need": OuterRef("need"), "sector": OuterRef("sector"), mine: survivor}
        there = Provider.objects.filter(**same, ended_on=None)
        return Provider.objects.exclude(**{other: survivor}).filter(~Exists(there))

    return chosen


FOLLOWERS = (
    Follower("whitelist:listings", 510, "unit", _("白名单条目"), Listing, refuses=_two_places),
    Follower("whitelist:members", 520, "unit", _("批次成员"), BatchMember, chosen=_not_in_the_same_batch),
    Follower("whitelist:companions", 530, "unit", _("同步纳入的单位"), BatchMember, "with_unit_id"),
    Follower("whitelist:providers", 540, "unit", _("保障服务单位"), Provider, chosen=_not_for_itself("customer")),
    Follower(
        "whitelist:provided", 550, "unit", _("被保障单位"), Provider, "customer_id", chosen=_not_for_itself("unit")
    ),
)
STAYING = {
    "whitelist.Application.unit": "says who applied, with the verdict about it",
    "whitelist.Appeal.unit": "says who appealed, beside its application",
    "whitelist.ListProposal.unit": "says of whom it was proposed, with the verdict about it",
    "whitelist.Objection.unit": "says to whom somebody objected, in a batch of then",
    "whitelist.Outreach.unit": "says which unit was asked; rows are only ever added",
    "whitelist.ListingChange.unit": "says whose entry it was when it changed; rows are only ever added",
    "whitelist.SinglePoint.unit": "reckoned anew whenever units change",
    "whitelist.Fall.unit": "reckoned anew whenever units change",
}
