"""Scans of venues' codes are told of by signals, in the transaction of their delivery, and go with them."""

from django.utils.translation import gettext_lazy as _

from sibao.prevention.queries import Keeper, hear, keep
from sibao.tracing.services.scans import SCAN, fold
from sibao.tracing.services.upkeep import forget_stays

hear(SCAN, fold)
keep(Keeper("stays", _("扫码停留"), forget_stays))
