"""From the `SIBAO_OIDC_…` variables to the provider of sign-in, if there is one."""

from typing import Any
from urllib.parse import urlsplit

from sibao.config.environment import BadSetting, Environment

OWN_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})
WELL_KNOWN = "/.well-known/openid-configuration"


def oidc_settings(given: Environment) -> dict[str, Any]:
    """Return whom people may sign in at besides this product (统一身份认证), empty when nobody is configured.

    Raises:
        BadSetting: the issuer is no https address (http is good enough on the own machine only), the client is missing,
            or the scopes do not ask for `openid`.
    """
    if not given.SIBAO_OIDC_ISSUER:
        return {}
    parts = urlsplit(given.SIBAO_OIDC_ISSUER)
    safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in OWN_MACHINE)
    if not (safe and parts.hostname) or WELL_KNOWN in parts.path or parts.query or parts.fragment:
        raise BadSetting(
            f"SIBAO_OIDC_ISSUER={given.SIBAO_OIDC_ISSUER}：应为 https 地址，不带 {WELL_KNOWN}。"
            "It wants the issuer's https address without that path."
        )
    if not given.SIBAO_OIDC_CLIENT:
        raise BadSetting("已设 SIBAO_OIDC_ISSUER，还须设 SIBAO_OIDC_CLIENT。SIBAO_OIDC_CLIENT is missing.")
    if "openid" not in given.SIBAO_OIDC_SCOPES:
        raise BadSetting("SIBAO_OIDC_SCOPES 须含 openid。It has to contain openid.")
    return {
        "issuer": given.SIBAO_OIDC_ISSUER.rstrip("/"),
        "client_id": given.SIBAO_OIDC_CLIENT,
        "secret": given.SIBAO_OIDC_SECRET,
        "claim": given.SIBAO_OIDC_CLAIM,
        "scope": list(given.SIBAO_OIDC_SCOPES),
        "name": given.SIBAO_OIDC_NAME,
    }
