"""Keys of machine accounts and how they are used."""

import pghistory
from django.db import models


@pghistory.track(append_only=True, exclude=["digest", "last_used_at", "last_address"])
class MachineKey(models.Model):
    """A key by which a machine account comes in (机器密钥); of its secret only a digest is kept.

    Its uses are too many for history rows; when it was used last at a past moment is told by its days.
    """

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="keys")
    name = models.CharField(max_length=40)
    prefix = models.CharField(max_length=16, unique=True)
    digest = models.BinaryField(max_length=32)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)
    last_address = models.GenericIPAddressField(null=True)


class KeyUse(models.Model):
    """How often a key was used on one day, and how often in vain (密钥用量).

    `last_at` is when it was used last that day; None where a day was over before this was kept. A look into the past
    shows the days that were over by then, and the day itself once nothing more was added to it.
    """

    then = """
      select id, zone_id, key_id, day, uses, refused, last_at from public.accounts_keyuse
      where coalesce(last_at, (day + 1)::timestamp at time zone 'Asia/Shanghai') <= {moment}
    """

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    key = models.ForeignKey("accounts.MachineKey", models.PROTECT, related_name="days")
    day = models.DateField()
    uses = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "day"], name="key_use_once_a_day")]
