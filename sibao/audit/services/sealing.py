"""The sealer: one at a time for the whole installation, by schedule and on demand."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from sibao.audit import sql
from sibao.kernel.access import Actor
from sibao.kernel.commands import Done, NoInput, Subject, command
from sibao.kernel.refusals import Conflict


def seal_waiting(now: datetime) -> int | None:
    """Seal every line that is committed and waiting, a batch a transaction; None when another sealer is at work."""
    sealed = sql.seal_some(now)
    if sealed is None:
        return None
    while more := sql.seal_some(now):
        sealed += more
    return sealed


@command("audit:line:seal")
def seal_lines(*, actor: Actor, now: datetime, given: NoInput) -> Done[int]:
    """Seal what waits, now; this command's own line waits for the next sealing."""
    sealed = seal_waiting(now)
    if sealed is None:
        raise Conflict(_("另一次封存正在进行，几秒后即会完成"))
    return Done(sealed, Subject("seal", None), details={"sealed": sealed})
