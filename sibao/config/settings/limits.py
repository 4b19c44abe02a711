"""How much is taken from one asker: how often, how slowly, through which proxies."""

from sibao.config.environment import environment

PROXIES = environment().SIBAO_PROXIES
METRICS_TOKEN = environment().SIBAO_METRICS_TOKEN
UPLOAD_SECONDS = environment().SIBAO_UPLOAD_SECONDS
ATTACHMENT_BYTES = int(environment().SIBAO_ATTACHMENT_MB * 1_000_000)
SCAN_COMMAND = environment().SIBAO_SCAN_COMMAND

LIMITS_TIMES = environment().SIBAO_LIMITS
LIMITS = {  # what: (requests, seconds in which they come back)
    "sign-in": (60, 60),  # by address: a whole department sits behind one; the lock-out guards each account
    "second-factor": (6, 300),  # by account: a code has six digits
    "bad-key": (10, 60),  # by address
    "access": (5, 600),  # by address
    "forgotten": (5, 60),  # by address
    "forgotten-mail": (5, 3600),  # by mail address, so that nobody's box is filled
    "upload": (30, 600),
    "api": (600, 60),
    "signals": (600, 60),  # deliveries, by account; one holds up to 10,000 lines
    "verify": (30, 60),
    "public": (600, 60),
}
