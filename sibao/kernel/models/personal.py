"""Who looked at whose personal data, and why."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class PersonalLook(models.Model):
    """One look at one person's data (查阅): shown, printed or exported, by whom, for what purpose; never the data.

    The person is a keyed hash of her phone or identity number, so that she can be told who looked, by that number alone.
    """

    class How(models.TextChoices):
        SHOW = "show", _("显示")
        PRINT = "print", _("打印")
        EXPORT = "export", _("导出")

    zone_id = models.BigIntegerField()
    recorded_at = models.DateTimeField()
    subject_hash = models.BinaryField(max_length=32)
    unit_id = models.BigIntegerField(null=True)
    how = models.CharField(max_length=8, choices=How.choices)
    what = models.CharField(max_length=80)
    purpose = models.CharField(max_length=200)
    account_id = models.BigIntegerField()
    actor_name = models.CharField(max_length=40)
    position = models.CharField(max_length=120)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(purpose=""), name="look_has_purpose")]
        indexes = [models.Index(fields=["zone_id", "subject_hash", "-id"], name="look_by_subject")]
