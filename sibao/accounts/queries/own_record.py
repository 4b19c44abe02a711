"""What accounts keep about whoever is signed in, told to herself."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from sibao.accounts.models import AccessRequest, Account
from sibao.accounts.queries.acting import label_of, running_appointments
from sibao.accounts.queries.factors import factors
from sibao.kernel import clock
from sibao.kernel.access import Actor, acting, system
from sibao.kernel.clock import SHANGHAI
from sibao.kernel.personal.kept import Kept
from sibao.kernel.secrets import mask_name, mask_phone, open_shown
from sibao.kernel.standing import in_words


def own_account(actor: Actor, subjects: Sequence[bytes]) -> list[Kept]:
    """Tell of the account: names, address, and the positions held."""
    account = Account.objects.get(pk=actor.account_id)
    told = [Kept(_("登录名"), account.username), Kept(_("姓名"), account.name)]
    told += [Kept(_("邮箱"), account.email)] if account.email else []
    return told + [
        Kept(_("任职"), in_words(label_of(one))) for one in running_appointments(actor.account_id, clock.now())
    ]


def own_requests(actor: Actor, subjects: Sequence[bytes]) -> list[Kept]:
    """Tell of the requests for access that led to the account."""
    with acting(system(actor.zone_id, door="page")):
        rows = list(AccessRequest.objects.filter(zone_id=actor.zone_id, account_id=actor.account_id).order_by("id"))
    return [
        Kept(
            _("开通申请"),
            f"{row.asked_at.astimezone(SHANGHAI):%Y-%m-%d} · {open_shown(row.sealed_name, mask_name)} · "
            f"{open_shown(row.sealed_phone, mask_phone)}",
        )
        for row in rows
    ]


def own_factors(actor: Actor, subjects: Sequence[bytes]) -> list[Kept]:
    """Tell of second factors, never of their seeds."""
    return [Kept(_("第二因素"), one.name or one.kind) for one in factors(actor.account_id)]
