"""Who answers for whom, as one of the monitored streams (R17)."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from sibao.duty import queries
from sibao.duty.web.responsible_lists import OBLIGATIONS
from sibao.kernel.access import Actor, may
from sibao.kernel.monitored import Figure, Observed, Part


def liaison(actor: Actor, now: datetime) -> Observed:
    """Return for how many units nobody is named (R120), and for how much at sites nobody answers (R45)."""
    missing = queries.charges(actor).filter(queries.without_officer(actor)).count()
    figures = [Figure(_("没有包保干部"), missing, f"{reverse('duty:liaisons')}?applied=1&missing=1", "danger")]
    if may(actor, OBLIGATIONS.may):
        _total, unanswered = queries.counted(queries.obligations(actor))
        url = f"{reverse('duty:obligations')}?applied=1&missing=1"
        figures.append(Figure(_("没有责任人"), unanswered, url, "danger"))
    return Observed((Part(_("包保名册"), queries.last_named(actor)),), tuple(figures), len(figures))
