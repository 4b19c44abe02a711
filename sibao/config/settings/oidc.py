"""Signing in at a provider of identities, where one is configured."""

from typing import Any

from sibao.config.environment import environment
from sibao.config.oidc import oidc_settings

OIDC: dict[str, Any] = oidc_settings(environment())
SOCIALACCOUNT_ADAPTER = "sibao.accounts.web.oidc_adapter.IdentityAdapter"
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_REQUESTS_TIMEOUT = 5
