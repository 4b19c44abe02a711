"""How a process that stays holds its memory."""

import ctypes
import gc
import sys

_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD, _M_ARENA_MAX = -1, -3, -8
KEPT, LARGE = 64 << 20, 32 << 20


def settle() -> None:
    """Set up the memory of a process that has started and stays.

    What start-up has made is for good, and the collector of cycles no longer walks through it. What work has freed is
    kept for the next piece of work, up to 64 MB, for getting it back from the system a page at a time costs more than to
    use it (Linux with glibc; elsewhere the system's own ways stand).
    """
    gc.collect()
    gc.freeze()
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None) if sys.platform == "linux" else None
    if mallopt is not None:
        for option, value in ((_M_ARENA_MAX, 1), (_M_TRIM_THRESHOLD, KEPT), (_M_MMAP_THRESHOLD, LARGE)):
            mallopt(option, value)
