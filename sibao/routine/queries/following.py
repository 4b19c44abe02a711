"""What of daily work follows when one unit is merged into another."""

from django.utils.translation import gettext_lazy as _

from sibao.kernel.merging import Follower
from sibao.routine.models import DailyReport, Section

FOLLOWERS = (
    Follower("routine:sections", 610, "unit", _("分区"), Section),
    Follower("routine:reports", 620, "unit", _("双线日报"), DailyReport),
)
STAYING = {"routine.GoodsCheck.unit": "what was checked then"}
