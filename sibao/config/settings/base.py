"""Apps, templates, languages, static files, logs."""

from typing import Any

import pghistory

from sibao.config.environment import PROJECT, environment

_env = environment()

DEBUG = _env.SIBAO_DEBUG
DEMO = _env.SIBAO_DEMO
SIBAO_HOME = _env.SIBAO_HOME
PACKS = PROJECT / "packs"
DOCUMENT_VERIFICATION_URL = f"{_env.SIBAO_ORIGIN}/zh/verify/{{code}}/"
FRONT_URL = "/zh/"  # where the root leads when nobody is signed in

CONTEXTS = (
    "kernel",
    "directory",
    "accounts",
    "audit",
    "inbox",
    "duty",
    "approvals",
    "facts",
    "guidance",
    "whitelist",
    "prevention",
    "tracing",
    "routine",
    "entry",
    "dashboard",
    "portal",
)
INSTALLED_APPS = [
    *(f"sibao.{name}.apps.Config" for name in CONTEXTS),
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "axes",
    "django_cotton.apps.SimpleAppConfig",
    "template_partials.apps.SimpleAppConfig",
    "pgtrigger",
    "pghistory",
    "procrastinate.contrib.django",
]

# Deletions are history too: a look at the past needs to know when a row was gone.
PGHISTORY_DEFAULT_TRACKERS = (pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())

ROOT_URLCONF = "sibao.config.urls"
WSGI_APPLICATION = "sibao.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.Account"
FORM_RENDERER = "sibao.kernel.web.forms.Renderer"

MIDDLEWARE = [
    "sibao.kernel.web.requests.RequestMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "sibao.portal.web.public.PublicMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
    "sibao.accounts.web.acting.ActingMiddleware",
    "sibao.kernel.web.refusals.RefusalMiddleware",
]

_LOADERS = [
    "django_cotton.cotton_loader.Loader",
    "django.template.loaders.filesystem.Loader",
    "django.template.loaders.app_directories.Loader",
]
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    _LOADERS if DEBUG else [("django.template.loaders.cached.Loader", _LOADERS)],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "sibao.kernel.web.shell.shell",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "django.contrib.humanize.templatetags.humanize",
                "django_cotton.templatetags.cotton",
                "template_partials.templatetags.partials",
                "sibao.kernel.templatetags.shown",
            ],
        },
    }
]

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "language"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
FORMAT_MODULE_PATH = ["sibao.kernel.formats"]

STATIC_URL = "/static/"
STATIC_ROOT = SIBAO_HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MANIFEST_STRICT = True

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {"()": "sibao.kernel.web.logs.JsonFormatter"},
        "text": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"},
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": _env.SIBAO_LOG}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django.request": {"level": "ERROR"},
        "procrastinate": {"level": "WARNING"},
        "sibao.requests": {"level": "INFO" if _env.SIBAO_LOG == "json" else "WARNING"},
        "axes": {"level": "WARNING"},
    },
}
