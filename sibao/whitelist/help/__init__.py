"""Help on the whitelist's pages (帮助)."""

from sibao.whitelist.help import living, register  # noqa: F401  (each adds its pages)
