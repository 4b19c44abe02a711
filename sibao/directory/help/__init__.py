"""Help on the pages of the directory (帮助)."""

from sibao.directory.help import boundaries, fields, merging, quality, units  # noqa: F401  (each adds its pages)
