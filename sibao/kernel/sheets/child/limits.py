"""Bounds of reading, and the fence that the reading process puts round itself before it touches a file."""

import resource

FILE_BYTES = 20 * 1024 * 1024
ROWS = 100_000
COLUMNS = 256
CELLS = 2_000_000
CELL_CHARACTERS = 32_767
UNPACKED_BYTES = 250 * 1024 * 1024
PARTS = 4_000
PACKED_RATIO = 250
"""Parts above `RATIO_FROM` bytes that shrink more than this are bombs; office programs reach some 40."""
RATIO_FROM = 8 * 1024 * 1024

MEMORY = 1024 * 1024 * 1024
CPU_SECONDS = 30
WRITTEN_BYTES = 64 * 1024 * 1024
OPEN_FILES = 64


def fence() -> None:
    """Bounds memory, processor time, open files and written bytes of this process; no core file, ever."""
    bounds = {
        resource.RLIMIT_AS: MEMORY,
        resource.RLIMIT_CPU: CPU_SECONDS,
        resource.RLIMIT_FSIZE: WRITTEN_BYTES,
        resource.RLIMIT_NOFILE: OPEN_FILES,
        resource.RLIMIT_CORE: 0,
    }
    for which, wanted in bounds.items():
        hard = resource.getrlimit(which)[1]
        bound = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(which, (bound, bound))
