"""Sign-in, cookies, headers, bounds."""

import tomllib

from sibao.config.environment import PROJECT, environment

_env = environment()

SECRET_KEY = _env.SECRET_KEY
ALLOWED_HOSTS = list(_env.SIBAO_HOSTS)
CSRF_TRUSTED_ORIGINS = [_env.SIBAO_ORIGIN]

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = _env.SIBAO_HTTPS
SESSION_COOKIE_AGE = 12 * 3600
CSRF_COOKIE_HTTPONLY = False
CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "sibao.kernel.web.refusals.csrf_failed"
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 31_536_000 if _env.SIBAO_HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _env.SIBAO_HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"

DATA_UPLOAD_MAX_MEMORY_SIZE = 2_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_000_000

PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "allauth.account.auth_backends.AuthenticationBackend"]

LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_ADAPTER = "sibao.accounts.web.adapter.Adapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_REDIRECT_URL = "/accounts/login/"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_FORMS = {
    "login": "sibao.accounts.web.forms.SignInForm",
    "change_password": "sibao.accounts.web.forms.OwnPasswordForm",
    "reset_password": "sibao.accounts.web.forms.ForgottenForm",
    "reauthenticate": "sibao.accounts.web.factor_forms.PasswordAgainForm",
    "reset_password_from_key": "sibao.accounts.web.forms.NewPasswordForm",
}
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_REAUTHENTICATION_REQUIRED = False  # the views that want it ask for it
MFA_ADAPTER = "sibao.accounts.web.factor_adapter.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not _env.SIBAO_HTTPS
MFA_FORMS = {
    "authenticate": "sibao.accounts.web.factor_forms.CodeForm",
    "reauthenticate": "sibao.accounts.web.factor_forms.CodeAgainForm",
    "activate_totp": "sibao.accounts.web.factor_forms.ActivateForm",
    "add_webauthn": "sibao.accounts.web.factor_forms.PasskeyForm",
}
ACCOUNT_RATE_LIMITS = False  # see settings/limits.py

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "sibao.accounts.web.adapter.locked_out"
AXES_HTTP_RESPONSE_CODE = 429
AXES_DISABLE_ACCESS_LOG = False

DEMO_ACCOUNTS = PROJECT / "packs" / "jiyuan" / "demo-accounts.toml"
DEMO_PASSWORD = str(tomllib.loads(DEMO_ACCOUNTS.read_text(encoding="utf-8"))["password"]) if _env.SIBAO_DEMO else ""

SILENCED_SYSTEM_CHECKS = [
    "axes.W006",  # the account is locked, not the address: a whole department sits behind one address
]
