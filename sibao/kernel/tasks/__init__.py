"""Queue jobs of the kernel, by noun."""

from sibao.kernel.tasks import exports, imports, revisions, upkeep

__all__ = ["exports", "imports", "revisions", "upkeep"]
