"""What may be wrong with a unit that is on the list."""

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from sibao.directory import queries as directory
from sibao.kernel.quality import Check
from sibao.whitelist.models import Listing


def _listed_without_gate() -> Q:
    listed = Listing.objects.filter(unit=OuterRef("pk"), state__in=["active", "suspended"])
    return Q(Exists(listed)) & directory.WITHOUT_ANY_GATE


CHECKS = (
    Check(
        "listed-gateless",
        5,
        "directory:units",
        "whitelist:listing:read",
        "danger",
        _("在册而没有场所或门岗"),
        _("应急时无法闭环：请先登记场所和门岗。"),
        _listed_without_gate,
    ),
)
