"""Whom a person signed in at a provider is here (统一身份)."""

from datetime import datetime

from sibao.accounts.models import Account, Identity


def account_of_identity(issuer: str, subject: str) -> Account | None:
    """Return the account that is bound to a person at a provider."""
    found = Identity.objects.filter(issuer=issuer, subject=subject).select_related("account").first()
    return found.account if found else None


def bound_since(account_id: int) -> datetime | None:
    """Return since when an account is bound to a person at a provider, None when it is not."""
    return Identity.objects.filter(account=account_id).values_list("bound_at", flat=True).order_by("bound_at").first()
