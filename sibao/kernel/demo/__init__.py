"""What only a demo installation can do: move its clock on, so that a period that takes days can be seen to its end."""

from datetime import datetime, timedelta
from typing import Annotated

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, ConfigDict, Field

from sibao.kernel import clock
from sibao.kernel.access import Actor
from sibao.kernel.commands import Done, Subject, command
from sibao.kernel.refusals import Denied


class AdvanceClock(BaseModel):
    """拨快演示时钟."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    days: Annotated[int, Field(ge=1, le=30)]


@command("kernel:clock:advance")
def advance_clock(*, actor: Actor, now: datetime, given: AdvanceClock) -> Done[datetime]:
    """Move the demo's clock on by days; never in a real installation.

    Raises:
        Denied: this is no demo installation.
    """
    if not settings.DEMO:
        raise Denied("kernel:clock:advance", _("只有演示系统能拨快时钟"))
    moment = clock.now() + timedelta(days=given.days)
    clock.set_to(moment)
    return Done(moment, Subject("clock", None), details={"days": given.days})
