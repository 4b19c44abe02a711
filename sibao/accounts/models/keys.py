"""Keys of machine accounts and how they are used."""

from django.db import models


class MachineKey(models.Model):
    """A key by which a machine account comes in (机器密钥); of its secret only a digest is kept."""

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
    """How often a key was used on one day, and how often in vain (密钥用量)."""

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    key = models.ForeignKey("accounts.MachineKey", models.PROTECT, related_name="days")
    day = models.DateField()
    uses = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "day"], name="key_use_once_a_day")]
