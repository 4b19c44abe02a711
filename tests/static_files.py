"""Static files as they lie in the sources: nothing is collected for pages that this process answers."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.test import override_settings

PLAIN = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}


@contextmanager
def plain_static_files() -> Iterator[None]:
    """Let pages name their files by their plain names."""
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    with override_settings(STORAGES={**settings.STORAGES, "staticfiles": PLAIN}):
        yield
