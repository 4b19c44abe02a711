"""How someone comes to an account: by invitation, or by asking."""

from django.db import models
from django.db.models import Q


class AccessRequest(models.Model):
    """Someone without an account asks for one (开通申请): a unit's representative, or an official."""

    class State(models.TextChoices):
        WAITING = "waiting", "待核实"
        APPROVED = "approved", "已开通"
        DECLINED = "declined", "已退回"

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10)
    code = models.CharField(max_length=18, blank=True)
    unit = models.ForeignKey("directory.Unit", models.PROTECT, null=True, related_name="+")
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
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="approved") | Q(account__isnull=False), name="approved_access_has_account"
            )
        ]
