"""Whom an account is known as at the provider of sign-in."""

from django.db import models


class Identity(models.Model):
    """An account is bound to one person at a provider of sign-in (统一身份): by the name that the provider never changes."""

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="identities")
    issuer = models.CharField(max_length=200)
    subject = models.CharField(max_length=255)
    bound_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="identity_is_one_account"),
            models.UniqueConstraint(fields=["account", "issuer"], name="account_has_one_identity"),
        ]
