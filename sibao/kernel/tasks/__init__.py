"""Queue jobs of the kernel, by noun."""

from sibao.kernel.tasks import exports, imports, upkeep

__all__ = ["exports", "imports", "upkeep"]
