"""The database: the customer's own by DATABASE_URL, else the embedded one below the home."""

from sibao.config.databases import django_database
from sibao.config.environment import environment

DATABASES = {"default": django_database("app", pool_size=environment().SIBAO_POOL)}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "kernel_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
