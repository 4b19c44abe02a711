"""How someone comes to an account: by invitation, or by asking."""

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


@pghistory.track(append_only=True, exclude=["digest"])
class Invitation(models.Model):
    """An official invites a unit to name its representative (邀请): a link that is good once, for some days.

    Of the link's secret only a digest is kept.
    """

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    unit = models.ForeignKey("directory.Unit", models.PROTECT, related_name="+")
    digest = models.BinaryField(max_length=32, unique=True)
    invited_by = models.ForeignKey("accounts.Appointment", models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    lapses_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["zone", "-invited_at"], name="invitation_by_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(used_at=None) | Q(withdrawn_at=None), name="used_invitation_is_not_withdrawn"
            ),
            models.CheckConstraint(condition=Q(lapses_at__gt=F("invited_at")), name="invitation_lapses_later"),
        ]


_NOT_BY_WHO_INVITED = """
  if new.state = 'approved' and exists (
    select 1 from accounts_invitation invitation
    join accounts_appointment inviter on inviter.id = invitation.invited_by_id
    join accounts_appointment decider on decider.id = new.decided_by_id
    where invitation.id = new.invitation_id and inviter.account_id = decider.account_id
  ) then
    raise check_violation using message = 'who invited does not approve';
  end if;
  return new;
"""


@pghistory.track(append_only=True, exclude=["sealed_phone", "sealed_email", "phone_hash", "proof"])
class AccessRequest(models.Model):
    """Someone without an account asks for one (开通申请): a unit's representative, or an official.

    Who was invited answers her `invitation`, once; then another account than the inviter's approves. Of her personal data
    history keeps the sealed name alone.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("待核实")
        APPROVED = "approved", _("已开通")
        DECLINED = "declined", _("已退回")

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10)
    code = models.CharField(max_length=18, blank=True)
    unit = models.ForeignKey("directory.Unit", models.PROTECT, null=True, related_name="+")
    invitation = models.OneToOneField("accounts.Invitation", models.PROTECT, null=True, related_name="answer")
    body = models.CharField(max_length=100, blank=True)
    sealed_name = models.BinaryField()
    sealed_phone = models.BinaryField()
    sealed_email = models.BinaryField()
    phone_hash = models.BinaryField(max_length=32)
    note = models.CharField(max_length=200, blank=True)
    proof = models.ForeignKey("kernel.StoredFile", models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    asked_at = models.DateTimeField()
    lapses_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey("accounts.Appointment", models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=200, blank=True)
    account = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["zone", "state", "-asked_at"], name="access_by_state")]
        triggers = [
            pgtrigger.Trigger(
                name="not_by_who_invited",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=_NOT_BY_WHO_INVITED,
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="approved") | Q(account__isnull=False), name="approved_access_has_account"
            )
        ]
