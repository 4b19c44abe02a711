"""How every context starts: its permissions, commands, handlers and registrations are loaded, if it has those rooms."""

from importlib import import_module

from django.apps import AppConfig, apps
from django.utils.module_loading import module_has_submodule
from django.utils.translation import get_language

ROOMS = ("permissions", "services", "handlers", "tasks", "registered", "help")


class Context(AppConfig):
    """An app that loads its rooms when Django is ready."""

    @property
    def word(self) -> str:
        """The context's Chinese word (业务域): what its package's first line says before the colon."""
        return ((self.module.__doc__ if self.module else "") or "").partition(":")[0].strip()

    def ready(self) -> None:
        for room in ROOMS:
            if self.module and module_has_submodule(self.module, room):
                import_module(f"{self.name}.{room}")


def context_word(name: str) -> str:
    """Return how a context (业务域) is called in the language of the page: the Chinese word, or its own name."""
    context = apps.get_app_config(name)
    return context.word if isinstance(context, Context) and get_language() != "en" else name
